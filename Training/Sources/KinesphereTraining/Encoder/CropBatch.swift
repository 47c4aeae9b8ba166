import Kinesphere
import KinesphereData
import Torch

/// A batch of augmented crops with their targets, in storage that is reused.
struct CropBatch {
  /// `[batch, 1, 72, 72]`; `[batch, 54]` in units of 10 cm; 1 where a coordinate is labelled, else 0.
  var crops: [Float]
  private(set) var target: [Float]
  private(set) var known: [Float]
  /// `[batch, 72, 72]`: the cell of the unchanged crops, counted over the batch, that each shows; -1: none.
  var sources: [Int32]
  /// How every crop's key-points moved.
  private(set) var moves: [CropMove] = []
  /// Which crops hold a piece of another.
  var mixed: [Bool] = []
  let count: Int

  init(count: Int) {
    self.count = count
    crops = [Float](repeating: 0, count: count * CropSet.pixels)
    target = [Float](repeating: 0, count: count * CropSet.coordinates)
    known = target
    sources = [Int32](repeating: -1, count: count * CropSet.pixels)
  }

  /// Takes the crops `indices` of `set`; sample `i` draws its changes from `generator(i)`, and its noise from `noise(i)`
  /// where that is given.
  mutating func fill(
    from set: CropSet, _ indices: ArraySlice<Int>, augmentation: CropAugmentation,
    generator: (Int) -> SeededGenerator, noise: ((Int) -> SeededGenerator)? = nil
  ) {
    precondition(indices.count == count, "a batch takes as many crops as it has room for")
    let pixels = CropSet.pixels
    let coordinates = CropSet.coordinates
    moves.removeAll(keepingCapacity: true)
    mixed = [Bool](repeating: false, count: count)
    for (row, index) in indices.enumerated() {
      var random = generator(index)
      let move = augmentation.apply(
        crop: set.crops.span.extracting(index * pixels..<(index + 1) * pixels), row: row, using: &random,
        noise: noise?(index), output: &crops, sources: &sources)
      move.apply(
        set.points.span.extracting(index * coordinates..<(index + 1) * coordinates), row: row,
        target: &target, known: &known)
      moves.append(move)
    }
  }

  /// The key-points of crop `row` are unknown from now on.
  mutating func forgetTarget(_ row: Int) {
    for coordinate in row * CropSet.coordinates..<(row + 1) * CropSet.coordinates {
      known[coordinate] = 0
      target[coordinate] = 0
    }
  }

  func cropTensor() throws(TorchError) -> Tensor {
    try Tensor(crops, shape: [count, 1, DepthCrop.size, DepthCrop.size]).channelsInnermost()
  }
}

/// Pictures of parts that follow the crops.
extension CropBatch {
  /// Labels of the augmented crops, `[batch, side, side]`, from those of the unchanged ones, `[batch, 72, 72]`: background where
  /// a crop shows none, left and right exchanged where it is flipped, -1 where ignored. A cell of several pixels takes the
  /// nearest one's.
  func labels(from base: [UInt8], side: Int) -> [Int64] {
    let (size, pixels) = (DepthCrop.size, CropSet.pixels)
    let ratio = size / side
    precondition(
      ratio * side == size && base.count == count * pixels, "labels are 72 x 72, cells share them out")
    var result = [Int64](repeating: 0, count: count * side * side)
    for row in 0..<count {
      for y in 0..<side {
        for x in 0..<side {
          var nearest = row &* pixels &+ y &* ratio &* size &+ x &* ratio
          for i in 0..<ratio {
            for j in 0..<ratio {
              let pixel = row &* pixels &+ (y &* ratio &+ i) &* size &+ x &* ratio &+ j
              if crops[pixel] < crops[nearest] { nearest = pixel }
            }
          }
          result[(row &* side &+ y) &* side &+ x] = label(of: nearest, base)
        }
      }
    }
    return result
  }

  /// Which cells of the crops, `[batch, side, side]`, hold a reading.
  func hasReading(side: Int) -> [Bool] {
    let size = DepthCrop.size
    let ratio = size / side
    return (0..<count * side * side).map { cell in
      let (row, column) = (cell / side, cell % side)
      // Rows run on over the pictures, as `size` is `ratio` sides.
      return (0..<ratio).contains { i in
        (0..<ratio).contains { j in crops[(row * ratio + i) * size + column * ratio + j] < 1 }
      }
    }
  }

  private func label(of pixel: Int, _ base: [UInt8]) -> Int64 {
    let source = Int(sources[pixel])
    guard crops[pixel] < 1, source >= 0 else { return Int64(PartLabels.background) }
    let label = base[source]
    if label == PartLabels.ignored { return -1 }
    return Int64(moves[source / CropSet.pixels].isMirrored ? PartLabels.mirrored(label) : label)
  }

  /// Moves a teacher's key-points, `[batch, 54]` in units of 10 cm in the unchanged crops, as the crops moved; they are the
  /// target now, known where the crop is not mixed.
  mutating func setTarget(_ points: [Float]) {
    let metres = points.map { $0 / 10 }
    for row in 0..<count {
      moves[row].apply(
        metres.span.extracting(row * CropSet.coordinates..<(row + 1) * CropSet.coordinates), row: row,
        target: &target, known: &known)
      guard mixed[row] else { continue }
      for coordinate in row * CropSet.coordinates..<(row + 1) * CropSet.coordinates { known[coordinate] = 0 }
    }
  }
}
