import Foundation
import Kinesphere
import KinesphereData
import KinesphereMovement
import Testing

@Suite struct PostureAnglesTests {
  private static let view = PostureView(isMirrored: true)

  private func angle(_ name: String, _ dancer: StickDancer) -> Float {
    guard let angle = PostureAngle(name: name) else { return .nan }
    return PostureAngles(dancer.pose(), view: Self.view)[angle]
  }

  @Test func everyAngleIsZeroInAnUprightStance() {
    var dancer = StickDancer()
    dancer.both.arm = 0
    let angles = PostureAngles(dancer.pose(), view: Self.view)
    for angle in PostureAngle.all where angle.joint != .shoulderPlane && !angle.name.hasSuffix("trunk_pitch")
    {
      #expect(abs(angles[angle]) < 0.05, "\(angle) is \(angles[angle])")
    }
    // The line from pelvis to neck: 0.2 m that lean 9 degrees back, 0.3 m that lean 3.3 forwards.
    let pitch = atan2(0.3 * sin(3.3 * Float.pi / 180) - 0.2 * sin(9 * Float.pi / 180), 0.495) * 180 / .pi
    #expect(abs(angle("trunk_pitch", dancer) - pitch) < 0.1)
  }

  @Test(arguments: [
    ("knee_flexion", Float(70)), ("elbow_flexion", 95), ("hip_flexion", 60), ("hip_flexion", -35),
    ("hip_abduction", 50), ("hip_abduction", -12), ("shoulder_elevation", 115), ("ankle_dorsiflexion", 18),
    ("ankle_dorsiflexion", -45), ("leg_elevation", 88),
  ])
  func aJointBentByAnAngleMeasuresIt(name: String, value: Float) {
    var dancer = StickDancer()
    switch name {
    case "knee_flexion": dancer.left.knee = value
    case "elbow_flexion": dancer.left.elbow = value
    case "hip_abduction": dancer.left.spread = value
    case "shoulder_elevation": dancer.left.arm = value
    case "ankle_dorsiflexion": dancer.left.ankle = value
    default: dancer.left.hip = value
    }
    #expect(abs(angle("left_" + name, dancer) - value) < 0.05)
    let other: Float = name == "shoulder_elevation" ? 20 : 0
    #expect(abs(angle("right_" + name, dancer) - other) < 0.05)
  }

  @Test(arguments: [Float(0), 40, 90, -30]) func theArmsPlaneIsMeasuredOnBothSides(plane: Float) {
    var dancer = StickDancer()
    dancer.both.arm = 80
    dancer.both.plane = plane
    #expect(abs(angle("left_shoulder_plane", dancer) - plane) < 0.05)
    #expect(abs(angle("right_shoulder_plane", dancer) - plane) < 0.05)
  }

  @Test func theTrunkBendsForwardsAndToTheRight() {
    var dancer = StickDancer()
    (dancer.trunkBend, dancer.trunkLean) = (25, 10)
    #expect(abs(angle("trunk_flexion", dancer) - 25) < 0.3)
    #expect(abs(angle("trunk_lateral", dancer) - 10) < 0.3)
    #expect(abs(angle("pelvis_tilt", dancer)) < 0.05)
    dancer = StickDancer()
    dancer.bend = 30
    #expect(abs(angle("pelvis_tilt", dancer) - 30) < 0.05)
    #expect(abs(angle("trunk_flexion", dancer)) < 0.05)
    // The thighs hang on: to a pelvis that tips forwards they are not flexed, but all turned with it here.
    #expect(abs(angle("left_hip_flexion", dancer)) < 0.05)
  }

  @Test func turningTheTrunkToTheLeftIsPositive() throws {
    var dancer = StickDancer().pose()
    for point in [KeyPoint.leftShoulder, .rightShoulder] {
      dancer[point] = dancer[.neck] + StickDancer.about(y: 30, dancer[point] - dancer[.neck])
    }
    let rotation = try #require(PostureAngle(.trunkRotation))
    #expect(abs(PostureAngles(dancer, view: Self.view)[rotation] - 30) < 2)
  }

  private static func random(_ generator: inout SeededGenerator) -> Pose {
    var pose = Pose(points: [SIMD3<Float>](repeating: .zero, count: 18))
    for point in KeyPoint.allCases {
      pose[point] = SIMD3(generator.normal(0, 1), generator.normal(0, 1), generator.normal(3, 1))
      pose.confidence[point.rawValue] = generator.unit()
    }
    return pose
  }

  /// The difference of two angles, the shorter way round; 0 where both are unknown.
  private static func gap(_ a: Float, _ b: Float) -> Float {
    if a.isNaN && b.isNaN { return 0 }
    let gap = abs(a - b)
    return min(gap, abs(360 - gap))
  }

