import RealModule

/// The order of three turns about a body's own axes: `zxy` turns about z, then about the x that came of it, then about y,
/// which is `z * x * y` as quaternions and the order of the channels in BVH.
public enum EulerOrder: String, Sendable, CaseIterable, Codable {
  case zxy, zyx, xyz

  /// Axis 0 to 2 of the first, second and third turn.
  var axes: (Int, Int, Int) {
    switch self {
    case .zxy: (2, 0, 1)
    case .zyx: (2, 1, 0)
    case .xyz: (0, 1, 2)
    }
  }

  /// 1 where the axes follow each other cyclically (`zxy`, `xyz`), else -1.
  var parity: Float { self == .zyx ? -1 : 1 }
}

extension Quaternion {
  /// Three turns in radians, in the order's own sequence; the first outermost.
  public init(euler angles: SIMD3<Float>, order: EulerOrder) {
    let (first, second, third) = order.axes
    func turn(_ axis: Int, _ angle: Float) -> Quaternion {
      var direction = SIMD3<Float>.zero
      direction[axis] = 1
      return Quaternion(about: direction, by: angle)
    }
    self = turn(first, angles.x) * turn(second, angles.y) * turn(third, angles.z)
  }

  /// The turns that make this rotation, in radians: the first and third in [-pi, pi], the second in [-pi/2, pi/2].
  ///
  /// Where the second is a right angle to a part in a thousand (gimbal lock) only the sum of the others is determined; the third is
  /// then 0. Computed in double precision: near that lock single precision loses a tenth of a degree.
  public func euler(_ order: EulerOrder) -> SIMD3<Float> {
    let (i, j, k) = order.axes
    let parity = Double(order.parity)
    let matrix = rows
    // For cyclic orders R = Ri Rj Rk: sin(second) = R[i][k].
    let sine = max(-1, min(1, parity * matrix[i][k]))
    guard sine.magnitude < 0.999_999_9 else {
      let second = sine > 0 ? Double.pi / 2 : -Double.pi / 2
      let first = Double.atan2(y: parity * matrix[k][j], x: matrix[j][j])
      return SIMD3(Float(first), Float(second), 0)
    }
    let first = Double.atan2(y: -parity * matrix[j][k], x: matrix[k][k])
    let third = Double.atan2(y: -parity * matrix[i][j], x: matrix[i][i])
    let across = (matrix[i][i] * matrix[i][i] + matrix[i][j] * matrix[i][j]).squareRoot()
    return SIMD3(Float(first), Float(Double.atan2(y: sine, x: across)), Float(third))
  }

  /// The rotation matrix's three rows.
  private var rows: InlineArray<3, SIMD3<Double>> {
    let (a, b, c, d) = (Double(x), Double(y), Double(z), Double(w))
    // A rounded quaternion is no unit: the matrix is made one.
    let s = 2 / (a * a + b * b + c * c + d * d)
    return [
      SIMD3(1 - s * (b * b + c * c), s * (a * b - c * d), s * (a * c + b * d)),
      SIMD3(s * (a * b + c * d), 1 - s * (a * a + c * c), s * (b * c - a * d)),
      SIMD3(s * (a * c - b * d), s * (b * c + a * d), 1 - s * (a * a + b * b)),
    ]
  }
}
