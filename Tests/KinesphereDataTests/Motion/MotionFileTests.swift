import Foundation
import Kinesphere
import Testing

@testable import KinesphereData

/// Files of one movement that is known: a kick and a raised arm of the mean person, three metres before a camera.
struct KnownMotion {
  let poses: [BodyPose]
  let points: [Pose]

  init() {
    let score = SyntheticAction.legKick.score(style: PerformerStyle())
    let dance = ScorePerformance(score, person: Person()) { score.time($0) }
    let all = (0..<20).map { dance.pose(at: Double($0) / 10).moved(by: SIMD3(0, -0.9, 3)) }
    poses = all
    points = all.map { pose in
      var body = PosedBody()
      body.fill(person: Person(), pose: pose)
      return body.keyPoints
    }
  }

  /// Kinect v2's names for our key-points.
  static let kinect: [(String, KeyPoint)] = [
    ("SpineBase", .pelvis), ("SpineMid", .spine), ("SpineShoulder", .neck), ("Head", .head),
    ("ShoulderLeft", .leftShoulder), ("ElbowLeft", .leftElbow), ("WristLeft", .leftWrist),
    ("ShoulderRight", .rightShoulder), ("ElbowRight", .rightElbow), ("WristRight", .rightWrist),
    ("HipLeft", .leftHip), ("KneeLeft", .leftKnee), ("AnkleLeft", .leftAnkle), ("FootLeft", .leftFoot),
    ("HipRight", .rightHip), ("KneeRight", .rightKnee), ("AnkleRight", .rightAnkle),
    ("FootRight", .rightFoot),
  ]

  /// One row a frame.
  func wide(unit: Float, turn: Rotation = .identity) -> String {
    let heading = "time_ms;" + Self.kinect.map { "\($0.0)_X;\($0.0)_Y;\($0.0)_Z" }.joined(separator: ";")
    let rows = points.enumerated().map { index, pose in
      "\(100 * index);"
        + Self.kinect.map { entry in
          let place = turn.applied(to: pose[entry.1]) * unit
          return "\(place.x);\(place.y);\(place.z)"
        }.joined(separator: ";")
    }
    return ([heading] + rows).joined(separator: "\r\n")
  }

