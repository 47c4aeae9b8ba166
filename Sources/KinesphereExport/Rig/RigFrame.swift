import Kinesphere

/// The rig's frame, and the way to it from a camera's and from it to other programs'.
///
/// | frame | x | y | z | hand |
/// |---|---|---|---|---|
/// | poses, camera unmirrored | right in the picture | up | away from the camera | left |
/// | poses, camera mirrored | right in the picture = the room's left | up | away | right |
/// | rig, BVH, glTF, TRC, C3D | to the left of a dancer who faces the camera | up | towards the camera | right |
/// | Unity, VMC | to the right of such a dancer | up | towards the camera | left |
///
/// A dancer who faces the camera looks along +z, as BVH and glTF want their figures. The place where the camera stands is
/// the origin unless somebody moves it. Left stays left: every conversion between frames of other hands mirrors, and none
/// swaps names.
public enum RigFrame {
  /// From metres in a camera frame to metres in the rig's, and back: the signs undo themselves.
  public static func signs(isMirrored: Bool) -> SIMD3<Float> {
    isMirrored ? SIMD3(-1, 1, -1) : SIMD3(1, 1, -1)
  }

  /// A place or direction of the rig's frame in Unity's, which is left-handed: x is negated.
  public static func unity(_ vector: SIMD3<Float>) -> SIMD3<Float> { vector * SIMD3(-1, 1, 1) }

  /// A rotation of the rig's frame in Unity's: mirroring x turns rotations about y and z round.
  public static func unity(_ rotation: Quaternion) -> Quaternion {
    Quaternion(x: rotation.x, y: -rotation.y, z: -rotation.z, w: rotation.w)
  }
}
