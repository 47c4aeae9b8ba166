import Kinesphere
import Torch

/// Between training, where a normalisation stands behind each convolution, and the runtime, where none does.
extension NormalisedConvolution {
  /// Appends weight and bias with the normalisation folded in: `w' = w g / sqrt(v + 1e-5)`,
  /// `b' = b - m g / sqrt(v + 1e-5)`.
  func fold(_ name: String, into block: inout Parameters) throws {
    let gains = try zip(normalisation.weight.floats(), normalisation.variance.floats()).map {
      $0 / ($1 + BatchNormalisation.epsilon).squareRoot()
    }
    var weight = try convolution.weight.floats()
    let inner = weight.count / gains.count
    for position in weight.indices { weight[position] *= gains[position / inner] }
    let means = try normalisation.mean.floats()
    let shifts = try normalisation.bias.floats()
    let bias = gains.indices.map { shifts[$0] - means[$0] * gains[$0] }
    block.append("\(name).weight", shape: convolution.weight.shape, values: weight)
    block.append("\(name).bias", shape: [gains.count], values: bias)
  }

  /// Takes folded weights and a normalisation that changes nothing on these inputs: its statistics are those of the
  /// convolution's output there, its gain is their deviation, and its bias is their mean and the folded bias. Returns the
  /// layer's output.
  func unfold(_ name: String, from block: Parameters, file: String, inputs x: Tensor) throws -> Tensor {
    try convolution.weight.load("\(name).weight", from: block, file: file)
    let folded = try Tensor(repeating: 0, shape: normalisation.bias.shape)
    try folded.load("\(name).bias", from: block, file: file)
    return try Engine.withoutGradients {
      let output = try convolution(x)
      _ = try normalisation(output, training: true, momentum: 1)
      let variance = try normalisation.variance.floats()
      try normalisation.weight.set(variance.map { ($0 + BatchNormalisation.epsilon).squareRoot() })
      let means = try normalisation.mean.floats()
      try normalisation.bias.set(zip(means, folded.floats()).map { $0 + $1 })
      let y = try normalisation(output, training: false)
      return isRectified ? try y.relu() : y
    }
  }
}
