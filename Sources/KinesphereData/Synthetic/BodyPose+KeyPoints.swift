import Kinesphere

extension BodyPose {
  /// The pose in which a person's joints lie as given, as far as the bones' lengths allow: every bone gets its direction,
  /// the pelvis joint its place.
  ///
  /// Key-points leave open how the limbs turn about themselves and where the hands point: limbs take the least
  /// rotation, hands follow the forearms. All 18 points must be known and anatomical; directions of zero length stay as
  /// at rest. `isMirrored` as the camera's in whose frame they are.
  public init(keyPoints: Pose, person: Person, isMirrored: Bool) {
    let flip = SIMD3<Float>(isMirrored ? 1 : -1, 1, 1)
    func seen(_ point: KeyPoint) -> SIMD3<Float> { keyPoints[point] * flip }
    func rest(_ joint: BodyJoint) -> SIMD3<Float> { person.joints[joint.rawValue] }
    let pelvis =
      Rotation(x: seen(.rightHip) - seen(.leftHip), y: seen(.spine) - seen(.pelvis))
      * Rotation(x: rest(.rightHip) - rest(.leftHip), y: rest(.spine) - rest(.pelvis)).inverse
    let chest =
      Self.trunk(up: seen(.neck) - seen(.spine), across: seen(.rightShoulder) - seen(.leftShoulder))
      * Self.trunk(up: rest(.neck) - rest(.spine), across: rest(.rightShoulder) - rest(.leftShoulder)).inverse

    func side(_ points: KeyPointSide, clavicle joint: BodyJoint) -> Side {
      let breastbone = seen(.neck) + chest.applied(to: rest(joint) - rest(.neck))
      let forearm = (seen(points.wrist) - seen(points.elbow)).normalised
      return Side(
        clavicle: (seen(points.shoulder) - breastbone).normalised,
        upperArm: (seen(points.elbow) - seen(points.shoulder)).normalised, forearm: forearm, hand: forearm,
        thigh: (seen(points.knee) - seen(points.hip)).normalised,
        shank: (seen(points.ankle) - seen(points.knee)).normalised,
        foot: (seen(points.foot) - seen(points.ankle)).normalised)
    }
    self.init(
      root: seen(.pelvis), pelvis: pelvis, chest: chest, neck: (seen(.head) - seen(.neck)).normalised,
      left: side(.left, clavicle: .leftClavicle), right: side(.right, clavicle: .rightClavicle))
  }

  /// A frame whose y is exact and whose x is as near to `across` as y allows.
  private static func trunk(up: SIMD3<Float>, across: SIMD3<Float>) -> Rotation {
    let y = up.normalised
    return Rotation(x: across - y * across.dot(y), y: y)
  }
}

/// The key-points of one side.
private struct KeyPointSide {
  let shoulder, elbow, wrist, hip, knee, ankle, foot: KeyPoint

  static let left = KeyPointSide(
    shoulder: .leftShoulder, elbow: .leftElbow, wrist: .leftWrist, hip: .leftHip, knee: .leftKnee,
    ankle: .leftAnkle, foot: .leftFoot)
  static let right = KeyPointSide(
    shoulder: .rightShoulder, elbow: .rightElbow, wrist: .rightWrist, hip: .rightHip, knee: .rightKnee,
    ankle: .rightAnkle, foot: .rightFoot)
}
