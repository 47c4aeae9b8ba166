import Foundation
import Kinesphere
import KinesphereData
import Torch

extension TrainableCropEncoder {
  /// The weights as the runtime reads them, with batch normalisation folded into each convolution.
  public func folded() throws -> Parameters {
    var block = Parameters()
    for (index, layer) in layers.enumerated() { try layer.fold("encoder.layer\(index)", into: &block) }
    block.append("encoder.votes.weight", shape: votes.weight.shape, values: try votes.weight.floats())
    if let bias = votes.bias {
      block.append("encoder.votes.bias", shape: bias.shape, values: try bias.floats())
    }
    return block
  }

  /// A whole model for the runtime: this encoder, with an LSTM-CNN of zeros behind it, which adds nothing.
  func exported(skeleton: NetworkWeights.Skeleton) throws -> NetworkWeights {
    try NetworkWeights.observing(folded(), skeleton: skeleton, encoder: configuration)
  }
}

extension TrainablePartPose {
  /// A whole model for the runtime, likewise.
  func exported(skeleton: NetworkWeights.Skeleton) throws -> NetworkWeights {
    try NetworkWeights.observing(
      folded(), skeleton: skeleton, encoder: encoder.configuration, parts: head.configuration)
  }
}

extension NetworkWeights {
  /// Observing networks with an LSTM-CNN of zeros behind them.
  fileprivate static func observing(
    _ block: Parameters, skeleton: Skeleton, encoder: CropEncoder.Configuration,
    parts: PartSegmenterConfiguration? = nil
  ) -> NetworkWeights {
    let preset: Preset = parts == nil ? .crop : .parts
    let lstmcnn = LSTMCNN.Configuration(inputs: inputs(of: preset))
    var parameters = TrainableLSTMCNN.zeros(lstmcnn)
    for entry in block.entries {
      parameters.append(
        entry.name, shape: entry.shape,
        values: Array(block.values[entry.offset..<entry.offset + entry.count]))
    }
    return NetworkWeights(
      configuration: .init(
        preset: preset, skeleton: skeleton, lstmcnn: lstmcnn, encoder: encoder, parts: parts),
      parameters: parameters)
  }
}
