import RealModule

/// The few products of vectors that posture needs; NaN goes in and comes out.
extension SIMD3<Float> {
  func dot(_ other: SIMD3<Float>) -> Float { (self * other).sum() }

  func cross(_ other: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  var length: Float { dot(self).squareRoot() }

  /// NaN where the length is below a tenth of a millimetre: two key-points in one place have no direction.
  var direction: SIMD3<Float> {
    let length = length
    return length > 1e-4 ? self / length : SIMD3(repeating: .nan)
  }
}

extension Float {
  /// Radians as degrees.
  var degrees: Float { self * (180 / .pi) }

  /// The angle of a point in the plane in degrees, in (-180, 180]; NaN within `blind` of the origin, where noise decides.
  static func turn(y: Float, x: Float, blind: Float = 1e-6) -> Float {
    guard y * y + x * x > blind * blind else { return .nan }
    return Float.atan2(y: y, x: x).degrees
  }
}
