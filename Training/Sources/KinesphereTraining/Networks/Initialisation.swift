import Torch

/// Weights before the first step, drawn from a passed generator so that a seed fixes them.
enum Initialisation {
  /// Even between -bound and bound.
  static func even(
    _ shape: [Int], bound: Float, using generator: inout some RandomNumberGenerator
  ) throws(TorchError) -> Tensor {
    let values = (0..<shape.reduce(1, *)).map { _ in Float.random(in: -bound...bound, using: &generator) }
    return try Tensor(values, shape: shape).requiringGradient()
  }

  /// PyTorch's own start of convolutions and dense layers: even within `1 / sqrt(inputs of one output)`.
  static func kaiming(
    _ shape: [Int], using generator: inout some RandomNumberGenerator
  ) throws(TorchError) -> Tensor {
    let inputs = Float(shape.dropFirst().reduce(1, *))
    return try even(shape, bound: 1 / inputs.squareRoot(), using: &generator)
  }
}
