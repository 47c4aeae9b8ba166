import Kinesphere
import KinesphereData
import RealModule
import Testing
import _KinesphereTestSupport

@testable import KinesphereExport

struct RigTests {
  @Test(arguments: [false, true])
  func aDancersLeftIsOnTheirLeftWhateverTheCamera(isMirrored: Bool) {
    // Facing the camera and unmirrored, the own left is right in the picture; a mirror shows it left.
    var pose = Pose()
    let left: Float = isMirrored ? -1 : 1
    let places: [KeyPoint: SIMD3<Float>] = [
      .pelvis: SIMD3(0, 0, 2.5), .spine: SIMD3(0, 0.145, 2.523), .neck: SIMD3(0, 0.535, 2.5),
      .head: SIMD3(0, 0.71, 2.47),
      .leftShoulder: SIMD3(0.17 * left, 0.47, 2.5), .leftElbow: SIMD3(0.2 * left, 0.21, 2.5),
      // The forearm points to the camera.
      .leftWrist: SIMD3(0.2 * left, 0.21, 2.26),
      .leftHip: SIMD3(0.09 * left, 0, 2.5), .leftKnee: SIMD3(0.09 * left, -0.41, 2.5),
      .leftAnkle: SIMD3(0.09 * left, -0.83, 2.5), .leftFoot: SIMD3(0.09 * left, -0.9, 2.38),
    ]
    for (point, place) in places {
      pose[point] = place
      pose[point.mirrored] = point == point.mirrored ? place : place * SIMD3(-1, 1, 1)
    }
    pose.confidence = InlineArray(repeating: 1)
    var solver = RigSolver(rig: .standard, isMirrored: isMirrored)
    let solved = solver.solve(pose)
    let joints = solved.joints(of: .standard)
    // The rig's +x is the left of a dancer who faces the camera, +z is towards it.
    #expect(joints[Bone.leftHand.rawValue].x > 0.1)
    #expect(joints[Bone.rightHand.rawValue].x < -0.1)
    #expect(joints[Bone.leftHand.rawValue].z > joints[Bone.leftForearm.rawValue].z + 0.2)
    #expect(joints[Bone.leftToes.rawValue].z > joints[Bone.leftFoot.rawValue].z + 0.1)
    // Who faces the camera upright is not turned at all, and neither are the thighs.
    #expect(solved[.hips].angle < 0.08)
    #expect(solved[.leftThigh].angle < 0.08)
    #expect(solved[.spine].angle < 0.08)
    // The upper arm hangs: a quarter turn down about z, and its elbow bends forwards.
    let hanging = Quaternion(about: SIMD3(0, 0, 1), by: -.pi / 2)
    let arm = solved.globalRotations[Bone.leftUpperArm.rawValue]
    #expect(distance(arm.rotated(SIMD3(1, 0, 0)), hanging.rotated(SIMD3(1, 0, 0))) < 0.15)
    #expect(solved[.leftForearm].rotated(SIMD3(1, 0, 0)).z > 0.9)
    // In Unity's left-handed frame the left is at -x, still towards the camera in z.
    let unity = RigFrame.unity(joints[Bone.leftHand.rawValue])
    #expect(unity.x < -0.1 && unity.z > joints[Bone.leftForearm.rawValue].z)
  }

