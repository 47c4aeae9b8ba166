import Dispatch
import Foundation
import Subprocess
import SystemPackage

/// A child process with plain descriptors at its ends, for code that is not asynchronous.
///
/// Reading a recording is synchronous, swift-subprocess is asynchronous. The bridge: swift-subprocess starts and reaps the
/// child, the bytes go through pairs of sockets made here, whose near ends are waited for with `poll` and a limit (sockets, as
/// writing to one can be told not to raise SIGPIPE), and the child's end is seen by a thread of its own that waits for it
/// without reaping. That its task comes to an end is never waited for: swift-subprocess runs a part of it on Swift's
/// pool (whatever executor is preferred), whose few threads may all be waiting here. For the same reason the child is killed
/// by its number and not by cancelling the task; it is not reaped, so its number stays its own, before its end was seen.
/// Close it to kill the child; `deinit` does too.
final class ChildProcess {
  /// How a child ended.
  enum End: Sendable, Equatable {
    case exited(Int32)
    case signaled(Int32)
    case notFound
    case notStarted(String)

    /// Whether there was a process.
    var hasRun: Bool {
      switch self {
      case .exited, .signaled: true
      case .notFound, .notStarted: false
      }
    }
  }

  /// What messages call it: `ffmpeg`.
  let name: String
  private let executable: String
  private let file: String
  private let patience: Double
  private let output: Int32
  private let errors: Int32
  private var input: Int32
  private let outcome: ChildOutcome
  private var errorTail: [UInt8] = []
  private var isOpen = true

  /// Starts `executable`. `file` is what it works on, for messages; `patience` is in seconds.
  init(
    _ executable: String, _ arguments: [String], file: String, patience: Double, takesInput: Bool = false
  ) throws(RecordingError) {
    name = executable.split(separator: "/").last.map(String.init) ?? executable
    self.executable = executable
    self.file = file
    self.patience = patience
    let ends = try Self.ends(takesInput ? 3 : 2, file)
    let (out, err, feed) = (ends[0], ends[1], takesInput ? ends[2] : nil)
    (output, errors, input) = (out[0], err[0], feed?[1] ?? -1)
    let outcome = ChildOutcome()
    self.outcome = outcome
    Self.start(
      outcome, executable, arguments, input: feed?[0] ?? -1, output: out[1], errors: err[1])
  }

  deinit { close() }

