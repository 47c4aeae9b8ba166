import Foundation

/// A rotation in space, held as a unit quaternion `(x, y, z, w)`.
public struct Rotation: Sendable, Hashable {
  /// Unit quaternion; `w` last.
  public var quaternion: SIMD4<Float>

  public static let identity = Rotation(quaternion: SIMD4(0, 0, 0, 1))

  public init(quaternion: SIMD4<Float>) { self.quaternion = quaternion }

  /// By `angle` radians about a unit axis, right-handed.
  public init(about axis: SIMD3<Float>, by angle: Float) {
    let half = angle / 2
    quaternion = SIMD4(axis * sin(half), cos(half))
  }

  /// The least rotation that takes one direction to another; half a turn about any axis where they are opposite.
  public init(from start: SIMD3<Float>, to end: SIMD3<Float>) {
    let a = start.normalised
    let b = end.normalised
    let cosine = a.dot(b)
    if cosine < -0.9999 {
      let axis = a.cross(abs(a.x) < 0.9 ? SIMD3(1, 0, 0) : SIMD3(0, 1, 0)).normalised
      quaternion = SIMD4(axis, 0)
    } else {
      quaternion = SIMD4(a.cross(b), 1 + cosine).normalised
    }
  }

  /// The rotation that takes the x axis to `x`, and y as near to `y` as a right angle with `x` allows.
  public init(x: SIMD3<Float>, y: SIMD3<Float>) {
    let first = x.normalised
    let second = (y - first * y.dot(first)).normalised
    let lift = Rotation(from: SIMD3(1, 0, 0), to: first)
    // After the lift only a turn about `first` is missing.
    let lifted = lift.applied(to: SIMD3(0, 1, 0))
    let angle = atan2(lifted.cross(second).dot(first), lifted.dot(second))
    self = Rotation(about: first, by: angle) * lift
  }

  /// `a * b` rotates by `b` first.
  public static func * (a: Rotation, b: Rotation) -> Rotation {
    let (p, q) = (a.quaternion, b.quaternion)
    let (u, v) = (p.xyz, q.xyz)
    return Rotation(quaternion: SIMD4(v * p.w + u * q.w + u.cross(v), p.w * q.w - u.dot(v)))
  }

  public var inverse: Rotation { Rotation(quaternion: quaternion * SIMD4(-1, -1, -1, 1)) }

  public func applied(to v: SIMD3<Float>) -> SIMD3<Float> {
    let u = quaternion.xyz
    let t = u.cross(v) * 2
    return v + t * quaternion.w + u.cross(t)
  }

  /// The rotation a share of the way from here to another, at even speed along the shorter arc (Shoemake 1985,
  /// doi:10.1145/325165.325242). `share` may lie outside `0 ... 1`.
  public func slerp(to other: Rotation, share: Float) -> Rotation {
    let dot = (quaternion * other.quaternion).sum()
    let target = dot < 0 ? -other.quaternion : other.quaternion
    let angle = acos(min(1, abs(dot)))
    if angle < 1e-3 {
      return Rotation(quaternion: (quaternion * (1 - share) + target * share).normalised)
    }
    let sine = sin(angle)
    let blend = quaternion * (sin((1 - share) * angle) / sine) + target * (sin(share * angle) / sine)
    return Rotation(quaternion: blend.normalised)
  }

  /// The rotation's columns: what the axes turn to.
  var columns: (x: SIMD3<Float>, y: SIMD3<Float>, z: SIMD3<Float>) {
    (
      applied(to: SIMD3(1, 0, 0)), applied(to: SIMD3(0, 1, 0)), applied(to: SIMD3(0, 0, 1))
    )
  }
}

extension SIMD3<Float> {
  func dot(_ other: Self) -> Float { (self * other).sum() }

  func cross(_ b: Self) -> Self {
    SIMD3(y * b.z - z * b.y, z * b.x - x * b.z, x * b.y - y * b.x)
  }

  var length: Float { dot(self).squareRoot() }

  /// The same direction with length 1; zero stays zero.
  var normalised: Self {
    let size = length
    return size > 1e-12 ? self / size : self
  }

  /// The direction a share of the way to another along the great circle between them.
  func slerp(to other: Self, share: Float) -> Self {
    let turn = Rotation(from: self, to: other)
    return Rotation.identity.slerp(to: turn, share: share).applied(to: self)
  }
}

extension SIMD4<Float> {
  var xyz: SIMD3<Float> { SIMD3(x, y, z) }

  var normalised: Self { self / (self * self).sum().squareRoot() }
}
