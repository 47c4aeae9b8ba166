import Foundation
import Kinesphere
import KinesphereData
import KinesphereMovement

/// A `poses.json` as posture needs it: the first dancer's motion and how the camera sees.
struct PostureTake {
  let path: String
  let name: String
  let motion: Motion
  let view: PostureView

  /// Opens what ``TrackedPoses`` finds.
  init(path input: String, tilt: Float) throws {
    let path = try TrackedPoses.path(of: input)
    let document = try PosesDocument(path: path)
    self.path = path
    name = document.recording.name
    motion = document.motion
    view = PostureView(isMirrored: document.recording.camera.isMirrored, tilt: tilt)
    guard motion.count > 1 else {
      throw PostureError(
        file: path, expected: "two frames with a dancer or more", actual: "it holds \(motion.count)")
    }
    try TakeTimes.check(motion.times, file: path)
  }
}