  /// Pairs of ends that no other child inherits; a socket's buffer holds more than a pipe's.
  private static func ends(_ count: Int, _ file: String) throws(RecordingError) -> [[Int32]] {
    var pairs: [[Int32]] = []
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    for _ in 0..<count {
      var ends: [Int32] = [-1, -1]
      guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
        let reason = String(cString: strerror(errno))
        for descriptor in pairs.joined() { _ = Foundation.close(descriptor) }
        throw RecordingError(
          .unreadable, file: file, expected: "a pipe to a child process",
          actual: "the system says: \(reason)")
      }
      pairs.append(ends)
    }
    return pairs
  }

  private static func start(
    _ outcome: ChildOutcome, _ executable: String, _ arguments: [String], input: Int32, output: Int32,
    errors: Int32
  ) {
    _ = Task.detached(executorPreference: ChildExecutor.shared) {
      do {
        try await run(executable, arguments, input: input, output: output, errors: errors, outcome)
      } catch let error as SubprocessError where error.code == .executableNotFound {
        outcome.set(.notFound)
      } catch {
        outcome.set(.notStarted("\(error)"))
      }
    }
  }

  private static func run(
    _ executable: String, _ arguments: [String], input: Int32, output: Int32, errors: Int32,
    _ outcome: ChildOutcome
  ) async throws {
    let which: Executable = executable.contains("/") ? .path(FilePath(executable)) : .name(executable)
    let out = FileDescriptorOutput.fileDescriptor(
      FileDescriptor(rawValue: output), closeAfterSpawningProcess: true)
    let err = FileDescriptorOutput.fileDescriptor(
      FileDescriptor(rawValue: errors), closeAfterSpawningProcess: true)
    if input >= 0 {
      let feed = FileDescriptorInput.fileDescriptor(
        FileDescriptor(rawValue: input), closeAfterSpawningProcess: true)
      _ = try await Subprocess.run(
        which, arguments: Arguments(arguments), input: feed, output: out, error: err
      ) { await outcome.watch($0.processIdentifier.value) }
    } else {
      _ = try await Subprocess.run(
        which, arguments: Arguments(arguments), input: .none, output: out, error: err
      ) { await outcome.watch($0.processIdentifier.value) }
    }
  }

  /// Fills `bytes`; returns how many there were before the end of the output. Throws where none comes for too long, or
  /// the program cannot be started.
  func read(into bytes: UnsafeMutableRawBufferPointer) throws(RecordingError) -> Int {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      try wait(for: output, Int16(POLLIN), "to send bytes")
      let got = Foundation.read(output, base + done, bytes.count - done)
      if got == 0 { break }
      if got < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        throw failure("to be read", String(cString: strerror(errno)))
      }
      done += got
    }
    return done
  }

  /// Hands `bytes` over; throws where the program takes none for too long or has ended.
  func write(_ bytes: UnsafeRawBufferPointer) throws(RecordingError) {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      try wait(for: input, Int16(POLLOUT), "to take bytes")
      let count = send(
        input, base + done, bytes.count - done, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        let end = try finish()
        throw problem(end, expected: "to take every picture")
      }
      done += count
    }
  }

  /// Closes its input and waits for its end; throws where it takes too long.
  func finish() throws(RecordingError) -> End {
    if input >= 0 {
      _ = Foundation.close(input)
      input = -1
    }
    let start = ContinuousClock.now
    while !outcome.wait(milliseconds: 20) {
      drainErrors()
      guard start.duration(to: .now) < .seconds(patience * 6) else {
        close()
        throw failure("to end", "it has not after \(patience * 6) s")
      }
    }
    drainErrors()
    return outcome.end ?? .notStarted("it was not watched")
  }

  /// The last line that it wrote to its standard error; empty where there was none.
  var lastError: String {
    let text = String(decoding: errorTail, as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
      ?? ""
  }

  /// What to throw for an end that should not have come.
  func problem(_ end: End, expected: String, _ kind: RecordingError.Kind = .unreadable) -> RecordingError {
    switch end {
    case .notFound:
      RecordingError(
        .unreadable, file: file, expected: "ffmpeg and ffprobe to decode or encode it",
        actual:
          "\(executable) is not installed: install ffmpeg (Debian: apt-get install ffmpeg), or say where it is with "
          + "KINESPHERE_FFMPEG")
    case .notStarted(let reason):
      RecordingError(.unreadable, file: file, expected: "\(name) to start", actual: reason)
    case .signaled(let number):
      RecordingError(kind, file: file, expected: "\(name) \(expected)", actual: "signal \(number) ended it")
    case .exited(let code):
      RecordingError(
        kind, file: file, expected: "\(name) \(expected)",
        actual: lastError.isEmpty ? "it ended with code \(code)" : "it says: \(lastError)")
    }
  }

  /// Kills the child and closes all; a child that has ended is left alone.
  func close() {
    guard isOpen else { return }
    isOpen = false
    outcome.kill()
    for descriptor in [output, errors, input] where descriptor >= 0 { _ = Foundation.close(descriptor) }
    input = -1
    // Killed at once by then; the limit is for a child that the system cannot kill.
    _ = outcome.wait(milliseconds: 2000)
  }

  private func failure(_ expected: String, _ actual: String) -> RecordingError {
    RecordingError(.unreadable, file: file, expected: "\(name) \(expected)", actual: actual)
  }

  /// Waits until `descriptor` is ready, keeping the errors flowing meanwhile.
  private func wait(for descriptor: Int32, _ events: Int16, _ what: String) throws(RecordingError) {
    // Its numbers may be somebody else's by now.
    guard isOpen else { throw failure(what, "it was closed") }
    let start = ContinuousClock.now
    while true {
      var waits = [
        pollfd(fd: descriptor, events: events, revents: 0),
        pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
      ]
      if errorsEnded { waits.removeLast() }
      let ready = poll(&waits, UInt(waits.count), 100)
      if waits.count > 1, waits[1].revents != 0 { drainErrors() }
      if ready > 0, waits[0].revents != 0 { return }
      // One that has ended makes its descriptors ready, unless a child of its own still holds them: that is waited for.
      if let end = outcome.end, !end.hasRun { throw problem(end, expected: what) }
      guard start.duration(to: .now) < .seconds(patience) else {
        close()
        throw failure(what, "nothing happened for \(patience) s; it was stopped")
      }
    }
  }

  private var errorsEnded = false

  /// Reads what there is of the errors, without waiting, and keeps the last 4 KiB.
  private func drainErrors() {
    guard isOpen else { return }
    var chunk = [UInt8](repeating: 0, count: 4096)
    while !errorsEnded {
      var wait = pollfd(fd: errors, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, 0) > 0 else { return }
      let got = Foundation.read(errors, &chunk, chunk.count)
      guard got > 0 else {
        errorsEnded = got == 0
        return
      }
      errorTail += chunk[..<got]
      if errorTail.count > 8192 { errorTail.removeFirst(errorTail.count - 4096) }
    }
  }
}
