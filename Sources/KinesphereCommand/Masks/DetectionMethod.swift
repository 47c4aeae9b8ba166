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
