import CTorch

/// A 2-D convolution: `x [n, in, h, w]`, weight `[out, in / groups, k, k]`, bias `[out]` or none.
public struct Convolution {
  public let weight: Tensor
  public let bias: Tensor?
  public let stride: Int
  public let padding: Int
  /// Distance of two taps in pixels: above 1, a dilated (atrous) convolution.
  public let dilation: Int
  /// Parts that the channels fall into, each of which sees its own inputs only: as many as inputs, a depthwise
  /// convolution.
  public let groups: Int

  public init(
    weight: Tensor, bias: Tensor?, stride: Int = 1, padding: Int, dilation: Int = 1, groups: Int = 1
  ) {
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
  }

  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try Tensor(
      ct_convolution(
        x.handle, weight.handle, bias?.handle, Int64(stride), Int64(padding), Int64(dilation), Int64(groups)),
      "convolution")
  }
}

/// Batch normalisation: `(x - mean) / sqrt(variance + 1e-5) * weight + bias` per channel.
///
/// While training, mean and variance are the batch's, and the running ones move towards them by `momentum`.
/// One disturbance shared by a whole batch is normalised away: draw augmentations per image.
public struct BatchNormalisation {
  public let weight: Tensor
  public let bias: Tensor
  public let mean: Tensor
  public let variance: Tensor
  /// Added to the variance.
  public static let epsilon: Float = 1e-5

  public init(channels: Int) throws(TorchError) {
    weight = try Tensor(repeating: 1, shape: [channels]).requiringGradient()
    bias = try Tensor(repeating: 0, shape: [channels]).requiringGradient()
    mean = try Tensor(repeating: 0, shape: [channels])
    variance = try Tensor(repeating: 1, shape: [channels])
  }

  public func callAsFunction(
    _ x: Tensor, training: Bool, momentum: Double = 0.1
  ) throws(TorchError) -> Tensor {
    try Tensor(
      ct_batch_norm(
        x.handle, weight.handle, bias.handle, mean.handle, variance.handle, training ? 1 : 0, momentum),
      "batch norm")
  }
}

/// `x W^T + b`: `x [n, in]`, weight `[out, in]`, bias `[out]`.
public struct Linear {
  public let weight: Tensor
  public let bias: Tensor

  public init(weight: Tensor, bias: Tensor) {
    self.weight = weight
    self.bias = bias
  }

  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try Tensor(ct_linear(x.handle, weight.handle, bias.handle), "linear")
  }
}

/// A long short-term memory of one layer; gates in PyTorch's order i, f, g, o.
public struct LSTM {
  /// `[4 hidden, inputs]`, `[4 hidden, hidden]`, `[4 hidden]`, `[4 hidden]`.
  public let inputWeight, stateWeight, inputBias, stateBias: Tensor
  public let hidden: Int

  public init(inputWeight: Tensor, stateWeight: Tensor, inputBias: Tensor, stateBias: Tensor, hidden: Int) {
    self.inputWeight = inputWeight
    self.stateWeight = stateWeight
    self.inputBias = inputBias
    self.stateBias = stateBias
    self.hidden = hidden
  }

  /// Every hidden state `[n, steps, hidden]` for `x [n, steps, inputs]`, from a zero state.
  public func callAsFunction(_ x: Tensor, training: Bool) throws(TorchError) -> Tensor {
    try Tensor(
      ct_lstm(
        x.handle, inputWeight.handle, stateWeight.handle, inputBias.handle, stateBias.handle, Int64(hidden),
        training ? 1 : 0),
      "LSTM")
  }
}

extension Tensor {
  /// Sets a share of the numbers to zero and divides the others by what is left, while training only.
  public func dropout(_ share: Double, training: Bool) throws(TorchError) -> Tensor {
    try Tensor(ct_dropout(handle, share, training ? 1 : 0), "dropout")
  }
}
