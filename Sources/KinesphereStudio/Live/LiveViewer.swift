import Foundation
import Synchronization

/// One viewer of a ``LiveHub``: its queue, and the wait for the next line.
///
/// ``send(_:)`` never waits. One task at a time takes lines with ``next()``.
public final class LiveViewer: Sendable {
  /// What goes to a viewer.
  public enum Item: Sendable, Equatable {
    case line(Data)
    case ping
    /// What answers a ping of the viewer's: its bytes.
    case pong(Data)
  }

  /// Its number in the hub.
  public let id: Int
  private let state: Mutex<State>

  private struct State {
    var queue: LineQueue
    var isPingDue = false
    /// Only the newest ping is answered (RFC 6455, 5.5.3), so that many pings are no burden.
    var pong: Data?
    var isFinished = false
    var sent = 0
    var wasHeard = false
    var waiter: CheckedContinuation<Item?, Never>?

    /// What can go out at once; the outer nil says that one has to wait.
    mutating func take() -> Item?? {
      if isPingDue {
        isPingDue = false
        return .some(.ping)
      }
      if let bytes = pong {
        pong = nil
        return .some(.pong(bytes))
      }
      if let line = queue.pop() {
        sent += 1
        return .some(.line(line))
      }
      return isFinished ? .some(nil) : nil
    }
  }

  init(id: Int, queueLength: Int) {
    self.id = id
    state = Mutex(State(queue: LineQueue(length: queueLength)))
  }

  /// Queues a line; the oldest goes where there is no room.
  func send(_ line: Data) {
    change { state in
      if !state.isFinished { state.queue.push(line) }
    }
  }

  /// Asks for a ping, ahead of the lines.
  func ping() { change { $0.isPingDue = true } }

  /// Answers a ping, ahead of the lines.
  func pong(_ bytes: Data) {
    change { state in
      if !state.isFinished { state.pong = bytes }
    }
  }

  /// Ends its stream after the lines that wait.
  func finish() { change { $0.isFinished = true } }

  /// Ends its stream at once.
  func close() {
    change { state in
      state.isFinished = true
      state.isPingDue = false
      state.pong = nil
      while state.queue.pop() != nil {}
    }
  }

  /// It sent something.
  func hear() { state.withLock { $0.wasHeard = true } }

  /// Whether it sent something since this was asked before.
  func wasHeard() -> Bool {
    state.withLock { state in
      defer { state.wasHeard = false }
      return state.wasHeard
    }
  }

  /// The next line or ping, waited for; nil where the stream has ended or the task is cancelled.
  public func next() async -> Item? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let ready = state.withLock { state -> Item?? in
          if let item = state.take() { return item }
          precondition(state.waiter == nil, "one task takes a viewer's lines")
          state.waiter = continuation
          return nil
        }
        if let ready { continuation.resume(returning: ready) }
      }
    } onCancel: {
      close()
    }
  }

  /// What it got and lost so far.
  public var status: LiveHubStatus.Viewer {
    state.withLock {
      LiveHubStatus.Viewer(id: id, sent: $0.sent, dropped: $0.queue.dropped, waiting: $0.queue.count)
    }
  }

  /// Changes the state, and wakes who waits where there is something for it now.
  private func change(_ body: (inout State) -> Void) {
    let woken = state.withLock { state -> (CheckedContinuation<Item?, Never>, Item?)? in
      body(&state)
      guard let waiter = state.waiter, let item = state.take() else { return nil }
      state.waiter = nil
      return (waiter, item)
    }
    if let woken { woken.0.resume(returning: woken.1) }
  }
}
