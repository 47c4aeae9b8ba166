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

  var learnsRoom: Bool { self == .subtraction }
}

extension DetectionMethod {
  /// What moved in depth; for methods that learn no room.
  func depthMotion(width: Int, height: Int, isSegmented: Bool = false) -> any MotionMask<DepthFrame> {
    switch self {
    case .subtraction, .difference: DepthDifference(width: width, height: height, frames: .two)
    case .threeFrames: DepthDifference(width: width, height: height, frames: .three)
    case .flow:
      // Behind a dancer who is cut out nothing has readings that could be missing for a while.
      isSegmented
        ? DepthFlow(width: width, height: height, patience: 0) : DepthFlow(width: width, height: height)
    }
  }

  /// What moved in gray or colour; for methods that learn no room.
  func videoMotion(width: Int, height: Int) -> any MotionMask<VideoFrame> {
    switch self {
    case .subtraction, .difference: VideoDifference(width: width, height: height, frames: .two)
    case .threeFrames: VideoDifference(width: width, height: height, frames: .three)
    case .flow: VideoFlow(width: width, height: height)
    }
  }
}
