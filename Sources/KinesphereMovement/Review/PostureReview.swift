/// What there is to correct in a dance: for people in words, for programs joint by joint, beat by beat and phrase by phrase.
///
/// `docs/posture.schema.json`. Degrees and seconds. The same motion and settings give the same review, byte for byte.
public struct PostureReview: Codable, Sendable, Equatable {
  public var format = "kinesphere-posture"
  public var version = 1
  /// Of every angle and deviation.
  public var unit = "degree"
  /// What was reviewed, and against what.
  public var subject: String
  public var reference: String?
  /// How far the two motions lie apart once they are aligned, as ``MotionAlignment/meanDistance``; nil against targets.
  public var distance: Double?
  /// The targets' names; empty against a reference.
  public var targets: [String]
  /// Frames with a pose, and seconds from the first to the last.
  public var frames: Int
  public var duration: Double
  /// nil where no beat was given or found.
  public var rhythm: Rhythm?
  public var phrases: [Phrase]
  /// Every joint that was judged.
  public var joints: [PostureDeviation]
  /// Beats and phrases in which something was judged.
  public var perBeat: [PostureSpan]
  public var perPhrase: [PostureSpan]
  /// Deviations beyond the tolerance, in order of time.
  public var findings: [PostureFinding]
  /// Joints that were not seen well enough to say anything.
  public var unjudged: [PostureUnjudged]

  /// From this distance on two motions are taken as different dances. Of synthetic dances, tracked, the same one by two people
  /// lies 0.038 to 0.069 apart, different ones 0.090 to 0.146 (17 pairs each; docs/posture.md).
  public static let farthest = 0.1

  /// Whether motion and reference are hardly the same dance, so that their deviations are no corrections.
  public var isUnlike: Bool { distance.map { $0 >= Self.farthest } ?? false }

  /// What an overlay colours at a time: the findings whose episode covers it.
  public func findings(at time: Double) -> [PostureFinding] {
    findings.filter { $0.start <= time && time <= $0.end }
  }

  /// The largest findings, worst first: by degrees, then by time.
  public func worst(_ count: Int) -> [PostureFinding] {
    Array(
      findings.sorted {
        (-abs($0.deviation), $0.time, $0.angle.index) < (-abs($1.deviation), $1.time, $1.angle.index)
      }
      .prefix(count))
  }
}
