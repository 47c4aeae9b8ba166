import Kinesphere

/// One pose of a rig: where the pelvis is, and how each bone is turned against its parent.
///
/// Fixed-size storage: making or copying one allocates nothing.
public struct RigPose: Sendable {
  /// The pelvis joint in metres in the rig's frame (``RigFrame``).
  public var root: SIMD3<Float>
  /// Each bone's rotation in its parent's frame, in ``Bone`` order; the hips' is in the rig's frame. Identity at rest.
  public var rotations: InlineArray<20, Quaternion>
  /// Bones whose rotation was not seen in this frame but kept from an earlier one, since a key-point that it needs is
  /// unknown. The ends, which nothing ever tells, do not count.
  public var held: BoneSet

  /// The T-pose at a place.
  public init(root: SIMD3<Float> = .zero) {
    self.root = root
    rotations = InlineArray(repeating: .identity)
    held = []
  }

  public subscript(_ bone: Bone) -> Quaternion {
    get { rotations[bone.rawValue] }
    set { rotations[bone.rawValue] = newValue }
  }

  /// Every bone's rotation in the rig's frame: the product of its ancestors' and its own.
  public var globalRotations: InlineArray<20, Quaternion> {
    var result = rotations
    for index in Bone.order.indices {
      let bone = Bone.order[index]
      guard let parent = bone.parent else { continue }
      result[bone.rawValue] = (result[parent.rawValue] * rotations[bone.rawValue]).normalised
    }
    return result
  }

  /// Forward kinematics: where every bone starts, in metres in the rig's frame, in ``Bone`` order.
  public func joints(of rig: Rig) -> InlineArray<20, SIMD3<Float>> {
    let turns = globalRotations
    var places = InlineArray<20, SIMD3<Float>>(repeating: root)
    for index in Bone.order.indices {
      let bone = Bone.order[index]
      guard let parent = bone.parent else { continue }
      places[bone.rawValue] = places[parent.rawValue] + turns[parent.rawValue].rotated(rig[bone])
    }
    return places
  }

  /// The key-points of this pose in a camera's frame, in metres; confidence 1, or 0 where a bone on the way from the pelvis
  /// is ``held``. `isMirrored` as ``Camera/isMirrored``.
  public func pose(of rig: Rig, isMirrored: Bool) -> Pose {
    let places = joints(of: rig)
    let signs = RigFrame.signs(isMirrored: isMirrored)
    var pose = Pose()
    for index in Bone.order.indices {
      let bone = Bone.order[index]
      let point = bone.joint
      pose[point] = places[bone.rawValue] * signs
      var ancestor = bone.parent
      var isSeen = !held.contains(.hips)
      while let next = ancestor {
        if held.contains(next) { isSeen = false }
        ancestor = next.parent
      }
      pose.confidence[point.rawValue] = isSeen ? 1 : 0
    }
    return pose
  }

  /// The pose a share of the way to another: places along a line, rotations along their shorter arcs. Held is what is held in either.
  public func blended(to other: RigPose, share: Float) -> RigPose {
    var result = self
    result.root += (other.root - root) * share
    for index in 0..<Bone.count {
      result.rotations[index] = rotations[index].slerp(to: other.rotations[index], share: share)
    }
    result.held.formUnion(other.held)
    return result
  }
}
