import Kinesphere

/// Predicted poses beside their labels: what every key-point score is computed from.
///
/// Frames without a prediction or without a label are left out before, and counted by whoever leaves them out.
public struct PosePairs: Sendable {
  /// One frame of one recording.
  public struct Pair: Sendable {
    /// Metres in the camera frame.
    public var predicted: Pose
    /// Metres in the camera frame; NaN where a key-point has no label.
    public var label: Pose
    /// Whose frame it is: scores are given per subject before the mean.
    public var subject: Int

    public init(predicted: Pose, label: Pose, subject: Int) {
      self.predicted = predicted
      self.label = label
      self.subject = subject
    }
  }

  public var pairs: [Pair]

  public init(_ pairs: [Pair] = []) { self.pairs = pairs }

  /// Both sides relative to their own pelvis, which thus has no error and is no longer counted: what can be scored where a
  /// data set's absolute depth is not metric (MSR-Action3D). Pairs without a labelled pelvis are left out.
  public func relativeToRoot() -> PosePairs {
    PosePairs(
      pairs.compactMap { pair in
        guard pair.isLabelled(.pelvis) else { return nil }
        var result = pair
        for point in KeyPoint.allCases {
          result.predicted[point] -= pair.predicted[.pelvis]
          result.label[point] -= pair.label[.pelvis]
        }
        result.label[.pelvis] = SIMD3(repeating: .nan)
        return result
      })
  }
}

extension PosePairs.Pair {
  /// True where this key-point has both a label and a prediction.
  public func isLabelled(_ point: KeyPoint) -> Bool {
    !(label[point].x.isNaN || predicted[point].x.isNaN)
  }
}

extension PosePairs {
  /// Anatomical predictions moved to where Kinect v1 puts its key-points, for a camera that mirrors, as those of
  /// MSR-Action3D and UTD-MHAD do.
  public func inKinectConvention() -> PosePairs {
    PosePairs(
      pairs.map { pair in
        var result = pair
        result.predicted = KinectConvention.pose(from: pair.predicted, isMirrored: true)
        return result
      })
  }
}
