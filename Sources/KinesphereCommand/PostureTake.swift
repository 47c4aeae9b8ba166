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

  init(path: String, tilt: Float) throws {
    let document = try PosesDocument(path: path)
    self.path = path
    name = document.recording.name
    motion = document.motion
    view = PostureView(isMirrored: document.recording.camera.isMirrored, tilt: tilt)
    guard motion.count > 1 else {
      throw PostureError(
        file: path, expected: "two frames with a dancer or more", actual: "it holds \(motion.count)")
    }
    try PostureTimes.check(motion.times, file: path)
  }
}

/// Times that a review can count on.
enum PostureTimes {
  /// Eleven days; more is no take.
  static let latest = 1e6

  static func check(_ times: [Double], file: String) throws {
    for (before, time) in zip([-Double.infinity] + times, times) {
      try check(time, after: before, file: file)
    }
  }

  static func check(_ time: Double, after before: Double, file: String) throws {
    guard time > before, abs(time) <= latest else {
      throw PostureError(
        file: file, expected: "times that ascend, in seconds", actual: "there is \(time) after \(before)")
    }
  }
}
