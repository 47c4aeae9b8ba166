/// What a filter gives and takes in a stream: less jitter, more lag.
///
/// - *Jitter* is the deviation of white noise that would shake the points as much: the root mean square of their third
///   differences over the square root of 20. Third differences of a dancer's own movement are small against it at 30 Hz.
/// - *Lag* is how much later a moving point comes out: the least-squares time `t` with `filtered = raw - t * velocity`,
///   over all points, so that fast ones count most.
///
/// Constant memory, about a microsecond a frame. Frames with an unknown point count without that point.
public struct FilterCost: Sendable {
  private var raw = PointShake()
  private var filtered = PointShake()
  private var last = Pose()
  private var lastTime = -Double.infinity
  private var lead = 0.0
  private var moved = 0.0

  public init() {}

  /// Adds a frame before and after the filter; `time` in seconds.
  public mutating func add(raw before: Pose, filtered after: Pose, at time: Double) {
    let interval = time - lastTime
    raw.add(before, restarting: !(interval > 0 && interval < 0.25))
    filtered.add(after, restarting: !(interval > 0 && interval < 0.25))
    if interval > 0, interval < 0.25 {
      for index in 0..<KeyPoint.count {
        let velocity = (after.points[index] - last.points[index]) / Float(interval)
        let ahead = (velocity * (before.points[index] - after.points[index])).sum()
        let square = (velocity * velocity).sum()
        guard ahead.isFinite, square.isFinite else { continue }
        lead += Double(ahead)
        moved += Double(square)
      }
    }
    last = after
    lastTime = time
  }

  /// Jitter before the filter, in millimetres; nil before there were four frames in a row.
  public var rawJitter: Double? { raw.millimetres }
  /// Jitter after the filter, in millimetres.
  public var filteredJitter: Double? { filtered.millimetres }
  /// Milliseconds that the filter adds where points move; nil where nothing moved.
  public var lag: Double? { moved > 0 ? lead / moved * 1000 : nil }
}
