import Foundation
import Kinesphere
import KinesphereMovement

/// What there is to correct in a take, as the page colours and lists it.
struct TakePosture: Encodable, Sendable {
  /// A finding with the key-points that it concerns.
  struct Note: Encodable, Sendable {
    let words, target: String
    /// Degrees beyond the range or the reference.
    let deviation: Double
    /// Its moment, and how long it is shown; seconds.
    let time, start, end: Double
    /// Places of key-points, the joint itself first.
    let points: [Int]
  }

  /// What it was held against: names of targets, or the reference's.
  let against: [String]
  let notes: [Note]
  /// Joints that were hidden, in words.
  let unjudged: [String]

  /// Most notes and words that are sent.
  private static let most = 400

  init(_ review: PostureReview) {
    against = review.reference.map { [$0] } ?? review.targets
    notes = review.findings.prefix(Self.most).map { finding in
      Note(
        words: finding.words, target: finding.target, deviation: finding.deviation, time: finding.time,
        start: finding.start, end: finding.end, points: finding.angle.keyPoints.map(\.rawValue))
    }
    unjudged = review.unjudged.prefix(Self.most).map(\.words)
  }

  /// The file in the studio's folder that replaces the shipped targets.
  static let targetsName = "posture-targets.json"

  /// A take against targets: those of the folder, else the shipped ones. Throws where the folder's are none, or the take shows
  /// nobody.
  init(_ motion: TakeMotion, name: String, actions: [TakeAction], folder: StudioFolder) throws {
    let targets = try folder.existing(Self.targetsName, in: folder.path).map { path in
      try PostureTargets.load(path)
    }
    let poses = motion.motion
    guard poses.count > 0 else { throw Self.nobody(name) }
    let performed = actions.sorted { $0.end < $1.end }.map {
      PostureReview.Action(name: $0.name, start: $0.start, end: $0.end)
    }
    self.init(
      PostureReview(
        poses, subject: name, targets: targets ?? .shipped,
        view: PostureView(isMirrored: motion.header.camera.isMirrored), actions: performed))
  }

  /// A take against another one.
  init(_ motion: TakeMotion, name: String, reference: TakeMotion, named referenceName: String) throws {
    let (own, other) = (motion.motion, reference.motion)
    guard own.count > 0 else { throw Self.nobody(name) }
    guard other.count > 0 else { throw Self.nobody(referenceName) }
    self.init(
      PostureReview(
        own, subject: name, reference: other, named: referenceName,
        view: PostureView(isMirrored: motion.header.camera.isMirrored),
        referenceView: PostureView(isMirrored: reference.header.camera.isMirrored)))
  }

  private static func nobody(_ name: String) -> StudioError {
    StudioError(subject: name, expected: "frames with a dancer", actual: "there are none")
  }
}