  /// One row a joint.
  func long() -> String {
    var lines = ["Timestamp, JointID, Position.X, Position.Y, Position.Z, Orientation.X, State"]
    for (frame, pose) in points.enumerated() {
      for (number, name) in SkeletonTable.kinect2.enumerated() {
        guard let entry = Self.kinect.first(where: { $0.0 == name }) else { continue }
        let place = pose[entry.1]
        lines.append("\(Double(frame) / 10), \(number), \(place.x), \(place.y), \(place.z), 0, 2")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// MSR-Action3D's 20 lines a frame.
  func msr() -> String {
    points.map { pose in
      var lines = [String](repeating: "0 0 0 0", count: 20)
      for (line, keyPoint) in zip(MSRSkeletonText.joints, KeyPoint.allCases) {
        let place = pose[keyPoint]
        lines[line] = "\(place.x) \(place.y) \(place.z) 1"
      }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }
}

@Suite struct MotionFileTests {
  private let scratch: Scratch
  private let known = KnownMotion()

  init() throws { scratch = try Scratch() }

  /// The limbs of a clip point where the known movement's do; `limit` as a sine.
  private func expectLimbs(
    of clip: MotionClip, limit: Float = 0.02, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let times = [0, 0.5, 1.2, 1.9]
    for time in times {
      let (pose, truth) = (clip.pose(at: time), known.poses[Int((time * 10).rounded())])
      for (a, b) in [(pose.left, truth.left), (pose.right, truth.right)] {
        for (found, expected) in [
          (a.thigh, b.thigh), (a.shank, b.shank), (a.upperArm, b.upperArm), (a.forearm, b.forearm),
        ] {
          #expect((found - expected).length < limit, "at \(time)", sourceLocation: sourceLocation)
        }
      }
    }
  }

  @Test func oneMovementIsTheSameFromEveryFile() throws {
    for (name, text) in [
      ("wide", known.wide(unit: 1)), ("millimetres", known.wide(unit: 1000)), ("long", known.long()),
    ] {
      let clip = try MotionClip(path: scratch.write("\(name).txt", Array(text.utf8)))
      #expect(abs(clip.rate - 10) < 0.01 && clip.name == name)
      #expect(abs(clip.pose(at: 0).root.length - clip.poses[0].root.length) < 1e-4)
      expectLimbs(of: clip)
    }
    // MSR's files name no rate: 30 Hz.
    let msr = try MotionClip(path: scratch.write("msr", Array(known.msr().utf8)))
    #expect(msr.rate == 30)
    expectLimbs(of: MotionClip(name: "slower", rate: 10, poses: msr.poses))
  }

  /// Where nobody says a rate, it is the data set's, or said to be assumed.
  @Test func aRateThatNobodySaidIsNoticed() throws {
    let text = Array(known.msr().utf8)
    let named = try MotionFile.points(path: scratch.write("a01_s02_e03_skeleton3D.txt", text))
    #expect(named.rate == 15 && named.notices.contains { $0.contains("MSR-Action3D") })
    let other = try MotionFile.points(path: scratch.write("walk.txt", text))
    #expect(other.rate == 30 && other.notices.contains { $0.contains("are assumed") })
    let given = try MotionFile.points(path: scratch.write("walk.txt", text), rate: 12)
    #expect(given.rate == 12 && given.notices.isEmpty)
  }

  @Test func whatATiltedCameraSawIsSetUpright() throws {
    let tilt = Rotation(about: SIMD3(1, 0, 0), by: radians(25))
    let clip = try MotionClip(path: scratch.write("a.csv", Array(known.wide(unit: 1, turn: tilt).utf8)))
    // The known dancer stands upright to some degrees.
    expectLimbs(of: clip, limit: 0.12)
  }

  @Test func missingFramesAreFilledIn() throws {
    var lines = known.wide(unit: 1).split(separator: "\r\n").map(String.init)
    for line in [9, 10] { lines[line] = "\(100 * (line - 1))" + String(repeating: ";", count: 54) }
    let clip = try MotionClip(path: scratch.write("gap.csv", Array(lines.joined(separator: "\n").utf8)))
    #expect(clip.poses.count == 20)
    expectLimbs(of: clip)
  }

  /// Found by the fuzzer.
  @Test func aTimeThatIsAMistakeIsRefusedAndNotFilledIn() throws {
    let text = known.wide(unit: 1, turn: .identity).replacingOccurrences(of: "\n1600;", with: "\n16000000;")
    let error = #expect(throws: RecordingError.self) {
      try MotionClip(path: scratch.write("jump.csv", Array(text.utf8)))
    }
    #expect(error?.actual.hasPrefix("frame 16 comes 15998.5 s after") == true, "\(String(describing: error))")
  }

  @Test func aBVHChainLiesWhereItsRotationsPutIt() throws {
    // Hips at (1, 2, 3) turned by 90 degrees about z; a bone of 2 along x, then one of 1, turned by 90 about y.
    let points = try MotionFile.points(path: scratch.write("a.bvh", Array(FuzzTexts.bvh.utf8)))
    #expect(points.names == ["Hips", "A", "AEnd"] && abs(points.rate - 20) < 1e-3)
    // About z, x becomes y; about y, x becomes -z, which a turn about z leaves.
    for (point, place) in [(0, SIMD3<Float>(1, 2, 3)), (1, SIMD3(1, 4, 3)), (2, SIMD3(1, 4, 2))] {
      #expect((points.place(frame: 0, point: point) - place).length < 1e-5)
    }
    #expect((points.place(frame: 1, point: 2) - SIMD3(4, 2, 3)).length < 1e-5)
  }

  @Test func namesOfManyProgramsAreOneSkeleton() {
    func roles(_ names: [String]) -> SkeletonRoles? {
      SkeletonRoles(
        PointSequence(
          names: names, dimensions: 3, rate: 30, times: [0],
          values: [Float](repeating: 0, count: 3 * names.count)))
    }
    let bvh =
      ["Hips", "Spine", "Neck", "Head"]
      + ["Left", "Right"].flatMap { side in
        ["UpLeg", "Leg", "Foot", "Shoulder", "Arm", "ForeArm", "Hand"].map { "mixamorig:" + side + $0 }
      }
    let found = roles(bvh)
    #expect(found?.left.shoulder == [8] && found?.left.ankle == [6] && found?.isCamera == false)
    #expect(roles(KeyPoint.names)?.isCamera == true)
    #expect(roles(KnownMotion.kinect.map(\.0))?.right.foot == [17])
    #expect(roles(["Hips", "Head", "LeftLeg"]) == nil)
  }

  @Test func whatIsNoMotionIsRefusedInOneLine() throws {
    let bvh = "HIERARCHY ROOT A { OFFSET 0 0 0 CHANNELS 3 Zrotation Xrotation Yrotation } MOTION Frames: "
    for text in [
      "", "hello", "a,b\n1,2\n", "HIERARCHY", bvh + "9999999999999 Frame Time: 0.1 1 2 3",
      bvh + "2 Frame Time: 0.1 1 2 3", bvh + "1 Frame Time: -1 1 2 3", bvh + "1 Frame Time: 0.1 1 2 3", "{}",
      "\0\0",
      "HIERARCHY } }", "Joint,x\n1,2\n", "1 2 3 4\n",
    ] {
      let path = try scratch.write("bad", Array(text.utf8))
      let error = #expect(throws: RecordingError.self) { try MotionClip(path: path) }
      #expect(error?.description.contains("\n") == false)
    }
    #expect(throws: RecordingError.self) { try MotionClip(path: scratch.file("nothing")) }
  }

  @Test func damagedFilesNeverTrap() throws {
    var generator = SeededGenerator(seed: 5)
    let bvh = """
      HIERARCHY ROOT Hips { OFFSET 0 0 0 CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
      JOINT A { OFFSET 2 0 0 CHANNELS 3 Zrotation Xrotation Yrotation End Site { OFFSET 1 0 0 } } }
      MOTION Frames: 1 Frame Time: 0.05 1 2 3 90 0 0 0 0 90
      """
    let files = [
      bvh, String(known.wide(unit: 1).prefix(2000)), String(known.long().prefix(2000)), "1 2 3 4\n5 6 7 8",
    ]
    for text in files {
      for _ in 0..<60 {
        var bytes = Array(text.utf8)
        for _ in 0..<1 + generator.index(below: 4) {
          bytes[generator.index(below: bytes.count)] = UInt8(truncatingIfNeeded: generator.next())
        }
        if generator.chance(0.3) { bytes.removeLast(generator.index(below: bytes.count)) }
        // Whether it is refused or read does not matter here.
        _ = try? MotionClip(path: scratch.write("fuzzed", bytes))
      }
    }
  }
}
