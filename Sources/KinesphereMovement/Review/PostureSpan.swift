/// One beat or one phrase, joint by joint.
public struct PostureSpan: Codable, Sendable, Equatable {
  /// Beats from 0, may be negative before the first; phrases from 0.
  public var index: Int
  /// Seconds.
  public var start: Double
  public var end: Double
  /// Only joints that were judged in it.
  public var joints: [PostureDeviation]
}
