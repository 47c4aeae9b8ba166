import Kinesphere
import RealModule

/// A body segment's axes, right-handed, after ISB: x forwards, y up along the body, z to the dancer's right.
struct BodyAxes {
  let forwards, up, right: SIMD3<Float>

  /// `up` is exact; `right` as near to `across` as that allows. NaN where the two are parallel or unknown.
  init(up: SIMD3<Float>, across: SIMD3<Float>) {
    let up = up.direction
    forwards = up.cross(across).direction
    self.up = up
    right = forwards.cross(up)
  }

  /// `right` is exact; `up` as near as that allows.
  init(right across: SIMD3<Float>, up: SIMD3<Float>) {
    let right = across.direction
    forwards = up.cross(right).direction
    self.right = right
    self.up = right.cross(forwards)
  }

  private init(forwards: SIMD3<Float>, up: SIMD3<Float>, right: SIMD3<Float>) {
    (self.forwards, self.up, self.right) = (forwards, up, right)
  }

  /// Turned about the right axis, degrees; + leans forwards.
  func leaning(_ angle: Float) -> BodyAxes {
    let (sine, cosine) = (Float.sin(angle * .pi / 180), Float.cos(angle * .pi / 180))
    return BodyAxes(forwards: forwards * cosine - up * sine, up: up * cosine + forwards * sine, right: right)
  }

  /// A direction in these axes.
  func local(_ direction: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(forwards.dot(direction), up.dot(direction), right.dot(direction))
  }
}
