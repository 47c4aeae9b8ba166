import Kinesphere

/// What anybody would get without a network: two predictions that a regressor must beat.
///
/// Both are learned on the training subjects' frames and are relative to the body's middle in each frame, as the networks'
/// outputs are.
struct KeyPointBaselines {
  /// Observations of the seven channels that the regression reads, as many as the paper's window.
  static let window = 100

  private var sums = [SIMD3<Double>](repeating: .zero, count: KeyPoint.count)
  private var counts = [Double](repeating: 0, count: KeyPoint.count)
  private var regression = LeastSquares(inputs: window * MotionChannels.count, outputs: LSTMCNN.outputs)

  /// Learns from a training subject's recording.
  mutating func learn(_ recording: ObservedRecording) {
    for (index, frame) in recording.frames.enumerated() {
      let label = frame.pair.label
      for point in KeyPoint.allCases where !label[point].x.isNaN {
        sums[point.rawValue] += SIMD3<Double>(label[point] - frame.centre)
        counts[point.rawValue] += 1
      }
      guard KeyPoint.allCases.allSatisfy({ !label[$0].x.isNaN }) else { continue }
      regression.add(
        Self.window(endingAt: index, of: recording.frames),
        KeyPoint.allCases.flatMap { point in
          let offset = label[point] - frame.centre
          return [offset.x, offset.y, offset.z]
        })
    }
  }

  /// The mean label of every key-point, in every frame.
  func meanPose(_ recording: ObservedRecording) -> [PosePairs.Pair] {
    let mean = zip(sums, counts).map { SIMD3<Float>($0 / max($1, 1)) }
    return recording.frames.map { frame in
      var pair = frame.pair
      for point in KeyPoint.allCases { pair.predicted[point] = mean[point.rawValue] + frame.centre }
      return pair
    }
  }

  /// Linear regression from the window of channels to the 54 coordinates.
  struct Regression {
    let map: LinearMap

    func callAsFunction(_ recording: ObservedRecording) -> [PosePairs.Pair] {
      recording.frames.indices.map { index in
        let frame = recording.frames[index]
        let y = map(KeyPointBaselines.window(endingAt: index, of: recording.frames))
        var pair = frame.pair
        for point in KeyPoint.allCases {
          let i = point.rawValue * 3
          pair.predicted[point] = SIMD3(y[i], y[i + 1], y[i + 2]) + frame.centre
        }
        return pair
      }
    }
  }

  /// Nil where the training frames are too few. A ridge of a thousandth holds the 700 weights down: neighbouring frames
  /// say nearly the same.
  func linearRegression() -> Regression? { regression.solution(ridge: 1e-3).map(Regression.init) }

  /// `[100, 7]`; before the recording's start its first observation is repeated.
  private static func window(endingAt last: Int, of frames: [ObservedRecording.Frame]) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(window * MotionChannels.count)
    for index in last - window + 1...last {
      let values = frames[max(0, index)].channels
      for channel in 0..<MotionChannels.count { result.append(values[channel]) }
    }
    return result
  }
}
