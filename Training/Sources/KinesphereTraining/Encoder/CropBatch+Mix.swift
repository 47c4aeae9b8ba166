import Kinesphere
import KinesphereData

/// Pieces of other crops in the crops of a batch (CutMix, Yun et al. 2019, arXiv 1905.04899).
extension CropBatch {
  /// What one crop takes from another.
  struct Piece {
    let donor: Int
    /// Pixels of the crop, 0 ..< 5184, that show the donor's.
    let pixels: [Int]
  }

  /// For each crop a piece of another, or with a chance of 1 - `chance` none: a rectangle of 12 to 36 pixels a side, or `onBody`
  /// the donor's body inside a rectangle about one of its pixels, where it is in front.
  func pieces(chance: Float, onBody: Bool, using generator: inout SeededGenerator) -> [Piece?] {
    guard chance > 0, count > 1 else { return [] }
    let size = DepthCrop.size
    return (0..<count).map { row in
      let donor = (row + 1 + generator.index(below: count - 1)) % count
      let (width, height) = (12 + generator.index(below: 25), 12 + generator.index(below: 25))
      var left = generator.index(below: size - width)
      var top = generator.index(below: size - height)
      guard generator.chance(chance) else { return nil }
      let (own, other) = (row * CropSet.pixels, donor * CropSet.pixels)
      if onBody {
        let body = (0..<CropSet.pixels).filter { crops[other + $0] < 1 }
        guard !body.isEmpty else { return nil }
        let middle = body[generator.index(below: body.count)]
        left = min(max(0, middle % size - width / 2), size - width)
        top = min(max(0, middle / size - height / 2), size - height)
      }
      let rectangle = (top..<top + height).flatMap { y in (left..<left + width).map { y * size + $0 } }
      guard onBody else { return Piece(donor: donor, pixels: rectangle) }
      let inFront = rectangle.filter { crops[other + $0] < 1 && crops[other + $0] <= crops[own + $0] }
      return inFront.isEmpty ? nil : Piece(donor: donor, pixels: inFront)
    }
  }

  /// Puts the pieces in. A mixed crop's key-points count as unknown: another's limb is not the dancer's. Views of one geometry take
  /// the pieces of one of them, so that they go on showing the same.
  mutating func mix(_ pieces: [Piece?]) {
    let (before, places) = (crops, sources)
    for (row, piece) in pieces.enumerated() {
      guard let piece else { continue }
      mixed[row] = true
      for pixel in piece.pixels {
        crops[row * CropSet.pixels + pixel] = before[piece.donor * CropSet.pixels + pixel]
        sources[row * CropSet.pixels + pixel] = places[piece.donor * CropSet.pixels + pixel]
      }
      forgetTarget(row)
    }
  }
}
