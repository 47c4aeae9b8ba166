import Kinesphere

extension NetworkWeights {
  /// The networks, ready for a ``PoseTracker``. Throws where a tensor does not fit.
  public func makePoseNetwork() throws(WeightsError) -> PoseNetwork {
    let lstmcnn = try makeLSTMCNN()
    let encoder = try makeEncoder()
    let segmenter = try makeSegmenter()
    do {
      return try PoseNetwork(lstmcnn: lstmcnn, encoder: encoder, segmenter: segmenter)
    } catch {
      throw WeightsError(
        .mismatch, file: source, expected: "networks that this version tracks with", actual: "\(error)")
    }
  }
}
