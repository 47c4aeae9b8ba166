import Torch

/// How a network is run: learning, with the statistics of the batch, or answering, with the running ones.
struct Pass {
  let training: Bool
  /// Share of the way that running statistics move to the batch's while learning.
  let momentum: Double
}

/// A convolution without bias, batch normalisation and, where asked, ReLU: what most networks consist of.
///
/// `[n, in, h, w]` to `[n, out, h', w']`; the padding keeps the size at stride 1. Files call its tensors `.weight`,
/// `.norm.weight`, `.norm.bias`, `.norm.mean` and `.norm.variance`, or folded `.weight` and `.bias`.
struct NormalisedConvolution {
  let convolution: Convolution
  let normalisation: BatchNormalisation
  let isRectified: Bool

  init(_ convolution: Convolution, rectified: Bool = true) throws(TorchError) {
    self.convolution = convolution
    normalisation = try BatchNormalisation(channels: convolution.weight.shape[0])
    isRectified = rectified
  }

  /// Starts even within `1 / sqrt(inputs of one output)`. `kernel` is odd.
  init(
    _ inputs: Int, _ outputs: Int, kernel: Int = 1, stride: Int = 1, dilation: Int = 1, groups: Int = 1,
    rectified: Bool = true, using generator: inout some RandomNumberGenerator
  ) throws(TorchError) {
    let shape = [outputs, inputs / groups, kernel, kernel]
    let bound = 1 / Double(shape.dropFirst().reduce(1, *)).squareRoot()
    let weight = try Tensor(evenWithin: bound, shape: shape, seed: generator.next()).requiringGradient()
    try self.init(
      Convolution(
        weight: weight, bias: nil, stride: stride, padding: dilation * (kernel / 2), dilation: dilation,
        groups: groups),
      rectified: rectified)
  }

  func callAsFunction(_ x: Tensor, _ pass: Pass) throws(TorchError) -> Tensor {
    let y = try normalisation(convolution(x), training: pass.training, momentum: pass.momentum)
    return isRectified ? try y.reluInPlace() : y
  }

  /// All its numbers, under a name.
  func state(_ name: String) -> [NamedTensor] {
    [
      NamedTensor("\(name).weight", convolution.weight),
      NamedTensor("\(name).norm.weight", normalisation.weight),
      NamedTensor("\(name).norm.bias", normalisation.bias),
      NamedTensor("\(name).norm.mean", normalisation.mean, isTrained: false),
      NamedTensor("\(name).norm.variance", normalisation.variance, isTrained: false),
    ]
  }
}
