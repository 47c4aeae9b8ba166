import RealModule

extension Quaternion {
  /// How far it turns, in radians in [0, pi].
  public var angle: Float {
    2 * .atan2(y: vector.length, x: w.magnitude)
  }

  /// The angle between two rotations, in radians in [0, pi].
  public func angle(to other: Quaternion) -> Float { (inverse * other).angle }

  /// The logarithm: the unit axis times the angle in radians, of length [0, pi].
  public var logarithm: SIMD3<Float> {
    let sine = vector.length
    guard sine > 1e-9 else { return vector * (w < 0 ? -2 : 2) }
    let sign: Float = w < 0 ? -1 : 1
    return vector * (sign * angle / sine)
  }

  /// The rotation whose ``logarithm`` is a vector: about its direction, by its length in radians.
  public init(exponential vector: SIMD3<Float>) {
    let angle = vector.length
    guard angle > 1e-9 else {
      self = .identity
      return
    }
    self.init(about: vector / angle, by: angle)
  }

  /// The rotation a share of the way to another, at even speed along the shorter arc (Shoemake 1985,
  /// doi:10.1145/325165.325242). `share` may lie outside `0 ... 1`.
  public func slerp(to other: Quaternion, share: Float) -> Quaternion {
    let turn = (inverse * other).logarithm
    return (self * Quaternion(exponential: turn * share)).normalised
  }

  /// The part of the rotation about a unit axis: `self == swing * twist`, where swing turns about an axis across it. None
  /// where it turns the axis round, as all twists do equally well there.
  public func twist(about axis: SIMD3<Float>) -> Quaternion {
    let along = axis * vector.dot(axis)
    return Quaternion(x: along.x, y: along.y, z: along.z, w: w).normalised
  }
}
