import Foundation
import Kinesphere
import KinesphereData
import Testing
import _KinesphereTestSupport

@testable import KinesphereExport

/// A known dance, exported into a folder of its own that goes when this does.
final class ExportedDance {
  let folder: String
  let export: MotionExport
  let motion: Motion

  /// `hidden` points of frame 5 are unknown. A lying dancer's head is towards the camera in all frames but the last.
  init(
    isMirrored: Bool = true, origin: MotionExport.Origin = .floor, hidden: [KeyPoint] = [],
    isLying: Bool = false
  ) throws {
    var body = PosedBody()
    var motion = Motion()
    for frame in 0..<40 {
      body.fill(person: Person(), pose: Dance.squat.pose(at: Double(frame) / 30))
      var pose = isMirrored ? body.keyPoints : body.keyPoints.flipped
      if isLying, frame < 39 { pose = pose.lying }
      if frame == 5 { for point in hidden { pose[point] = SIMD3(repeating: .nan) } }
      motion.append(pose, at: 0.5 + Double(frame) / 30)
    }
    self.motion = motion
    export = MotionExport(motion, isMirrored: isMirrored, name: "dance", rate: 30, origin: origin)
    folder = NSTemporaryDirectory() + "export-\(UUID().uuidString)"
    let output = try OutputFolder(path: folder)
    for format in ExportFormat.allCases { try export.write(format, into: output) }
    try output.publish()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { folder + "/" + name }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try #require(FileManager.default.contents(atPath: path(name))))
  }
}

extension Pose {
  /// Turned by a right angle about its pelvis, up to the camera.
  fileprivate var lying: Pose {
    var pose = self
    for index in 0..<KeyPoint.count {
      let arm = points[index] - self[.pelvis]
      pose.points[index] = self[.pelvis] + SIMD3(arm.x, arm.z, -arm.y)
    }
    return pose
  }

  /// The same room seen by an unmirrored camera: x negated, names kept.
  var flipped: Pose {
    var pose = self
    for index in 0..<KeyPoint.count { pose.points[index].x *= -1 }
    return pose
  }
}
