import Foundation

/// A limb of two bones that reaches a place: the hinge bends towards a given side.
///
/// The law of cosines gives the first bone's angle off the line to the target; a target that is too far or too near is
/// replaced by the nearest place on that line.
struct TwoBoneReach {
  /// Unit directions of the bones.
  let first: SIMD3<Float>
  let second: SIMD3<Float>
  /// Square to the first bone, on the hinge's side.
  let hinge: SIMD3<Float>

  /// `target` from the limb's root; `towards` is where the hinge (knee or elbow) goes.
  init(target: SIMD3<Float>, lengths: (Float, Float), towards: SIMD3<Float>) {
    let (a, b) = lengths
    let distance = max(abs(a - b) * 1.02 + 1e-4, min((a + b) * 0.9999, target.length))
    let along = target.normalised
    let cosine = (a * a + distance * distance - b * b) / (2 * a * distance)
    let angle = acos(max(-1, min(1, cosine)))
    let side = (towards - along * towards.dot(along)).normalised
    first = (along * cos(angle) + side * sin(angle)).normalised
    second = (along * distance - first * a).normalised
    hinge = (side * cos(angle) - along * sin(angle)).normalised
  }

  /// The distance from root to end at a flexion of the hinge, degrees.
  static func distance(flexion: Float, lengths: (Float, Float)) -> Float {
    let (a, b) = lengths
    return (a * a + b * b + 2 * a * b * cos(radians(flexion))).squareRoot()
  }
}
