/// A joint of which nothing can be said: it was hidden.
public struct PostureUnjudged: Codable, Sendable, Equatable {
  public var target: String
  public var angle: PostureAngle
  /// Seconds.
  public var start: Double
  public var end: Double
  /// The share of the frames in which it was seen well enough.
  public var seen: Double
  public var words: String
}
