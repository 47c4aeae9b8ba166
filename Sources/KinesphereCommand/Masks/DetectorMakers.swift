import Kinesphere
import KinesphereData

/// Detectors for depth, each with its room learned where it has one.
struct DepthDetectors {
  let method: DetectionMethod
  let bodies: Int
  let flags: MaskFlags

  func make(_ header: RecordingHeader, open: () throws -> any Recording) throws -> (
    detector: any Detector<DepthFrame>, learned: Int?
  ) {
    let (width, height) = (header.width, header.height)
    if let motion = method.motion {
      var configuration = BodyDetector.Configuration.motion
      configuration.mostBodies = bodies
      return (
        DepthMotionDetector(
          width: width, height: height,
          motion: motion.depthMask(width: width, height: height, isSegmented: header.isSegmented),
          configuration: configuration), nil
      )
    }
    var configuration: BodyDetector.Configuration =
      header.isSegmented ? .segmented : flags.follows ? .following : .init()
    configuration.mostBodies = bodies
    guard !header.isSegmented else {
      try flags.checkNoRoom("the dancer is cut out already")
      return (
        BodyDetector(
          width: width, height: height, background: SegmentedBackground(), configuration: configuration), nil
      )
    }
    var detector = BodyDetector(
      width: width, height: height, background: flags.depthRoom(width: width, height: height),
      configuration: configuration)
    let learned = try flags.learning.teach(FrameReader(try open())) { try detector.learn($0) }
    detector.settle()
    return (detector, learned)
  }
}

/// The same for gray and colour video.
struct VideoDetectors {
  let method: DetectionMethod
  let bodies: Int
  let flags: MaskFlags

  func make(_ header: VideoHeader, open: () throws -> any VideoRecording) throws -> (
    detector: any Detector<VideoFrame>, learned: Int?
  ) {
    let (width, height) = (header.width, header.height)
    if let motion = method.motion {
      var configuration = VideoDetector.Configuration.motion
      configuration.mostBodies = bodies
      return (
        VideoMotionDetector(
          width: width, height: height, motion: motion.videoMask(width: width, height: height),
          configuration: configuration), nil
      )
    }
    var configuration = VideoDetector.Configuration()
    configuration.mostBodies = bodies
    configuration.followsRoom = flags.follows
    var detector = VideoDetector(
      width: width, height: height,
      background: flags.videoRoom(width: width, height: height, channelCount: header.channelCount),
      configuration: configuration)
    let learned = try flags.learning.teach(FrameReader(try open())) { try detector.learn($0) }
    detector.settle()
    return (detector, learned)
  }
}
