import Kinesphere
import Torch

extension TrainablePartHead {
  /// Appends the weights as the runtime reads them, `parts.*`, with batch normalisation folded into each convolution.
  public func fold(into block: inout Parameters) throws {
    for (name, layer) in layers { try layer.fold(name, into: &block) }
    for entry in classify.state("parts.classify") {
      block.append(entry.name, shape: entry.tensor.shape, values: try entry.tensor.floats())
    }
  }

  /// Takes folded weights, and gives every layer a normalisation that changes nothing on these features: those of the
  /// encoder's last and low-level layers.
  func unfold(_ block: Parameters, file: String, features: Tensor, lowLevel: Tensor) throws {
    for entry in classify.state("parts.classify") {
      try entry.tensor.load(entry.name, from: block, file: file)
    }
    try Engine.withoutGradients {
      _ = try logits(features, lowLevel: lowLevel) { layer, name, x in
        try layer.unfold(name, from: block, file: file, inputs: x)
      }
    }
  }
}
