import Foundation
import Kinesphere
import KinesphereData
import Torch

extension TrainableCropEncoder {
  /// Folds batch normalisation into each convolution: `w' = w g / sqrt(v + 1e-5)`, `b' = b - m g / sqrt(v + 1e-5)`.
  public func folded() throws -> Parameters {
    var block = Parameters()
    for (index, (convolution, normalisation)) in zip(convolutions, normalisations).enumerated() {
      let gains = try zip(normalisation.weight.floats(), normalisation.variance.floats()).map {
        $0 / ($1 + BatchNormalisation.epsilon).squareRoot()
      }
      var weight = try convolution.weight.floats()
      let inner = weight.count / gains.count
      for position in weight.indices { weight[position] *= gains[position / inner] }
      let means = try normalisation.mean.floats()
      let shifts = try normalisation.bias.floats()
      let bias = gains.indices.map { shifts[$0] - means[$0] * gains[$0] }
      block.append("encoder.layer\(index).weight", shape: convolution.weight.shape, values: weight)
      block.append("encoder.layer\(index).bias", shape: [gains.count], values: bias)
    }
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
