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

  /// The pairs of some subjects.
  public func of(subjects: Set<Int>) -> PosePairs {
    PosePairs(pairs.filter { subjects.contains($0.subject) })
  }

  /// Both sides relative to the mean of their own labelled key-points: what can be scored where a data set's
  /// absolute depth is not metric (MSR-Action3D).
  public func relativeToCentre() -> PosePairs {
    PosePairs(
      pairs.map { pair in
        var sum = (SIMD3<Float>.zero, SIMD3<Float>.zero)
        var count: Float = 0
        for point in KeyPoint.allCases where pair.isLabelled(point) {
          sum.0 += pair.predicted[point]
          sum.1 += pair.label[point]
          count += 1
        }
        guard count > 0 else { return pair }
        var result = pair
        for point in KeyPoint.allCases {
          result.predicted[point] -= sum.0 / count
          result.label[point] -= sum.1 / count
        }
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
