import FlyingFox
import Foundation
import Synchronization

/// One viewer's connection: lines and pings out, and an ear for what comes in.
struct LiveStream: WSHandler {
  let viewer: LiveViewer
  let hub: LiveHub

  func makeFrames(for client: AsyncThrowingStream<WSFrame, any Error>) async throws -> AsyncStream<WSFrame> {
    let (viewer, hub) = (viewer, hub)
    let ear = Task { await listen(to: client) }
    let pulse = Task { await watchPulse() }
    let end = End {
      ear.cancel()
      pulse.cancel()
      hub.leave(viewer)
    }
    return AsyncStream {
      switch await viewer.next() {
      case .line(let line): return WSFrame(fin: true, opcode: .text, mask: nil, payload: line)
      case .ping: return WSFrame(fin: true, opcode: .ping, mask: nil, payload: Data())
      case .pong(let bytes): return WSFrame(fin: true, opcode: .pong, mask: nil, payload: bytes)
      case nil: return end.reach() ? WSFrame.close(code: .goingAway) : nil
      }
    } onCancel: {
      end.reach()
    }
  }

  /// Reads until the viewer leaves; its pongs show that it is there, its pings are answered.
  private func listen(to client: AsyncThrowingStream<WSFrame, any Error>) async {
    do {
      for try await frame in client {
        viewer.hear()
        if frame.opcode == .close { break }
        if frame.opcode == .ping { viewer.pong(frame.payload) }
      }
    } catch {
      // A connection that breaks ends like one that is closed.
    }
    hub.leave(viewer)
  }

  private func watchPulse() async {
    var heartbeat = Heartbeat(hub.configuration.heartbeat, now: MonotonicClock.seconds)
    while !Task.isCancelled {
      let now = MonotonicClock.seconds
      if viewer.wasHeard() { heartbeat.hear(now: now) }
      switch heartbeat.step(now: now) {
      case .ping: viewer.ping()
      case .giveUp:
        hub.leave(viewer)
        return
      case .wait(let until):
        // A sleep that is cancelled ends at once, and so does the loop.
        try? await Task.sleep(for: .seconds(min(1, max(0.001, until - now))))
      }
    }
  }

  /// Runs what ends a connection when the last reference goes, or before.
  private final class End: Sendable {
    private let body: @Sendable () -> Void

    private let isReached = Atomic<Bool>(false)

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    /// Whether it was the first time.
    @discardableResult func reach() -> Bool {
      guard !isReached.exchange(true, ordering: .acquiringAndReleasing) else { return false }
      body()
      return true
    }

    deinit { reach() }
  }
}
