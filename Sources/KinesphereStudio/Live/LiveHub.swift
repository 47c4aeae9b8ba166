import Foundation
import Synchronization

/// Hands each line of a live stream to every viewer, and never waits for one.
///
/// A line is made once; its bytes are shared by all viewers. Every viewer has a queue of its own, bounded, in which the
/// newest line wins: one that reads too slowly loses old lines, which are counted as its own, and delays nobody. Who joins
/// is greeted with the header and the newest frame at once, so that a viewer that lost its connection needs only connect
/// again.
///
/// ```swift
/// let hub = LiveHub()
/// hub.greet(with: header)   // once, and again where the source changes
/// hub.publish(line)         // every frame; about 1 µs a viewer
/// ```
/// Mount it in a server of your own with ``LiveRoute``, or let ``LiveServer`` serve it. Safe to use from any thread;
/// lines arrive in the order in which one thread publishes them.
public final class LiveHub: Sendable {
  public struct Configuration: Sendable, Equatable {
    /// Most viewers at a time; a further one is turned away with status 503.
    public var mostViewers = 128
    /// Most lines that wait for one viewer before the oldest is dropped: at 30 frames/s half a second.
    public var queueLength = 16
    /// When a viewer is pinged and when it is given up.
    public var heartbeat = Heartbeat.Configuration()

    public init() {}
  }

  public let configuration: Configuration
  private let state = Mutex(State())

  private struct State {
    var header: Data?
    var newest: Data?
    var viewers: [Int: LiveViewer] = [:]
    var joined = 0
    var published = 0
    var droppedByGone = 0
    var isFinished = false
  }

  public init(configuration: Configuration = Configuration()) {
    precondition(
      configuration.mostViewers > 0 && configuration.queueLength > 1,
      "a hub takes viewers, and a queue holds the header and a frame")
    self.configuration = configuration
  }

  /// Sets the line that everybody gets first; those who are there get it now.
  public func greet(with header: [UInt8]) {
    let line = Data(header)
    state.withLock { state in
      state.header = line
      state.newest = nil
      for viewer in state.viewers.values { viewer.send(line) }
    }
  }

  /// Sends a frame's line, without its line end, to everybody. The newest one greets those who join later.
  public func publish(_ frame: [UInt8]) {
    let line = Data(frame)
    state.withLock { state in
      state.published += 1
      state.newest = line
      for viewer in state.viewers.values { viewer.send(line) }
    }
  }

  /// Sends a line that is no frame, such as the stream's state, to those who are there; nobody is greeted with it.
  public func tell(_ note: [UInt8]) {
    let line = Data(note)
    state.withLock { state in
      for viewer in state.viewers.values { viewer.send(line) }
    }
  }

  /// Lets a viewer in; nil where the hub is full or finished. Every viewer that joins must ``leave(_:)``.
  public func join() -> LiveViewer? {
    state.withLock { state in
      guard !state.isFinished, state.viewers.count < configuration.mostViewers else { return nil }
      let viewer = LiveViewer(id: state.joined, queueLength: configuration.queueLength)
      state.joined += 1
      state.viewers[viewer.id] = viewer
      if let header = state.header { viewer.send(header) }
      if let newest = state.newest { viewer.send(newest) }
      return viewer
    }
  }

  /// Lets a viewer go; its dropped lines stay counted.
  public func leave(_ viewer: LiveViewer) {
    viewer.close()
    state.withLock { state in
      guard state.viewers.removeValue(forKey: viewer.id) != nil else { return }
      state.droppedByGone += viewer.status.dropped
    }
  }

  /// Ends every viewer's stream, after what still waits for it, and takes no more.
  public func finish() {
    state.withLock { state in
      state.isFinished = true
      for viewer in state.viewers.values { viewer.finish() }
    }
  }

  /// How many watch now.
  public var viewerCount: Int { state.withLock { $0.viewers.count } }

  /// Who watches, and what they lost.
  public var status: LiveHubStatus {
    state.withLock { state in
      let viewers = state.viewers.values.map(\.status).sorted { $0.id < $1.id }
      return LiveHubStatus(
        viewers: viewers, published: state.published, joined: state.joined,
        dropped: state.droppedByGone + viewers.reduce(0) { $0 + $1.dropped })
    }
  }
}
