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
    let lstmcnn = LSTMCNN.Configuration(inputs: NetworkWeights.inputs(of: .crop))
    var parameters = TrainableLSTMCNN.zeros(lstmcnn)
    let own = try folded()
    for entry in own.entries {
      parameters.append(
        entry.name, shape: entry.shape, values: Array(own.values[entry.offset..<entry.offset + entry.count]))
    }
    return NetworkWeights(
      configuration: .init(preset: .crop, skeleton: skeleton, lstmcnn: lstmcnn, encoder: configuration),
      parameters: parameters)
  }
}
