import CAllocationCount
import Kinesphere
import KinesphereData

/// Heap allocations of detectors and backgrounds that follow a room, over the last frames of a synthetic scene.
enum DetectorAllocations {
  private static let learned = 28
  private static let watched = 60

  static func count() throws -> [(name: String, count: Int)] {
    var result: [(String, Int)] = []
    let (depth, video) = try frames()
    let (width, height) = (depth[0].depth.width, depth[0].depth.height)
    for method in BackgroundMethod.allCases {
      var following = BodyDetector.Configuration.following
      following.learningFrames = learned
      following.mostBodies = 2
      let room = DepthRoomFollower(
        width: width, height: height, configuration: .init(method: method, tolerance: .following))
      let body = BodyDetector(width: width, height: height, background: room, configuration: following)
      result.append(("depth, \(method.rawValue)", try count(body, depth)))
      var configuration = VideoDetector.Configuration()
      configuration.learningFrames = learned
      configuration.followsRoom = true
      let wall = VideoRoomFollower(
        width: width, height: height, channelCount: 1,
        configuration: .init(method: method, tolerance: .cleaned))
      let detector = VideoDetector(
        width: width, height: height, background: wall, configuration: configuration)
      result.append(("gray, \(method.rawValue)", try count(detector, video)))
    }
    let motion = DepthMotionDetector(
      width: width, height: height, motion: DepthDifference(width: width, height: height, frames: .three),
      configuration: .motion)
    result.append(("depth, three frames", try count(motion, depth)))
    let difference = VideoDifference(width: width, height: height, frames: .three)
    let change = VideoMotionDetector(width: width, height: height, motion: difference, configuration: .motion)
    result.append(("gray, three frames", try count(change, video)))
    let depthFlow = DepthMotionDetector(
      width: width, height: height, motion: DepthFlow(width: width, height: height), configuration: .motion)
    result.append(("depth, flow", try count(depthFlow, depth)))
    let flow = VideoMotionDetector(
      width: width, height: height, motion: VideoFlow(width: width, height: height), configuration: .motion)
    result.append(("gray, flow", try count(flow, video)))
    return result
  }

  /// Of the second half of the frames that are not learned from.
  private static func count<D: Detector>(_ detector: D, _ frames: [D.Frame]) throws -> Int {
    var detector = detector
    let start = learned + (watched - learned) / 2
    for frame in frames[..<start] { try detector.detect(in: frame) }
    let before = ks_allocation_count()
    for index in start..<watched { try detector.detect(in: frames[index]) }
    return ks_allocation_count() - before
  }

  private static func frames() throws -> (depth: [DepthFrame], video: [VideoFrame]) {
    let scene = SyntheticScene.named(.realRoom, seed: 5)
    let (recording, film) = (SyntheticSceneRecording(scene), SyntheticSceneVideo(scene))
    var (frame, picture) = (recording.makeFrame(), film.makeFrame())
    var (depth, video): ([DepthFrame], [VideoFrame]) = ([], [])
    for _ in 0..<watched {
      guard try recording.read(into: &frame) == .frame, try film.read(into: &picture) == .frame else { break }
      depth.append(frame)
      video.append(picture)
    }
    return (depth, video)
  }
}
