import Torch

/// How a network is run.
public struct Pass: Sendable {
  /// Normalises by the statistics of the batch; otherwise by the running ones.
  let training: Bool
  /// Share of the way that running statistics move to the batch's.
  let momentum: Double
  /// Drops numbers at random, where the network does that.
  let drops: Bool

  /// Learning: the batch's statistics and dropout.
  public static let learning = Pass(training: true, momentum: 0.1, drops: true)
  /// Answering like a network in use, with its running statistics.
  public static let answering = Pass(training: false, momentum: 0, drops: false)

  /// The batch's statistics without dropout: a teacher's answers, or statistics taken anew.
  public static func observing(momentum: Double = 0.1) -> Pass {
    Pass(training: true, momentum: momentum, drops: false)
  }

  init(training: Bool, momentum: Double, drops: Bool? = nil) {
    (self.training, self.momentum, self.drops) = (training, momentum, drops ?? training)
  }
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
