import Kinesphere

extension NetworkWeights {
  /// Both networks, ready for a ``PoseTracker``. Throws where a tensor does not fit.
  public func makePoseNetwork() throws(WeightsError) -> PoseNetwork {
    let lstmcnn = try makeLSTMCNN()
    let encoder = try makeEncoder()
    do {
      return try PoseNetwork(lstmcnn: lstmcnn, encoder: encoder)
    } catch {
      throw WeightsError(
        .mismatch, file: source, expected: "networks that this version tracks with", actual: "\(error)")
    }
  }
}
