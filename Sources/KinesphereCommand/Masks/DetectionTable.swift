import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation

/// The detectors that are compared, on which scenes.
struct DetectionTable {
  /// The scenes' seeds; none of them was looked at when settings were chosen (those were 1 to 3).
  static let seeds: [UInt64] = [11, 12, 13]
  static let scenes = SyntheticScene.Name.allCases

  var seeds = Self.seeds
  var scenes = Self.scenes

  func measure() throws -> DetectionComparison {
    var comparison = DetectionComparison(seeds: seeds)
    var progress = ProgressLine("comparing", total: scenes.count, unit: "scenes")
    defer { progress.end() }
    for (index, scene) in scenes.enumerated() {
      for (name, make) in Self.depth + [("flow", Self.depthFlow)] {
        try Interruption.check()
        try comparison.measure(scene, depth: name, clock: SystemClock.nanoseconds) { make($0, scene.dancers) }
      }
      for (name, make) in Self.gray + [("flow", Self.grayFlow)] {
        try Interruption.check()
        try comparison.measure(scene, gray: name, clock: SystemClock.nanoseconds) {
          make($0, $1, scene.dancers)
        }
      }
      progress.show(index + 1)
    }
    return comparison
  }

  /// In the order of the table.
  private static let depth: [(String, @Sendable (Camera, Int) -> any Detector<DepthFrame>)] =
    BackgroundMethod.allCases.map { method in
      (
        method.rawValue,
        { camera, bodies in
          var configuration = BodyDetector.Configuration.following
          configuration.mostBodies = bodies
          configuration.learningFrames = DetectionComparison.learningFrames
          return BodyDetector(
            width: camera.width, height: camera.height,
            background: DepthRoomFollower(
              width: camera.width, height: camera.height,
              configuration: .init(method: method, tolerance: .following)),
            configuration: configuration)
        }
      )
    }
    + [2, 3].map { count in
      (
        count == 2 ? "difference" : "three-frames",
        { camera, bodies in
          var configuration = BodyDetector.Configuration.motion
          configuration.mostBodies = bodies
          return DepthMotionDetector(
            width: camera.width, height: camera.height,
            motion: DepthDifference(
              width: camera.width, height: camera.height, frames: count == 2 ? .two : .three),
            configuration: configuration)
        }
      )
    }

  private static let gray: [(String, @Sendable (Int, Int, Int) -> any Detector<VideoFrame>)] =
    BackgroundMethod.allCases.map { method in
      (
        method.rawValue,
        { width, height, bodies in
          var configuration = VideoDetector.Configuration()
          configuration.followsRoom = true
          configuration.mostBodies = bodies
          configuration.learningFrames = DetectionComparison.learningFrames
          return VideoDetector(
            width: width, height: height,
            background: VideoRoomFollower(
              width: width, height: height, channelCount: 1,
              configuration: .init(method: method, tolerance: .cleaned)),
            configuration: configuration)
        }
      )
    }
    + [2, 3].map { count in
      (
        count == 2 ? "difference" : "three-frames",
        { width, height, bodies in
          var configuration = VideoDetector.Configuration.motion
          configuration.mostBodies = bodies
          return VideoMotionDetector(
            width: width, height: height,
            motion: VideoDifference(width: width, height: height, frames: count == 2 ? .two : .three),
            configuration: configuration)
        }
      )
    }

  private static let depthFlow: @Sendable (Camera, Int) -> any Detector<DepthFrame> = { camera, bodies in
    var configuration = BodyDetector.Configuration.motion
    configuration.mostBodies = bodies
    return DepthMotionDetector(
      width: camera.width, height: camera.height,
      motion: DepthFlow(width: camera.width, height: camera.height), configuration: configuration)
  }

  private static let grayFlow: @Sendable (Int, Int, Int) -> any Detector<VideoFrame> = {
    width, height, bodies in
    var configuration = VideoDetector.Configuration.motion
    configuration.mostBodies = bodies
    return VideoMotionDetector(
      width: width, height: height, motion: VideoFlow(width: width, height: height),
      configuration: configuration)
  }
}

extension SyntheticScene.Name {
  /// Dancers in the scene.
  var dancers: Int { self == .crossingDancers ? 2 : 1 }
}
