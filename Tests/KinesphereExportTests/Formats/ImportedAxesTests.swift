import Foundation
import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereExport

/// A body that bends or lies does not say where up is.
struct ImportedAxesTests {
  @Test(arguments: ["dance.bvh", "dance.trc", "dance.c3d"], [false, true])
  func aLyingDancerComesBackLying(file: String, isMirrored: Bool) throws {
    let dance = try ExportedDance(isMirrored: isMirrored, origin: .camera, isLying: true)
    let back = try MotionImport(path: dance.path(file), isMirrored: isMirrored)
    let wanted = file == "dance.bvh" ? dance.export.rig.motion(isMirrored: isMirrored) : dance.motion
    #expect(back.motion.count == 40)
    for (found, pose) in zip(back.motion.poses, wanted.poses) {
      for point in KeyPoint.allCases { #expect(distance(found[point], pose[point]) < 1e-3, "\(point)") }
    }
    #expect(back.notices.contains { $0.hasPrefix("y is up, though the body is mostly along z") })
  }

  @Test(arguments: ["dance.bvh", "dance.trc", "dance.c3d"])
  func theUserMaySayThatAnotherAxisIsUp(file: String) throws {
    let dance = try ExportedDance(isLying: true)
    let back = try MotionImport(path: dance.path(file), up: .z)
    // Their z became y: who lay stands, head above feet.
    for pose in back.motion.poses.prefix(39) { #expect(pose[.head].y > pose[.leftKnee].y + 0.5) }
    #expect(back.notices.contains("z is up in the file"))
  }
}
