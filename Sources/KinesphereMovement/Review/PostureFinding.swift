import Kinesphere

/// Something to correct: one joint, one moment, in degrees and in words.
public struct PostureFinding: Codable, Sendable, Equatable {
  /// The target's name, or `reference`.
  public var target: String
  public var angle: PostureAngle
  /// Degrees: measured, and what it should have been (`low` and `high` are equal for a reference).
  public var value: Double
  public var low: Double
  public var high: Double
  /// Beyond the range: + above, - below; degrees.
  public var deviation: Double
  /// The moment of the deviation, and how long it is to be shown; seconds.
  public var time: Double
  public var start: Double
  public var end: Double
  /// The reference's own time of that moment.
  public var referenceTime: Double?
  /// From 0; nil without beats.
  public var beat: Int?
  /// From 0.
  public var phrase: Int?
  /// 0 to 1.
  public var confidence: Double
  /// For people: "left knee 12° short of the demi-plié at 0:14".
  public var words: String
}
