import Kinesphere
import RealModule

extension RigSolver {
  /// Turns a bone to its child's joint by the least rotation against its parent.
  func aim(
    _ bone: Bone, _ points: InlineArray<18, SIMD3<Float>>, parent: Quaternion, _ result: inout RigPose
  ) {
    guard let direction = seen(bone, points) else {
      result.held.insert(BoneSet(bone))
      return
    }
    result[bone] = Quaternion(from: rig.direction(bone), to: parent.inverse.rotated(direction))
  }

  /// Turns a clavicle and the arm after it.
  func solveArm(
    _ clavicle: Bone, _ points: InlineArray<18, SIMD3<Float>>, parent: Quaternion, _ result: inout RigPose
  ) {
    aim(clavicle, points, parent: parent, &result)
    solveLimb(from: clavicle.next, points, parent: parent * result[clavicle], &result)
  }

  /// Turns a leg from the thigh to the foot.
  func solveLeg(_ thigh: Bone, _ points: InlineArray<18, SIMD3<Float>>, _ result: inout RigPose) {
    let shank = solveLimb(from: thigh, points, parent: result[.hips], &result)
    aim(thigh.next.next, points, parent: shank, &result)
  }

  /// Turns an upper arm or thigh and the bone after it; returns the latter's rotation in the rig's frame.
  @discardableResult
  private func solveLimb(
    from upper: Bone, _ points: InlineArray<18, SIMD3<Float>>, parent: Quaternion, _ result: inout RigPose
  ) -> Quaternion {
    let lower = upper.next
    if let direction = seen(upper, points) {
      let along = parent.inverse.rotated(direction).normalised
      let old = last[upper]
      let carried = Quaternion(from: old.rotated(rig.direction(upper)), to: along) * old
      let back = parent.inverse
      let twist = twist(
        of: upper, carried: carried, along: along,
        lower: seen(lower, points).map { back.rotated($0) },
        toes: isLeg(upper) ? seen(lower.next, points).map { back.rotated($0) } : nil)
      result[upper] = (Quaternion(about: along, by: twist) * carried).normalised
    } else {
      result.held.insert(BoneSet(upper))
    }
    let turn = parent * result[upper]
    aim(lower, points, parent: turn, &result)
    return (turn * result[lower]).normalised
  }

  /// How far a limb's first bone must turn about itself from where the last twist was carried to. All in the parent's
  /// frame; the directions need no length.
  private func twist(
    of upper: Bone, carried: Quaternion, along: SIMD3<Float>, lower: SIMD3<Float>?, toes: SIMD3<Float>?
  ) -> Float {
    guard let lower, let hinge = rig.hinge(upper) else { return 0 }
    let now = carried.rotated(hinge)
    let flexion = JointAngles.between(along, lower) * 180 / .pi
    let span = max(1e-3, configuration.bent - configuration.straight)
    let share = max(0, min(1, (flexion - configuration.straight) / span))
    let say = share * share * (3 - 2 * share)
    var turn: Float = 0
    if say > 0 {
      let missing = along.signedAngle(from: now, to: along.cross(lower))
      let isBackwards = missing.magnitude > .pi / 2 && flexion < configuration.backwards
      if missing.isFinite && !isBackwards { turn += say * missing }
    }
    if let toes, say < 1, toes.normalised.across(along).length > 0.3 {
      let missing = along.signedAngle(from: now, to: toes.cross(along))
      if missing.isFinite { turn += (1 - say) * configuration.toes * missing }
    }
    return turn
  }

  /// From a bone's joint to its child's, in the rig's frame; nil where one is unknown or both coincide.
  private func seen(_ bone: Bone, _ points: InlineArray<18, SIMD3<Float>>) -> SIMD3<Float>? {
    guard let child = bone.child else { return nil }
    let direction = points[child.joint.rawValue] - points[bone.joint.rawValue]
    return direction.isKnown && direction.length > 1e-4 ? direction : nil
  }

  private func isLeg(_ bone: Bone) -> Bool { bone == .leftThigh || bone == .rightThigh }
}

extension Bone {
  /// The bone after this one in ``Bone`` order, which in a limb is its child.
  var next: Bone { Bone(rawValue: rawValue + 1) ?? self }
}
