/// Whether a viewer is still there: a state machine over times that its owner tells it.
///
/// A viewer that was silent for an interval is pinged; WebSocket clients answer by themselves (RFC 6455, 5.5.2). One that
/// stays silent for the whole patience is given up. Times are seconds of a clock that only runs forwards.
public struct Heartbeat: Sendable, Equatable {
  public struct Configuration: Sendable, Equatable {
    /// Seconds of silence before a ping, and between two pings.
    public var interval = 10.0
    /// Seconds of silence after which nobody is there.
    public var patience = 30.0

    public init() {}
  }

  /// What there is to do.
  public enum Step: Sendable, Equatable {
    /// Nothing before that time.
    case wait(until: Double)
    /// Send a ping now.
    case ping
    /// Nobody is there.
    case giveUp
  }

  private let configuration: Configuration
  private var heard: Double
  private var pinged: Double

  /// A viewer that joined now.
  public init(_ configuration: Configuration, now: Double) {
    precondition(
      configuration.interval > 0 && configuration.patience > configuration.interval,
      "a viewer has time to answer a ping")
    self.configuration = configuration
    heard = now
    pinged = now
  }

  /// The viewer sent something.
  public mutating func hear(now: Double) { heard = max(heard, now) }

  /// What to do at a time; a ping counts as sent.
  public mutating func step(now: Double) -> Step {
    if now - heard >= configuration.patience { return .giveUp }
    let due = max(heard, pinged) + configuration.interval
    if now >= due {
      pinged = now
      return .ping
    }
    return .wait(until: min(due, heard + configuration.patience))
  }
}