  @Test func turningTheDancerAboutTheVerticalChangesNothing() {
    var generator = SeededGenerator(seed: 4, stream: 0, index: 0)
    for _ in 0..<200 {
      let pose = Self.random(&generator)
      var turned = pose
      let turn = generator.uniform(-180, 180)
      for point in KeyPoint.allCases { turned[point] = StickDancer.about(y: turn, pose[point]) }
      let (a, b) = (PostureAngles(pose, view: Self.view), PostureAngles(turned, view: Self.view))
      for angle in PostureAngle.all { #expect(Self.gap(a[angle], b[angle]) < 0.1, "\(angle)") }
    }
  }

  @Test func aMirrorSwapsTheSidesAndTurnsSidewaysAround() {
    var generator = SeededGenerator(seed: 5, stream: 0, index: 0)
    let sideways: Set<PostureJoint> = [
      .trunkLateral, .trunkRotation, .trunkRoll, .pelvisObliquity, .headLateral,
    ]
    for _ in 0..<200 {
      let pose = Self.random(&generator)
      let (a, b) = (PostureAngles(pose, view: Self.view), PostureAngles(pose.mirrored, view: Self.view))
      for angle in PostureAngle.all {
        let sign: Float = sideways.contains(angle.joint) ? -1 : 1
        #expect(Self.gap(a[angle] * sign, b[angle.mirrored]) < 0.1, "\(angle)")
        #expect(a.confidence[angle.index] == b.confidence[angle.mirrored.index])
      }
    }
  }

  @Test func anUnmirroredCameraSeesTheSameAngles() {
    var generator = SeededGenerator(seed: 6, stream: 0, index: 0)
    for _ in 0..<100 {
      let pose = Self.random(&generator)
      var unmirrored = pose
      for point in KeyPoint.allCases { unmirrored[point].x *= -1 }
      let (a, b) = (
        PostureAngles(pose, view: Self.view),
        PostureAngles(unmirrored, view: PostureView(isMirrored: false))
      )
      for angle in PostureAngle.all { #expect(Self.gap(a[angle], b[angle]) < 0.01, "\(angle)") }
    }
  }

  @Test func aKnownTiltOfTheCameraChangesNothing() {
    var generator = SeededGenerator(seed: 7, stream: 0, index: 0)
    for _ in 0..<100 {
      let pose = Self.random(&generator)
      let tilt = generator.uniform(-40, 40)
      var tilted = pose
      // What looks down sees the world turned up.
      for point in KeyPoint.allCases { tilted[point] = StickDancer.about(x: -tilt, pose[point]) }
      let (a, b) = (
        PostureAngles(pose, view: Self.view),
        PostureAngles(tilted, view: PostureView(isMirrored: true, tilt: tilt))
      )
      for angle in PostureAngle.all { #expect(Self.gap(a[angle], b[angle]) < 0.1, "\(angle)") }
    }
  }

  @Test func aLookDownMakesTheVerticalComeTowardsTheCamera() {
    // A camera that looks down by 30 degrees sees what points up pointing towards it: -z.
    let up = PostureView(isMirrored: true, tilt: 30).up
    #expect(abs(up.y - cos(Float.pi / 6)) < 1e-6 && abs(up.z + 0.5) < 1e-6)
  }

  @Test func anUnknownPointMakesItsAnglesUnknownAndNoOther() throws {
    var pose = StickDancer().pose()
    pose[.leftKnee] = SIMD3(repeating: .nan)
    pose.confidence[KeyPoint.leftKnee.rawValue] = 0
    let angles = PostureAngles(pose, view: Self.view)
    for angle in PostureAngle.all where angle.joint != .shoulderPlane {
      let isHit = angle.keyPoints.contains(.leftKnee)
      #expect(angles[angle].isNaN == isHit, "\(angle)")
      #expect(angles.confidence[angle.index] == (isHit ? 0 : 1), "\(angle)")
    }
  }

  @Test func anAngleIsAsSureAsItsLeastSurePoint() throws {
    var pose = StickDancer().pose()
    pose.confidence[KeyPoint.rightAnkle.rawValue] = 0.3
    let angles = PostureAngles(pose, view: Self.view)
    let knee = try #require(PostureAngle(.kneeFlexion, .right))
    let hip = try #require(PostureAngle(.hipFlexion, .right))
    #expect(angles.confidence[knee.index] == 0.3)
    #expect(angles.confidence[hip.index] == 1)
  }

  @Test func namesAndPlacesBelongTogether() {
    #expect(PostureAngle.all.count == PostureAngle.count)
    for (place, angle) in PostureAngle.all.enumerated() {
      #expect(angle.index == place)
      #expect(PostureAngle(name: angle.name) == angle)
    }
    #expect(PostureAngle(name: "left_trunk_pitch") == nil)
    #expect(PostureAngle(.kneeFlexion) == nil)
    #expect(PostureAngle(.trunkPitch, .left) == nil)
  }
}
