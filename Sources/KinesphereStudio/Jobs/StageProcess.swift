import Foundation
import Synchronization

/// One stage of a job: the `kinesphere` command in a process of its own, with limits of memory and time.
///
/// What it reads comes from outside: a crash, a loop or a greedy allocation there ends the stage alone.
final class StageProcess: Sendable {
  struct Outcome: Sendable {
    let status: Int32
    let wasSignaled: Bool
    let output: Data
    /// The last line on standard error that is not about progress.
    let error: String
  }

  private struct State {
    var process: Process?
    var isCancelled = false
  }

  private let command: String
  private let arguments: [String]
  private let folder: String
  private let limits: StudioLimits
  private let state = Mutex(State())
  /// Most bytes of standard output that are kept.
  private static let mostOutput = 16 << 20

  init(command: String, arguments: [String], folder: String, limits: StudioLimits) {
    self.command = command
    self.arguments = arguments
    self.folder = folder
    self.limits = limits
  }

  /// Runs to the end; `progress` gets frames so far and of how many. Blocks: call it from a thread of its own.
  func run(progress: @escaping @Sendable (Int, Int?) -> Void) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // What the shell of another system does not know does no harm.
    let script =
      "ulimit -v \(limits.stageKilobytes) 2>/dev/null; ulimit -t \(limits.stageSeconds) 2>/dev/null; "
      + "ulimit -c 0 2>/dev/null; exec nice -n 5 \"$0\" \"$@\""
    process.arguments = ["-c", script, command] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(["KINESPHERE_PROGRESS": "lines"]) { $1 }
    process.standardInput = FileHandle.nullDevice
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    let isCancelled = try state.withLock { state in
      if state.isCancelled { return true }
      try process.run()
      state.process = process
      return false
    }
    if isCancelled { return Outcome(status: SIGINT, wasSignaled: true, output: Data(), error: "") }
    let collected = Mutex(Data())
    let reader = Thread {
      while let part = try? output.fileHandleForReading.read(upToCount: 1 << 16), !part.isEmpty {
        collected.withLock { if $0.count < Self.mostOutput { $0.append(part) } }
      }
      process.waitUntilExit()
    }
    reader.start()
    let error = Self.follow(errors.fileHandleForReading, progress: progress)
    process.waitUntilExit()
    while !reader.isFinished { usleep(500) }
    state.withLock { $0.process = nil }
    return Outcome(
      status: process.terminationStatus, wasSignaled: process.terminationReason == .uncaughtSignal,
      output: collected.withLock { $0 }, error: error)
  }

  /// Reads lines to the end; returns the last that says something.
  private static func follow(_ handle: FileHandle, progress: (Int, Int?) -> Void) -> String {
    var (rest, said) = (Data(), "")
    while true {
      // What is there, not a whole buffer: progress is to be seen as it comes.
      let part = handle.availableData
      if part.isEmpty { break }
      rest.append(part)
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
        rest = Data(rest[rest.index(after: end)...])
        let words = line.split(separator: " ")
        if words.count >= 3, words[0] == "progress", let done = Int(words[1]) {
          progress(done, Int(words[2]))
        } else if !line.isEmpty {
          said = String(line.prefix(1_000))
        }
      }
      if rest.count > 1 << 16 { rest.removeAll() }
    }
    return said
  }

  /// Asks the process to end, and ends it after three seconds.
  func cancel() {
    let process = state.withLock { state -> Process? in
      state.isCancelled = true
      return state.process
    }
    guard let process, process.isRunning else { return }
    process.interrupt()
    let number = process.processIdentifier
    DispatchQueue.global().asyncAfter(deadline: .now() + 3) {
      if process.isRunning { kill(number, SIGKILL) }
    }
  }

  var isCancelled: Bool { state.withLock { $0.isCancelled } }
}
