/// How one joint did in a stretch of time: the mean, the worst and when. Never a score of the whole body.
public struct PostureDeviation: Codable, Sendable, Equatable {
  public var angle: PostureAngle
  /// How often it was judged: episodes for targets, frames for a reference.
  public var judged: Int
  /// How often a deviation beyond the tolerance was told.
  public var told: Int
  /// The mean size, degrees; what is inside its range counts as 0.
  public var mean: Double
  /// The largest, with its sign: + above the range, - below, degrees.
  public var worst: Double
  /// When it was, seconds.
  public var worstTime: Double
}
