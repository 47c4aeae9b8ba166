import Kinesphere
import KinesphereData
import Torch

/// A batch of augmented crops with their targets, in storage that is reused.
struct CropBatch {
  /// `[batch, 1, 72, 72]`; `[batch, 54]` in units of 10 cm; 1 where a coordinate is labelled, else 0.
  private(set) var crops: [Float]
  private(set) var target: [Float]
  private(set) var known: [Float]
  let count: Int

  init(count: Int) {
    self.count = count
    crops = [Float](repeating: 0, count: count * CropSet.pixels)
    target = [Float](repeating: 0, count: count * CropSet.coordinates)
    known = target
  }

  /// Takes the crops `indices` of `set`; sample `i` draws its changes from `generator(i)`.
  mutating func fill(
    from set: CropSet, _ indices: ArraySlice<Int>, augmentation: CropAugmentation,
    generator: (Int) -> SeededGenerator
  ) {
    precondition(indices.count == count, "a batch takes as many crops as it has room for")
    let pixels = CropSet.pixels
    let coordinates = CropSet.coordinates
    for (row, index) in indices.enumerated() {
      var random = generator(index)
      augmentation.apply(
        crop: set.crops.span.extracting(index * pixels..<(index + 1) * pixels),
        points: set.points.span.extracting(index * coordinates..<(index + 1) * coordinates), row: row,
        using: &random, output: &crops, target: &target, known: &known)
    }
  }

  func cropTensor() throws(TorchError) -> Tensor {
    try Tensor(crops, shape: [count, 1, DepthCrop.size, DepthCrop.size]).channelsInnermost()
  }
}
