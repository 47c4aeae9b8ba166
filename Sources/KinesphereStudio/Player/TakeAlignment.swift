import Kinesphere
import KinesphereMovement

/// Which moment of one take belongs to which of another, for the player: see `MotionAlignment`.
struct TakeAlignment: Codable, Sendable, Equatable {
  /// Pairs of times in seconds, neither running backwards.
  let first, second: [Double]
  /// 0 for the same movement, about 0.05 for the same step of two people, 0.2 for different ones.
  let meanDistance: Double

  /// Nil where either shows fewer than two poses. Up to 0.5 s for takes of a minute.
  init?(_ one: TakeMotion, _ other: TakeMotion) {
    let (a, b) = (one.motion, other.motion)
    guard a.count > 1, b.count > 1 else { return nil }
    let alignment = MotionAlignment(
      a, to: b, view: PostureView(isMirrored: one.header.camera.isMirrored),
      referenceView: PostureView(isMirrored: other.header.camera.isMirrored))
    first = a.times
    second = alignment.frames.map { b.times[$0] }
    meanDistance = Double(alignment.meanDistance)
  }
}
