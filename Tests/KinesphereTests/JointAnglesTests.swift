import Kinesphere
import Testing

@Suite struct JointAnglesTests {
  /// Upright, arms and legs straight down.
  private static var standing: Pose {
    var pose = Pose()
    pose[.pelvis] = SIMD3(0, 0, 2.5)
    pose[.spine] = SIMD3(0, 0.2, 2.5)
    pose[.neck] = SIMD3(0, 0.5, 2.5)
    pose[.head] = SIMD3(0, 0.7, 2.5)
    for (x, points) in [
      (
        -1 as Float,
        [KeyPoint.leftShoulder, .leftElbow, .leftWrist, .leftHip, .leftKnee, .leftAnkle, .leftFoot]
      ),
      (1, [.rightShoulder, .rightElbow, .rightWrist, .rightHip, .rightKnee, .rightAnkle, .rightFoot]),
    ] {
      for (point, place) in zip(points, [(0.2, 0.45), (0.2, 0.15), (0.2, -0.1)] as [(Float, Float)]) {
        pose[point] = SIMD3(x * place.0, place.1, 2.5)
      }
      for (point, y) in zip(points.dropFirst(3), [0, -0.4, -0.8, -0.85] as [Float]) {
        pose[point] = SIMD3(x * 0.1, y, 2.5)
      }
    }
    return pose
  }

  @Test func everyAngleOfAnUprightPoseIsZero() {
    let angles = JointAngles(Self.standing)
    for index in 0..<9 { #expect(abs(angles.values[index]) < 1e-6) }
    #expect(JointAngles.names.count == 9)
  }

  @Test func aSeatedPoseHasRightAnglesAtHipsAndKnees() {
    var pose = Self.standing
    for (hip, knee, ankle) in [
      (KeyPoint.leftHip, KeyPoint.leftKnee, KeyPoint.leftAnkle), (.rightHip, .rightKnee, .rightAnkle),
    ] {
      pose[knee] = pose[hip] + SIMD3(0, 0, -0.4)
      pose[ankle] = pose[knee] + SIMD3(0, -0.4, 0)
    }
    let angles = JointAngles(pose)
    for angle in [angles.leftHip, angles.rightHip, angles.leftKnee, angles.rightKnee] {
      #expect(abs(angle - .pi / 2) < 1e-6)
    }
    #expect(angles.leftElbow == 0)
  }

  @Test(arguments: [0.1, 0.5, 1, 2, 3] as [Float])
  func anElbowBentByAnAngleReadsThatAngle(angle: Float) {
    var pose = Self.standing
    // Forwards from hanging: towards the camera as it rises.
    let forearm = SIMD3<Float>(0, -0.25 * cosine(angle), -0.25 * sine(angle))
    pose[.leftWrist] = pose[.leftElbow] + forearm
    let angles = JointAngles(pose)
    #expect(abs(angles.leftElbow - angle) < 1e-5)
    #expect(abs(angles.rightElbow) < 1e-6)
  }

  @Test(arguments: [0.3, 1.2, 3] as [Float])
  func anArmRaisedAsideByAnAngleReadsThatAngleAtTheShoulder(angle: Float) {
    var pose = Self.standing
    pose[.rightElbow] = pose[.rightShoulder] + SIMD3(0.3 * sine(angle), -0.3 * cosine(angle), 0)
    #expect(abs(JointAngles(pose).rightShoulder - angle) < 1e-5)
  }

  @Test func turningTheWholeBodyChangesOnlyTheTrunksLean() {
    var turned = Self.standing
    for point in KeyPoint.allCases {
      let p = turned[point]
      turned[point] = SIMD3(p.x, 0.8 * p.y - 0.6 * (p.z - 2.5), 0.6 * p.y + 0.8 * (p.z - 2.5) + 2.5)
    }
    let angles = JointAngles(turned)
    #expect(abs(angles.trunkLean - 0.6435011) < 1e-5)
    for index in 0..<8 { #expect(abs(angles.values[index]) < 1e-3) }
  }

  @Test func anUnknownOrVanishingBoneHasNoAngle() {
    var pose = Self.standing
    pose[.leftWrist] = SIMD3(repeating: .nan)
    pose[.rightAnkle] = pose[.rightKnee]
    let angles = JointAngles(pose)
    #expect(angles.leftElbow.isNaN)
    #expect(angles.rightKnee.isNaN)
    #expect(angles.rightElbow == 0)
  }

  // Series and identities of the arc tangent's inverse, so that the test owes nothing to the library's own.
  private func sine(_ x: Float) -> Float {
    var term = Double(x), sum = Double(x)
    for n in 1..<15 {
      term *= -Double(x) * Double(x) / Double((2 * n) * (2 * n + 1))
      sum += term
    }
    return Float(sum)
  }

  private func cosine(_ x: Float) -> Float { sine(.pi / 2 - x) }
}
