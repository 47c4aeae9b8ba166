/// Where a posed body's weight acts.
///
/// Segment masses and centres along the segments of Winter 2009, "Biomechanics and Motor Control of Human Movement",
/// doi:10.1002/9780470549148, table 4.1 (after Dempster): head and neck 8.1 % of the body, trunk 49.7, upper arm 2.8,
/// forearm and hand 2.2, thigh 10.0, shank 4.65, foot 1.45.
enum CentreOfMass {
  /// Metres, in the body's space.
  static func of(_ body: PosedBody) -> SIMD3<Float> {
    func point(_ joint: BodyJoint) -> SIMD3<Float> { body.joints[joint.rawValue] }
    func between(_ a: BodyJoint, _ b: BodyJoint, _ share: Float) -> SIMD3<Float> {
      point(a) + (point(b) - point(a)) * share
    }
    let hips = between(.leftHip, .rightHip, 0.5)
    var sum = point(.head) * 0.081 + (hips + (point(.neck) - hips) * 0.5) * 0.497
    for (shoulder, elbow, hand, hip, knee, ankle, foot) in sides {
      sum += between(shoulder, elbow, 0.436) * 0.028 + between(elbow, hand, 0.55) * 0.022
      sum += between(hip, knee, 0.433) * 0.1 + between(knee, ankle, 0.433) * 0.0465
      sum += between(ankle, foot, 0.5) * 0.0145
    }
    return sum
  }

  private static let sides: [(BodyJoint, BodyJoint, BodyJoint, BodyJoint, BodyJoint, BodyJoint, BodyJoint)] =
    [
      (.leftShoulder, .leftElbow, .leftHand, .leftHip, .leftKnee, .leftAnkle, .leftFoot),
      (.rightShoulder, .rightElbow, .rightHand, .rightHip, .rightKnee, .rightAnkle, .rightFoot),
    ]
}
