/// What a position should look like: ranges of angles, and when they are looked at.
public struct PostureTarget: Codable, Sendable, Equatable {
  /// Which sides of the body it is for.
  public enum Side: String, Codable, Sendable, CaseIterable {
    case left
    case right
    /// Both at once: its conditions must hold on both sides, its ranges are judged on both.
    case both
    /// Whichever side meets its conditions; that side works, the other supports.
    case either
  }

  /// One joint's range.
  public struct Range: Codable, Sendable, Equatable {
    /// Which moment of the episode counts.
    public enum Judge: String, Codable, Sendable, CaseIterable {
      /// The greatest value of the episode.
      case peak
      /// The least.
      case lowest
      /// The mean over the episode.
      case mean
      /// Every frame; the worst is told.
      case throughout
      /// The value at the moment at which the target's first range is judged.
      case withFirst = "with_first"
    }

    /// Which leg or arm, of a target for one side.
    public enum Limb: String, Codable, Sendable, CaseIterable {
      case working
      case supporting
    }

    public var joint: PostureJoint
    /// Degrees.
    public var low: Float
    public var high: Float
    public var judge: Judge
    public var limb: Limb

    public init(
      _ joint: PostureJoint, _ range: ClosedRange<Float>, judge: Judge = .throughout, limb: Limb = .working
    ) {
      (self.joint, low, high) = (joint, range.lowerBound, range.upperBound)
      (self.judge, self.limb) = (judge, limb)
    }
  }

  /// Holds while a joint is above or below, degrees; both where both are given.
  public struct Condition: Codable, Sendable, Equatable {
    public var joint: PostureJoint
    public var above: Float?
    public var below: Float?
    public var limb: Range.Limb

    public init(
      _ joint: PostureJoint, above: Float? = nil, below: Float? = nil, limb: Range.Limb = .working
    ) {
      (self.joint, self.above, self.below, self.limb) = (joint, above, below, limb)
    }
  }

  /// When it is looked at.
  public enum Moment: Sendable, Equatable {
    /// All the time, a beat (or a second, where there are none) at a time.
    case always
    /// At spans of seconds.
    case times([ClosedRange<Double>])
    /// While an action of this name is recognised.
    case action(String)
    /// While all conditions hold, for at least `seconds`; never where one of `unless` holds for a frame of it.
    case entry([Condition], unless: [Condition], seconds: Double)
  }

  /// What words call it: `demi-plié`.
  public var name: String
  public var side: Side
  public var when: Moment
  public var ranges: [Range]
  /// How far beyond its range a joint may be before words are said, degrees; deviations are told from the range itself.
  public var tolerance: Float

  /// The tolerance where a file names none, degrees: about the error of a well-seen angle.
  public static let usualTolerance: Float = 5

  public init(
    _ name: String, side: Side, when: Moment, ranges: [Range], tolerance: Float = Self.usualTolerance
  ) {
    (self.name, self.side, self.when, self.ranges) = (name, side, when, ranges)
    self.tolerance = tolerance
  }
}
