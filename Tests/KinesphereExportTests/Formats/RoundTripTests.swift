import Foundation
import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereExport

struct RoundTripTests {
  /// BVH, read by the package's other half, which knows nothing of the rig.
  @Test(arguments: [false, true])
  func bvhGivesTheRigsPlacesBackToAMillimetre(isMirrored: Bool) throws {
    let dance = try ExportedDance(isMirrored: isMirrored)
    let points = try MotionFile.points(path: dance.path("dance.bvh"))
    #expect(points.frameCount == 40 && abs(points.rate - 30) < 1e-4)
    var most: Float = 0
    for (frame, pose) in dance.export.rig.poses.enumerated() {
      let joints = pose.joints(of: dance.export.rig.rig)
      for bone in Bone.allCases {
        let index = try #require(points.index(of: bone.name))
        most = max(most, distance(points.place(frame: frame, point: index) / 100, joints[bone.rawValue]))
      }
    }
    #expect(most < 1e-4, "\(most) m")
  }

  @Test(arguments: EulerOrder.allCases, BVHWriter.Unit.allCases)
  func bvhGivesTheRigsRotationsBackToATenthOfADegree(order: EulerOrder, unit: BVHWriter.Unit) throws {
    let dance = try ExportedDance()
    let folder = try OutputFolder(path: dance.folder)
    try dance.export.write(.bvh, bvh: BVHWriter(order: order, unit: unit), into: folder)
    try folder.publish()
    let text = String(decoding: try dance.bytes("dance.bvh"), as: UTF8.self)
    #expect(text.contains("\(order.rawValue.uppercased().first ?? "?")rotation"))
    let rows = text.split(separator: "\n").suffix(40).map {
      $0.split(separator: " ").compactMap { Float($0) }
    }
    for (row, pose) in zip(rows, dance.export.rig.poses) {
      #expect(row.count == 63)
      #expect(distance(SIMD3(row[0], row[1], row[2]) / unit.perMetre, pose.root) < 1e-4)
      for (place, bone) in BVHWriter.writingOrder.enumerated() {
        let angles = SIMD3(row[3 + 3 * place], row[4 + 3 * place], row[5 + 3 * place]) * (.pi / 180)
        #expect(Quaternion(euler: angles, order: order).angle(to: pose[bone]) * 180 / .pi < 0.001)
      }
    }
  }

