import Foundation
import Testing

/// The built `kinesphere`, started as a child process, as a user would.
struct BuiltCommand {
  /// What a run left behind.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    /// Lines on standard error.
    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  }

  /// Beside the test's own binary.
  static let executable: URL = {
    let tests =
      Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundlePath ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("kinesphere")
  }()

  /// Runs to the end. `shell` runs `sh -c` with the command as `"$0"` and the arguments as `"$@"`.
  static func run(
    _ arguments: [String], input: Data? = nil, folder: URL? = nil, shell: String? = nil
  ) throws -> Outcome {
    let process = Process()
    let scratch = try Scratch()
    process.executableURL = shell == nil ? executable : URL(fileURLWithPath: "/bin/sh")
    process.arguments = shell.map { ["-c", $0, executable.path] + arguments } ?? arguments
    process.currentDirectoryURL = folder ?? scratch.url
    process.environment = ProcessInfo.processInfo.environment.merging(["COLUMNS": "80"]) { $1 }
    let output = try scratch.handle("output")
    let errors = try scratch.handle("errors")
    process.standardOutput = output
    process.standardError = errors
    if let input {
      try input.write(to: scratch.file("input"))
      process.standardInput = try FileHandle(forReadingFrom: scratch.file("input"))
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
      output: try scratch.text("output"), errors: try scratch.text("errors"))
  }
}

/// A folder that goes away with its value.
final class Scratch {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("kinesphere-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func path(_ name: String) -> String { file(name).path }

  func handle(_ name: String) throws -> FileHandle {
    try Data().write(to: file(name))
    return try FileHandle(forWritingTo: file(name))
  }

  func text(_ name: String) throws -> String { try String(contentsOf: file(name), encoding: .utf8) }

  /// Names in the folder, hidden ones included, in order.
  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted() }
}
