import Kinesphere
import KinesphereData
import Torch

extension TrainableCropEncoder {
  /// Takes folded weights, as weights files hold them, and gives every layer a normalisation that changes nothing on
  /// these crops. Training can then go on from weights that are only published folded.
  ///
  /// Reads up to 256 crops, evenly spread over the set.
  func unfold(_ block: Parameters, file: String, crops: CropSet) throws {
    try votes.weight.load("encoder.votes.weight", from: block, file: file)
    try votes.bias?.load("encoder.votes.bias", from: block, file: file)
    var x = try sample(crops)
    for (index, layer) in layers.enumerated() {
      x = try layer.unfold("encoder.layer\(index)", from: block, file: file, inputs: x)
    }
  }

  /// Up to 256 crops, evenly spread over the set.
  func sample(_ crops: CropSet) throws -> Tensor {
    let count = min(256, crops.count)
    var batch = CropBatch(count: count)
    batch.fill(from: crops, (0..<count).map { $0 * crops.count / count }[...], augmentation: .none) {
      SeededGenerator(seed: UInt64($0))
    }
    return try batch.cropTensor()
  }
}
