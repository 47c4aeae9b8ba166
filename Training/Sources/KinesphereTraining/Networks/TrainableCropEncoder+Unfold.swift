import Kinesphere
import KinesphereData
import Torch

extension TrainableCropEncoder {
  /// Takes folded weights, as weights files hold them, and gives every layer a normalisation that changes nothing on
  /// these crops: its statistics are those of the layer's own output there, its gain is their deviation, and its bias is
  /// their mean and the folded bias. Training can then go on from weights that are only published folded.
  ///
  /// Reads up to 256 crops, evenly spread over the set.
  func unfold(_ block: Parameters, file: String, crops: CropSet) throws {
    try votes.weight.load("encoder.votes.weight", from: block, file: file)
    try votes.bias?.load("encoder.votes.bias", from: block, file: file)
    var x = try sample(crops)
    for (index, (convolution, normalisation)) in zip(convolutions, normalisations).enumerated() {
      try convolution.weight.load("encoder.layer\(index).weight", from: block, file: file)
      let folded = try Tensor(repeating: 0, shape: normalisation.bias.shape)
      try folded.load("encoder.layer\(index).bias", from: block, file: file)
      x = try Engine.withoutGradients {
        let output = try convolution(x)
        _ = try normalisation(output, training: true, momentum: 1)
        let variance = try normalisation.variance.floats()
        try normalisation.weight.set(variance.map { ($0 + BatchNormalisation.epsilon).squareRoot() })
        let means = try normalisation.mean.floats()
        try normalisation.bias.set(zip(means, folded.floats()).map { $0 + $1 })
        return try normalisation(output, training: false).relu()
      }
    }
  }

  private func sample(_ crops: CropSet) throws -> Tensor {
    let count = min(256, crops.count)
    var batch = CropBatch(count: count)
    batch.fill(from: crops, (0..<count).map { $0 * crops.count / count }[...], augmentation: .none) {
      SeededGenerator(seed: UInt64($0))
    }
    return try batch.cropTensor()
  }
}
