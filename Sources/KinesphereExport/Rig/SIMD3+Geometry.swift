import RealModule

extension SIMD3<Float> {
  func dot(_ other: Self) -> Float { (self * other).sum() }

  func cross(_ b: Self) -> Self {
    Self(y * b.z - z * b.y, z * b.x - x * b.z, x * b.y - y * b.x)
  }

  var length: Float { dot(self).squareRoot() }

  /// Whether all three are known.
  var isKnown: Bool { x.isFinite && y.isFinite && z.isFinite }

  /// The same direction with length 1; zero where the length is none to speak of.
  var normalised: Self {
    let size = length
    return size > 1e-9 ? self / size : (size.isNaN ? self : .zero)
  }

  /// What is left across a unit axis.
  func across(_ axis: Self) -> Self { self - axis * dot(axis) }

  /// The turn about this unit axis from one direction to another, both seen across it, in radians in [-pi, pi]; NaN
  /// where one lies along the axis or is unknown.
  func signedAngle(from start: Self, to end: Self) -> Float {
    let (a, b) = (start.across(self), end.across(self))
    guard a.length > 1e-6 * start.length, b.length > 1e-6 * end.length, start != .zero, end != .zero else {
      return .nan
    }
    return .atan2(y: a.cross(b).dot(self), x: a.dot(b))
  }
}
