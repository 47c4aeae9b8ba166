import Dispatch
import Foundation
import Synchronization

/// Whether and how a child process ended; the place where it is killed.
final class ChildOutcome: Sendable {
  private struct State {
    var process: pid_t?
    var end: ChildProcess.End?
    var isUnwanted = false
  }

  private let state = Mutex(State())
  private let done = DispatchSemaphore(value: 0)

  /// nil while it runs.
  var end: ChildProcess.End? { state.withLock { $0.end } }

  /// What is known first stays.
  func set(_ end: ChildProcess.End) {
    state.withLock { (state: inout State) in state.end = state.end ?? end }
    done.signal()
  }

  /// Waits for the end; false where it has not come.
  func wait(milliseconds: Int) -> Bool {
    guard done.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return false }
    // Whoever asks next finds it too.
    done.signal()
    return true
  }

  /// Kills the child, now or as soon as it starts. One whose end was seen may have been reaped, and is let alone.
  func kill() {
    state.withLock { (state: inout State) in
      state.isUnwanted = true
      if let process = state.process, state.end == nil { _ = Foundation.kill(process, SIGKILL) }
    }
  }

  /// Returns when the child has ended and its end is known. It is not reaped before this returns.
  func watch(_ process: pid_t) async {
    state.withLock { (state: inout State) in
      state.process = process
      if state.isUnwanted { _ = Foundation.kill(process, SIGKILL) }
    }
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        self.set(Self.end(of: process))
        continuation.resume()
      }
    }
  }

  private static func end(of process: pid_t) -> ChildProcess.End {
    var info = siginfo_t()
    while waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT) != 0 {
      guard errno == EINTR else {
        return .notStarted("its end cannot be seen: \(String(cString: strerror(errno)))")
      }
    }
    let status = info._sifields._sigchld.si_status
    return info.si_code == Int32(CLD_EXITED) ? .exited(status) : .signaled(status)
  }
}
