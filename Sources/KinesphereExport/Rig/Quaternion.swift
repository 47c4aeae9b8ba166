import RealModule

/// A rotation as a unit quaternion, `x`, `y`, `z` the axis times the sine of half the angle, `w` its cosine.
///
/// Right-handed: seen from the axis' tip, a positive angle turns against the clock. `q` and `-q` are the same rotation;
/// ``angle(to:)`` and ``slerp(to:share:)`` know that, `==` does not. Everything here is a few multiplications and
/// allocates nothing.
public struct Quaternion: Sendable, Equatable {
  public var x, y, z, w: Float

  public init(x: Float, y: Float, z: Float, w: Float) {
    self.x = x
    self.y = y
    self.z = z
    self.w = w
  }

  /// No rotation.
  public static let identity = Quaternion(x: 0, y: 0, z: 0, w: 1)

  /// By `angle` radians about a unit axis.
  public init(about axis: SIMD3<Float>, by angle: Float) {
    let sine = Float.sin(angle / 2)
    self.init(x: axis.x * sine, y: axis.y * sine, z: axis.z * sine, w: .cos(angle / 2))
  }

  /// The shortest arc that takes one direction to another; half a turn about any axis across where they are opposite,
  /// none where one of them is zero or unknown. Lengths do not matter.
  public init(from start: SIMD3<Float>, to end: SIMD3<Float>) {
    let (a, b) = (start.normalised, end.normalised)
    let cosine = a.dot(b)
    guard cosine.isFinite, a != .zero, b != .zero else {
      self = .identity
      return
    }
    if cosine < -0.999_99 {
      let axis = a.cross(a.x.magnitude < 0.9 ? SIMD3(1, 0, 0) : SIMD3(0, 1, 0)).normalised
      self.init(x: axis.x, y: axis.y, z: axis.z, w: 0)
    } else {
      let cross = a.cross(b)
      self = Quaternion(x: cross.x, y: cross.y, z: cross.z, w: 1 + cosine).normalised
    }
  }

  /// The rotation that takes direction `first` exactly to `toFirst`, and `second` as near to `toSecond` as that allows: a
  /// frame from two directions (Black 1964, TRIAD, doi:10.2514/3.2555).
  public init(
    first: SIMD3<Float>, to toFirst: SIMD3<Float>, second: SIMD3<Float>, to toSecond: SIMD3<Float>
  ) {
    let swing = Quaternion(from: first, to: toFirst)
    let axis = toFirst.normalised
    let twist = axis.signedAngle(from: swing.rotated(second), to: toSecond)
    self = twist.isFinite ? (Quaternion(about: axis, by: twist) * swing).normalised : swing
  }

  /// `a * b` rotates by `b` first.
  public static func * (a: Quaternion, b: Quaternion) -> Quaternion {
    Quaternion(
      x: a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
      y: a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
      z: a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w,
      w: a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z)
  }

  /// The rotation back.
  public var inverse: Quaternion { Quaternion(x: -x, y: -y, z: -z, w: w) }

  /// The axis times the sine of half the angle.
  public var vector: SIMD3<Float> { SIMD3(x, y, z) }

  /// A vector turned by this rotation.
  public func rotated(_ vector: SIMD3<Float>) -> SIMD3<Float> {
    let twice = self.vector.cross(vector) * 2
    return vector + twice * w + self.vector.cross(twice)
  }

  /// The same with length 1, as rounding takes it away over many products; ``identity`` for zero or NaN.
  public var normalised: Quaternion {
    let length = (x * x + y * y + z * z + w * w).squareRoot()
    guard length > 1e-12, length.isFinite else { return .identity }
    return Quaternion(x: x / length, y: y / length, z: z / length, w: w / length)
  }
}
