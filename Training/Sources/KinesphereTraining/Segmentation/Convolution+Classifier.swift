import Torch

extension Convolution {
  /// A 1x1 convolution with bias to one logit per class, started as PyTorch does: weights even within
  /// `1 / sqrt(inputs)`; the bias starts at 0.
  static func classifier(
    _ inputs: Int, _ classes: Int, using generator: inout some RandomNumberGenerator
  ) throws(TorchError) -> Convolution {
    let weight = try Tensor(
      evenWithin: 1 / Double(inputs).squareRoot(), shape: [classes, inputs, 1, 1], seed: generator.next())
    return Convolution(
      weight: try weight.requiringGradient(),
      bias: try Tensor(repeating: 0, shape: [classes]).requiringGradient(), padding: 0)
  }

  /// Weight and, where there is one, bias, under a name.
  func state(_ name: String) -> [NamedTensor] {
    [NamedTensor("\(name).weight", weight)] + (bias.map { [NamedTensor("\(name).bias", $0)] } ?? [])
  }
}
