/// Where in a step the dancer is, from the horizontal distance between the ankles.
///
/// A heel strikes when the legs are spread farthest, so a strike is a local maximum of the spread: one that rises
/// at least 5 cm over the minimum before it and is seen once the spread has fallen 3 cm again. The phase is the
/// time since the last strike divided by the time between the last two (0.55 s before two are known), held
/// below 1 until the next strike resets it. The paper's heel-strike-to-heel-strike cycle is thus a step, left or
/// right: a silhouette does not tell which heel struck.
///
/// The phase is 0 before the first strike, and again when 1.5 s have passed without one: standing still, or
/// moving without steps. It is a sawtooth: 0.99 and 0.00 are neighbours.
public struct GaitCycle: Sendable {
  /// Metres that the spread must rise before, and fall after, a strike.
  static let rise: Float = 0.05
  static let fall: Float = 0.03
  /// Seconds without a strike after which the dancer stands, and the shortest step.
  static let patience = 1.5
  static let shortest = 0.2

  private var smoothed: Float = .nan
  private var previousTime = 0.0
  private var isRising = false
  /// The extreme since the last turn, and when it was.
  private var extreme: (spread: Float, time: Double) = (.infinity, 0)
  private var lastStrike: Double?
  private var period = 0.55

  public init() {}

  /// Takes the next frame's spread in metres at a time in seconds; returns the phase in cycles, in [0, 1).
  public mutating func update(spread: Float, at time: Double) -> Float {
    guard spread.isFinite else { return phase(at: time) }
    if smoothed.isNaN || time < previousTime {
      smoothed = spread
      extreme = (spread, time)
    } else {
      let share = Smoothing.share(interval: Float(time - previousTime), constant: 0.05)
      smoothed += share * (spread - smoothed)
    }
    previousTime = time
    turn(at: time)
    return phase(at: time)
  }

  private mutating func turn(at time: Double) {
    if isRising {
      if smoothed > extreme.spread { extreme = (smoothed, time) }
      if smoothed < extreme.spread - Self.fall {
        strike(at: extreme.time)
        isRising = false
        extreme = (smoothed, time)
      }
    } else {
      if smoothed < extreme.spread { extreme = (smoothed, time) }
      if smoothed > extreme.spread + Self.rise {
        isRising = true
        extreme = (smoothed, time)
      }
    }
  }

  private mutating func strike(at time: Double) {
    if let lastStrike {
      let interval = time - lastStrike
      if interval >= Self.shortest, interval <= Self.patience { period = interval }
    }
    lastStrike = time
  }

  private func phase(at time: Double) -> Float {
    guard let lastStrike, time >= lastStrike, time - lastStrike <= Self.patience else { return 0 }
    return min(Float((time - lastStrike) / period), 0.999)
  }
}
