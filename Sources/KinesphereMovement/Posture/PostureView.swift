import Kinesphere

/// How the camera sees the dancer, as far as angles depend on it.
///
/// Points of an unmirrored picture form a left-handed frame (x right in the picture, y up, z away); it is turned into the
/// dancer's right-handed one by negating x, so that left and right, forwards and back come out the same for every camera.
public struct PostureView: Sendable, Hashable, Codable {
  /// As ``Camera/isMirrored``.
  public var isMirrored: Bool
  /// How far the camera looks down, degrees; negative looks up. Only angles to the vertical depend on it.
  public var tilt: Float

  /// A level camera unless its tilt is known.
  public init(isMirrored: Bool, tilt: Float = 0) {
    precondition(tilt.isFinite && abs(tilt) < 90, "a camera's tilt is below 90 degrees")
    self.isMirrored = isMirrored
    self.tilt = tilt
  }

  /// The direction against gravity, in the camera frame.
  public var up: SIMD3<Float> {
    let angle = tilt * .pi / 180
    return SIMD3(0, Float.cos(angle), -Float.sin(angle))
  }

  /// What camera-frame points are multiplied with to stand in the dancer's right-handed frame.
  var flip: SIMD3<Float> { SIMD3(isMirrored ? 1 : -1, 1, 1) }
}
