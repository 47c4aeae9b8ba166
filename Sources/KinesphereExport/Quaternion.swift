/// A rotation as a unit quaternion, `x`, `y`, `z` the axis times the sine of half the angle, `w` its cosine.
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
}
