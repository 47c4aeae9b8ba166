import Kinesphere
import KinesphereData

extension TakeMotion {
  /// Longest take, in seconds, and most frames.
  static let longest = 86_400.0
  static let mostFrames = 1_000_000

  /// Throws where numbers of a `poses.json` cannot be a recording's: what comes from outside is drawn and computed with.
  static func check(_ document: PosesDocument, of name: String) throws(StudioError) {
    func require(_ holds: Bool, _ expected: String, _ actual: @autoclosure () -> String) throws(StudioError) {
      guard holds else { throw StudioError(subject: name, expected: expected, actual: actual()) }
    }
    let (camera, rate) = (document.recording.camera, document.recording.rate)
    try require(
      (1...8192).contains(camera.width) && (1...8192).contains(camera.height),
      "a picture of 1 to 8192 pixels a side", "it is \(camera.width) x \(camera.height)")
    try require(
      (1...100_000).contains(camera.focalX) && (1...100_000).contains(camera.focalY)
        && abs(camera.centreX) < 1e6 && abs(camera.centreY) < 1e6,
      "a camera with focal lengths and centre in pixels", "they are \(camera.focalX), \(camera.focalY)")
    try require(rate > 0 && rate <= 1_000, "a rate above 0 and at most 1000 Hz", "it is \(rate)")
    try require(
      document.frames.count <= mostFrames, "at most \(mostFrames) frames",
      "there are \(document.frames.count)")
    var before = -Double.infinity
    for frame in document.frames {
      try require(
        frame.time >= 0 && frame.time <= longest && frame.time >= before,
        "times that ascend within a day", "frame \(frame.index) is at \(frame.time) s")
      before = frame.time
    }
  }
}
