import Foundation
import KinesphereStudio
import Synchronization

/// Serves until the user stops it; that is no error.
struct StudioRun: Sendable {
  let studio: Studio
  let address: String
  let hasToken: Bool

  /// What came of the server, once it ended.
  private final class End: Sendable {
    let error = Mutex<(any Error)?>(nil)
    let isOver = Mutex(false)
  }

  /// Waits on the calling thread; the server runs on others.
  func run() throws {
    let end = End()
    let serving = Task {
      do { try await studio.run() } catch { end.error.withLock { $0 = error } }
      end.isOver.withLock { $0 = true }
    }
    Task {
      guard let port = try? await studio.port() else { return }
      let host = address.contains(":") ? "[\(address)]" : address
      try? StandardOutput.write("the studio is at http://\(host):\(port)/\(hasToken ? "?token=..." : "")")
    }
    while !end.isOver.withLock({ $0 }) {
      if Interruption.isWaiting {
        stop()
        serving.cancel()
        return
      }
      usleep(50_000)
    }
    if let error = end.error.withLock({ $0 }) { throw error }
  }

  /// Ends the job that runs, at most five seconds.
  private func stop() {
    let done = DispatchSemaphore(value: 0)
    Task {
      await studio.stop()
      done.signal()
    }
    _ = done.wait(timeout: .now() + 5)
  }
}
