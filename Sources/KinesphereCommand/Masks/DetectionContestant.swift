import Kinesphere
import KinesphereEvaluation

/// A way of finding dancers that ``DetectionTable`` compares.
enum DetectionContestant {
  /// Subtraction of a room that is followed.
  case room(BackgroundMethod)
  /// What moves from frame to frame.
  case motion(MotionMethod)

  /// In the order of the table.
  static let all =
    BackgroundMethod.allCases.map(Self.room)
    + MotionMethod.allCases.map(Self.motion)

  var name: String {
    switch self {
    case .room(let method): method.rawValue
    case .motion(let method): method.rawValue
    }
  }

  func depthDetector(_ camera: Camera, bodies: Int) -> any Detector<DepthFrame> {
    let (width, height) = (camera.width, camera.height)
    switch self {
    case .room(let method):
      var configuration = BodyDetector.Configuration.following
      configuration.mostBodies = bodies
      configuration.learningFrames = DetectionComparison.learningFrames
      let room = DepthRoomFollower(
        width: width, height: height, configuration: .init(method: method, tolerance: .following))
      return BodyDetector(width: width, height: height, background: room, configuration: configuration)
    case .motion(let method):
      var configuration = BodyDetector.Configuration.motion
      configuration.mostBodies = bodies
      return DepthMotionDetector(
        width: width, height: height, motion: method.depthMask(width: width, height: height),
        configuration: configuration)
    }
  }

  func grayDetector(width: Int, height: Int, bodies: Int) -> any Detector<VideoFrame> {
    switch self {
    case .room(let method):
      var configuration = VideoDetector.Configuration()
      configuration.followsRoom = true
      configuration.mostBodies = bodies
      configuration.learningFrames = DetectionComparison.learningFrames
      let room = VideoRoomFollower(
        width: width, height: height, channelCount: 1,
        configuration: .init(method: method, tolerance: .cleaned))
      return VideoDetector(width: width, height: height, background: room, configuration: configuration)
    case .motion(let method):
      var configuration = VideoDetector.Configuration.motion
      configuration.mostBodies = bodies
      return VideoMotionDetector(
        width: width, height: height, motion: method.videoMask(width: width, height: height),
        configuration: configuration)
    }
  }
}
