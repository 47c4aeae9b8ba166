/// How one joint met one range in one episode: the atom of every review. Fixed size; holds nothing on the heap.
public struct PostureJudgement: Sendable, Equatable {
  /// Which target of the set, which of its ranges.
  public var target: Int
  public var range: Int
  public var angle: PostureAngle
  /// Degrees, at `time`.
  public var value: Float
  /// How far beyond the range: + above `high`, - below `low`, 0 inside, degrees.
  public var deviation: Float
  /// The mean size of the deviation over the frames that the range is judged on.
  public var meanDeviation: Float
  /// The judged moment, and the episode; seconds.
  public var time: Double
  public var start: Double
  public var end: Double
  /// Of the angle at `time`, 0 to 1.
  public var confidence: Float
  /// Frames with a confident angle, and all frames of the episode.
  public var judgedFrames: Int
  public var frames: Int

  /// False where the joint was seen in less than half of the episode, or not at the moment that counts: then its numbers say
  /// nothing and must not be told as a deviation.
  public var isJudged: Bool
}