  @Test(arguments: ["dance.bvh", "dance.trc", "dance.c3d"], [false, true])
  func importUndoesExportAndLeftStaysLeft(file: String, isMirrored: Bool) throws {
    let dance = try ExportedDance(isMirrored: isMirrored, origin: .camera)
    let back = try MotionImport(path: dance.path(file), isMirrored: isMirrored)
    let wanted = file == "dance.bvh" ? dance.export.rig.motion(isMirrored: isMirrored) : dance.motion
    #expect(back.motion.count == 40)
    for (found, pose) in zip(back.motion.poses, wanted.poses) {
      for point in KeyPoint.allCases { #expect(distance(found[point], pose[point]) < 1e-3, "\(point)") }
    }
  }

  @Test(arguments: [false, true], [nil, "", "00"])
  func ourOwnTableComesBackAsItWas(isMirrored: Bool, ending: String?) throws {
    let dance = try ExportedDance(isMirrored: isMirrored, origin: .camera, hidden: [.leftWrist])
    let path = dance.path("dance-points.csv")
    if let ending {
      // Four decimals, as tables of the first version have their times; with 00, as `poses.json` rounded them.
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let old = text.replacing(/(?m)^(\d+,\d+\.\d{4})\d\d,/) { "\($0.output.1)\(ending)," }
      #expect(old != text)
      try Data(old.utf8).write(to: URL(fileURLWithPath: path))
    }
    let back = try MotionImport(path: path, isMirrored: isMirrored)
    #expect(back.rate == 30 && back.notices.isEmpty, "\(back.rate) \(back.notices)")
    #expect(back.motion.count == 40)
    for (frame, pose) in back.motion.poses.enumerated() {
      #expect(abs(back.motion.times[frame] - dance.motion.times[frame]) < (ending == nil ? 1e-6 : 1e-4))
      for point in KeyPoint.allCases {
        let wanted = dance.motion.poses[frame][point]
        #expect(wanted.x.isNaN ? pose[point].x.isNaN : distance(pose[point], wanted) < 2e-5)
        let sure = wanted.x.isNaN ? 0 : dance.motion.poses[frame].confidence[point.rawValue]
        #expect(abs(pose.confidence[point.rawValue] - sure) < 1e-3)
      }
    }
  }

  @Test(arguments: [12.5, 25, 29.97, 30, 59.94, 100, 120, 240])
  func theRateOfARoundedTableIsTheRecordings(rate: Double) throws {
    let dance = try ExportedDance(origin: .camera)
    let path = dance.path("dance-points.csv")
    let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    var lines = [String(rows[0])]
    // Frame 20 is missing.
    for (index, row) in rows.dropFirst().enumerated() where index != 20 {
      let time = String(format: "%.4f00", 0.5 + Double(index) / rate)
      lines.append("\(index),\(time)," + row.split(separator: ",", maxSplits: 2)[2])
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
    let found = try MotionFile.points(path: path).rate
    // Whole numbers come back as such; others, and more than four decimals can tell, within half a percent.
    #expect(
      abs(found / rate - 1) < 5e-3 && (rate != rate.rounded() || rate > 200 || found == rate), "\(found)")
  }

  @Test func aDancerFacingTheCameraFacesPlusZWithTheLeftAtPlusXInEveryFile() throws {
    for isMirrored in [false, true] {
      let dance = try ExportedDance(isMirrored: isMirrored)
      for (file, left, toe, ankle) in [
        ("dance.bvh", "LeftHand", "LeftToeBase", "LeftFoot"),
        ("dance.trc", "left_wrist", "left_foot", "left_ankle"),
        ("dance.c3d", "left_wrist", "left_foot", "left_ankle"),
      ] {
        let points = try MotionFile.points(path: dance.path(file))
        func place(_ name: String) throws -> SIMD3<Float> {
          points.place(frame: 0, point: try #require(points.index(of: name)))
        }
        #expect(try place(left).x > 0, "\(file)")
        #expect(try place(toe).z > place(ankle).z, "\(file)")
        #expect(try place(left).y > place(ankle).y, "\(file)")
      }
    }
  }

  @Test func unknownPointsAreUnknownInTRCAndC3DAndHeldInBVH() throws {
    let dance = try ExportedDance(hidden: [.leftElbow, .leftWrist])
    for file in ["dance.trc", "dance.c3d"] {
      let points = try MotionFile.points(path: dance.path(file))
      for (index, name) in points.names.enumerated() {
        for frame in [4, 5, 6] {
          let isHidden = frame == 5 && ["left_elbow", "left_wrist"].contains(name)
          #expect(points.place(frame: frame, point: index).x.isNaN == isHidden, "\(file) \(name) \(frame)")
        }
      }
    }
    #expect(dance.export.fit.filledPoints == 2 && dance.export.fit.framesHeld == 1)
    let bvh = try MotionFile.points(path: dance.path("dance.bvh"))
    let hand = try #require(bvh.index(of: "LeftHand"))
    let step = distance(bvh.place(frame: 5, point: hand), bvh.place(frame: 4, point: hand))
    #expect(step.isFinite && step < 8)
  }

  @Test func irregularTimesComeOutAtAConstantRateAndGapsStayGapsInMarkers() {
    let times = [0, 0.033, 0.07, 0.1, 0.5, 0.533]
    let motion = Motion(
      times: times,
      poses: times.map {
        Pose(points: (0..<18).map { SIMD3(Float($0) / 10, Float($0 * $0) / 90, 2) }).moved(Float($0))
      })
    let export = MotionExport(motion, isMirrored: true, name: "gap", rate: 30, origin: .camera)
    #expect(export.even.count == 17 && export.rig.poses.count == 17)
    for (frame, time) in export.even.times.enumerated() {
      #expect(abs(time - Double(frame) / 30) < 1e-9)
      let x = export.even.place(frame, .pelvis).x
      if time > 0.11 && time < 0.49 {
        #expect(x.isNaN)
      } else {
        // Moved by the time in x, which the rig's frame turns round.
        #expect(abs(x + 0.3 + Float(time)) < 2e-3, "\(time): \(x)")
      }
    }
  }
}

extension Pose {
  fileprivate func moved(_ x: Float) -> Pose {
    var pose = self
    for index in 0..<KeyPoint.count { pose.points[index].x += x }
    return pose
  }
}
