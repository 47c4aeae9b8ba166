import Kinesphere

/// Takes away what is convention, not error, between two skeletons, as learned on other people's frames.
///
/// Kinect's joints lie elsewhere than the anatomical ones, by a constant and by an amount that follows the pose. An
/// error against Kinect's labels therefore says little of a tracker that was trained on anatomical joints until the
/// convention is mapped. Learn it on training subjects only; scores then state which correction was used.
public enum ConventionCorrection: Sendable {
  /// One offset per key-point, metres in the camera frame.
  case constant([SIMD3<Float>])
  /// A linear map of all 54 coordinates, taken relative to the pose's own mean.
  case linear(LinearMap)

  /// The mean difference between label and prediction of each key-point; zero where none is labelled.
  public static func learnConstant(from pairs: PosePairs) -> ConventionCorrection {
    var sums = [SIMD3<Double>](repeating: .zero, count: KeyPoint.count)
    var counts = [Double](repeating: 0, count: KeyPoint.count)
    for pair in pairs.pairs {
      for point in KeyPoint.allCases where pair.isLabelled(point) {
        sums[point.rawValue] += SIMD3<Double>(pair.label[point] - pair.predicted[point])
        counts[point.rawValue] += 1
      }
    }
    return .constant(zip(sums, counts).map { SIMD3<Float>($0 / max($1, 1)) })
  }

  /// Least squares over the frames whose 18 key-points are all labelled; nil where these are too few.
  public static func learnLinear(from pairs: PosePairs) -> ConventionCorrection? {
    var regression = LeastSquares(inputs: 54, outputs: 54)
    for pair in pairs.pairs where KeyPoint.allCases.allSatisfy(pair.isLabelled) {
      let centre = mean(of: pair.predicted)
      regression.add(coordinates(pair.predicted, from: centre), coordinates(pair.label, from: centre))
    }
    return regression.solution().map(ConventionCorrection.linear)
  }

  /// The pairs with corrected predictions.
  public func callAsFunction(_ pairs: PosePairs) -> PosePairs {
    PosePairs(
      pairs.pairs.map { pair in
        var result = pair
        result.predicted = corrected(pair.predicted)
        return result
      })
  }

  private func corrected(_ pose: Pose) -> Pose {
    var result = pose
    switch self {
    case .constant(let offsets):
      for point in KeyPoint.allCases { result[point] += offsets[point.rawValue] }
    case .linear(let map):
      let centre = Self.mean(of: pose)
      let y = map(Self.coordinates(pose, from: centre))
      for point in KeyPoint.allCases {
        let i = point.rawValue * 3
        result[point] = SIMD3(y[i], y[i + 1], y[i + 2]) + centre
      }
    }
    return result
  }

  private static func mean(of pose: Pose) -> SIMD3<Float> {
    KeyPoint.allCases.reduce(SIMD3<Float>.zero) { $0 + pose[$1] } / Float(KeyPoint.count)
  }

  private static func coordinates(_ pose: Pose, from centre: SIMD3<Float>) -> [Float] {
    KeyPoint.allCases.flatMap { point in
      let p = pose[point] - centre
      return [p.x, p.y, p.z]
    }
  }
}
