import Foundation
import KinesphereStudio

/// A `kinesphere live` beside the studio, for its live view: a process of its own, so that neither slows the other.
struct StudioLive {
  /// Where it serves viewers.
  let address: String
  private let process: Process

  /// Starts it and waits until it serves. Throws ``StudioError`` with its own words where it does not.
  init(command: String, source: String) throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: command)
    let isSynthetic = source == "synthetic" && !FileManager.default.fileExists(atPath: source)
    process.arguments = ["live"] + (isSynthetic ? [] : [source]) + ["--loop", "--websocket", "0"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    var (text, found) = ("", String?.none)
    while found == nil {
      let part = errors.fileHandleForReading.availableData
      if part.isEmpty { break }
      text += String(decoding: part, as: UTF8.self)
      found = text.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("ws://") }.map(String.init)
    }
    guard let found else {
      process.waitUntilExit()
      let said = text.split(separator: "\n").last.map(String.init) ?? "it ended"
      throw StudioError(subject: "--live \(source)", expected: "a stream to show", actual: said)
    }
    address = found
    // What it says later is read and let go, so that it never waits.
    errors.fileHandleForReading.readabilityHandler = { handle in
      if handle.availableData.isEmpty { handle.readabilityHandler = nil }
    }
  }

  func stop() {
    guard process.isRunning else { return }
    process.interrupt()
    process.waitUntilExit()
  }
}