  @Test(arguments: [false, true], Dance.allCases)
  func fittingTheRigsOwnPosesGivesTheirPlacesBack(isMirrored: Bool, dance: Dance) {
    let rig = Rig.standard
    var first = RigSolver(rig: rig, isMirrored: true)
    var second = RigSolver(rig: rig, isMirrored: isMirrored)
    var body = PosedBody()
    for frame in 0..<60 {
      body.fill(person: Person(), pose: dance.pose(at: Double(frame) / 30))
      let own = first.solve(body.keyPoints)
      let wanted = own.joints(of: rig)
      let again = second.solve(own.pose(of: rig, isMirrored: isMirrored)).joints(of: rig)
      for bone in Bone.allCases { #expect(distance(wanted[bone.rawValue], again[bone.rawValue]) < 2e-4) }
    }
  }

  @Test func bonesKeepTheirLengthsWhateverTheKeyPointsDo() {
    var generator = SeededGenerator(seed: 1)
    var solver = RigSolver(rig: .standard, isMirrored: true)
    for _ in 0..<200 {
      let points = (0..<18).map { _ in
        SIMD3<Float>(generator.normal(0, 1), generator.normal(0, 1), generator.normal(2, 1))
      }
      let joints = solver.solve(Pose(points: points)).joints(of: .standard)
      for bone in Bone.allCases {
        guard let parent = bone.parent else { continue }
        let length = distance(joints[bone.rawValue], joints[parent.rawValue])
        #expect((length - Rig.standard.length(bone)).magnitude < 1e-4)
      }
    }
  }

  @Test func aStraightenedArmKeepsItsTwistAndNeverJumps() {
    let rig = Rig.standard
    var solver = RigSolver(rig: rig, isMirrored: false)
    var last: Quaternion?
    // The elbow bends to the front, straightens, and wavers by a few degrees to all sides.
    for frame in 0..<90 {
      let bend: Float = frame < 30 ? 1.2 - Float(frame) / 29 * 1.2 : 0
      var own = RigPose(root: SIMD3(0, 0, -2))
      own[.leftForearm] =
        Quaternion(about: SIMD3(0, -1, 0), by: bend)
        * Quaternion(about: SIMD3(0, 0, 1), by: frame < 30 ? 0 : 0.1 * .sin(Float(frame)))
      let solved = solver.solve(own.pose(of: rig, isMirrored: false))
      #expect(solved[.leftUpperArm].angle < 0.05)
      if let last { #expect(last.angle(to: solved[.leftUpperArm]) < 0.05) }
      last = solved[.leftUpperArm]
    }
  }

  @Test func aStraightLegTurnsWithItsToes() {
    let rig = Rig.standard
    var solver = RigSolver(rig: rig, isMirrored: false)
    let turnOut = Quaternion(about: SIMD3(0, 1, 0), by: 0.8)
    var own = RigPose()
    own[.leftThigh] = turnOut
    var solved = RigPose()
    for _ in 0..<40 { solved = solver.solve(own.pose(of: rig, isMirrored: false)) }
    #expect(solved[.leftThigh].angle(to: turnOut) < 0.01)
    #expect(solved[.leftFoot].angle < 0.01)
  }

  @Test func unknownPointsHoldTheirBonesAndItIsSaid() {
    let rig = Rig.standard
    var solver = RigSolver(rig: rig, isMirrored: true)
    var own = RigPose()
    own[.leftUpperArm] = Quaternion(about: SIMD3(0, 0, 1), by: -1)
    let seen = solver.solve(own.pose(of: rig, isMirrored: true))
    #expect(seen.held == [])
    // The body turns and the left elbow is hidden: the arm goes along.
    own[.hips] = Quaternion(about: SIMD3(0, 1, 0), by: 0.5)
    var hidden = own.pose(of: rig, isMirrored: true)
    hidden[.leftElbow] = SIMD3(repeating: .nan)
    let held = solver.solve(hidden)
    #expect(held.held == [BoneSet(.leftUpperArm), BoneSet(.leftForearm)])
    #expect(held[.leftUpperArm].angle(to: own[.leftUpperArm]) < 1e-3)
    #expect(distance(held.joints(of: rig)[6], own.joints(of: rig)[6]) < 1e-3)
    // Nothing at all is seen: the pose stays.
    let blind = solver.solve(Pose())
    #expect(blind.held.contains(.hips) && blind.held.contains(.spine) && blind.held.contains(.rightShank))
    #expect(distance(blind.root, held.root) < 1e-6)
    let back = blind.pose(of: rig, isMirrored: true)
    #expect(back.confidence[KeyPoint.leftWrist.rawValue] == 0 && back[.leftWrist].x.isFinite)
  }
}
