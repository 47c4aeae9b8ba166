import KinesphereEvaluation
import Torch

/// Motion maps into a convolutional network, key-points into the paper's LSTM-CNN, both side by side into one dense layer.
///
/// Maps: three times 3 x 3 convolution, ReLU and the largest of 2 x 2 (32, 64, 64 channels), a dense layer to 128. Key-points: an LSTM of
/// 64 whose last output is an 8 x 8 plane, 8, 16 and 64 convolutions as in doi:10.3389/fnbot.2026.1743288, section 3.3, 1,024
/// numbers. Dropout of a half before the last layer. About 0.35 million weights.
struct FusionNetwork {
  static let hidden = 64
  /// In the order of ``shapes(classes:)``.
  let tensors: [Tensor]

  static func shapes(classes: Int) -> [[Int]] {
    let inputs = FusionDescriber.stepWidth
    let plane = FusionDescriber.side / 8
    return [
      [32, FusionDescriber.pictures, 3, 3], [32], [64, 32, 3, 3], [64], [64, 64, 3, 3], [64],
      [128, 64 * plane * plane], [128],
      [4 * hidden, inputs], [4 * hidden, hidden], [4 * hidden], [4 * hidden],
      [8, 1, 3, 3], [8], [16, 8, 3, 3], [16], [64, 16, 3, 3], [64],
      [classes, 128 + 1024], [classes],
    ]
  }

  init(_ tensors: [Tensor]) { self.tensors = tensors }

  /// Weights even within the root of three over the inputs of an output; the LSTM's within one over the root of its units; constants 0.
  init(classes: Int, using generator: inout some RandomNumberGenerator) throws {
    tensors = try Self.shapes(classes: classes).enumerated().map { index, shape in
      let fan = Float(shape.dropFirst().reduce(1, *))
      let isLSTM = (8...11).contains(index)
      let bound = isLSTM ? 1 / Float(Self.hidden).squareRoot() : (3 / fan).squareRoot()
      let isConstant = shape.count == 1 && !isLSTM
      let numbers = (0..<shape.reduce(1, *)).map { _ in
        isConstant ? 0 : Float.random(in: -bound...bound, using: &generator)
      }
      return try Tensor(numbers, shape: shape).requiringGradient()
    }
  }

  /// `pictures` `[n, 21, side, side]` and `steps` `[n, steps, stepWidth]` to logits `[n, classes]`.
  func callAsFunction(_ pictures: Tensor, _ steps: Tensor, training: Bool) throws -> Tensor {
    let t = tensors
    let count = pictures.shape[0]
    var x = pictures
    for layer in stride(from: 0, to: 6, by: 2) {
      x = try Convolution(weight: t[layer], bias: t[layer + 1], padding: 1)(x).relu().maxPooled(2)
    }
    let seen = try Linear(weight: t[6], bias: t[7])(x.reshaped([count, -1])).relu()
    let lstm = LSTM(
      inputWeight: t[8], stateWeight: t[9], inputBias: t[10], stateBias: t[11], hidden: Self.hidden)
    let last = try lstm(steps, training: training).selecting(FusionDescriber.steps - 1, of: 1)
    var plane = try Convolution(weight: t[12], bias: t[13], padding: 1)(last.reshaped([-1, 1, 8, 8]))
      .relu().maxPooled(2)
    for layer in [14, 16] {
      plane = try Convolution(weight: t[layer], bias: t[layer + 1], padding: 1)(plane).relu()
    }
    let fused = try Tensor.concatenating([seen, plane.reshaped([count, -1])], dimension: 1)
    return try Linear(weight: t[18], bias: t[19])(fused.dropout(0.5, training: training))
  }
}
