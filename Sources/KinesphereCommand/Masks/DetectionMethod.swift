import ArgumentParser
import Kinesphere

/// How a dancer is found (paper section 3.2).
enum DetectionMethod: String, CaseIterable, ExpressibleByArgument {
  /// What differs from the learned room.
  case subtraction
  /// What differs from the frame before.
  case difference
  /// What differs from the frame before and the frame after.
  case threeFrames = "three-frames"
  /// What moves in the dense optical flow to the frame before.
  case flow

  /// The mask of motion; nil for the one that learns the room.
  var motion: MotionMethod? { MotionMethod(rawValue: rawValue) }
}

/// Those ways to find a dancer that compare frames and learn no room.
enum MotionMethod: String, CaseIterable {
  case difference
  case threeFrames = "three-frames"
  case flow

  /// What moved in depth.
  func depthMask(width: Int, height: Int, isSegmented: Bool = false) -> any MotionMask<DepthFrame> {
    switch self {
    case .difference: DepthDifference(width: width, height: height, frames: .two)
    case .threeFrames: DepthDifference(width: width, height: height, frames: .three)
    case .flow:
      // Behind a dancer who is cut out nothing has readings that could be missing for a while.
      isSegmented
        ? DepthFlow(width: width, height: height, patience: 0) : DepthFlow(width: width, height: height)
    }
  }

  /// What moved in gray or colour.
  func videoMask(width: Int, height: Int) -> any MotionMask<VideoFrame> {
    switch self {
    case .difference: VideoDifference(width: width, height: height, frames: .two)
    case .threeFrames: VideoDifference(width: width, height: height, frames: .three)
    case .flow: VideoFlow(width: width, height: height)
    }
  }
}
