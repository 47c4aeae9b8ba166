import CKernels

/// Where the 18 parts of the body lie in one crop, how far they reach and how sure that is: 126 numbers, which the preset
/// `parts` observes beside the encoder's key-points.
///
/// Seven numbers a part, parts in their order: the centroid x, y, z and the standard deviations along x, y, z, in units
/// of 10 cm relative to the crop's centre (x to the right, y upwards, as ``CropEncoder`` has them; z away from the
/// camera), then a confidence of 0 to 1. With p = the softmax of a cell's logits and z the least of the crop's values in
/// it times its half-size, over the cells that hold any of the body (a crop value below 1), m = Σ p, centroid =
/// Σ p (x, y, z) / m, deviation = √(Σ p (place - centroid)² / m), confidence = min(1, m / 4). Where m < 0.05 all seven
/// are 0.
public struct PartObservation: Sendable {
  /// Parts of a body.
  public static let partCount = 18
  /// Numbers of one part.
  public static let numbersPerPart = 7
  /// Numbers in all.
  public static let count = partCount * numbersPerPart

  /// All numbers, `[18, 7]`.
  public private(set) var numbers = InlineArray<126, Float>(repeating: 0)

  /// That of an empty crop: all zeros.
  public init() {}

  /// From logits that someone else computed, `[side * side, 19]`, and the crop, `[size, size]` row-major, where `side`
  /// divides `size`. Allocates; on the live path use ``PartSegmenter``.
  public init(
    logits: Span<Float>, side: Int, crop: Span<Float>, size: Int = DepthCrop.size,
    halfSize: Float = DepthCrop.halfSize
  ) {
    self.init(logits: logits, side: side, crop: crop, size: size, halfSize: halfSize, level: .current)
  }

  /// The same on a chosen CPU level.
  package init(
    logits: Span<Float>, side: Int, crop: Span<Float>, size: Int, halfSize: Float, level: CPULevel
  ) {
    let classes = PartSegmenterConfiguration.classCount
    precondition(logits.count == side * side * classes, "there are 19 logits in every cell")
    let cells = side * side * Int(KS_PART_ROW)
    var buffer = KernelBuffer(count: cells + side * side * Int(KS_PART_SCRATCH))
    buffer.withMutablePointer { buffer in
      for lane in 0..<cells {
        let (cell, index) = (lane / Int(KS_PART_ROW), lane % Int(KS_PART_ROW))
        buffer[lane] = index < classes ? logits[cell * classes + index] : -1e30
      }
      measure(
        logits: buffer, side: side, crop: crop, size: size, halfSize: halfSize, scratch: buffer + cells,
        level: level)
    }
  }

  /// The middle of a part, in units of 10 cm relative to the crop's centre.
  public func centroid(ofPart part: Int) -> SIMD3<Float> { vector(part * Self.numbersPerPart) }

  /// The standard deviations of a part, in units of 10 cm.
  public func extent(ofPart part: Int) -> SIMD3<Float> { vector(part * Self.numbersPerPart + 3) }

  /// How much of a part is seen, 0 to 1: 1 from four cells on.
  public func confidence(ofPart part: Int) -> Float { numbers[part * Self.numbersPerPart + 6] }

  private func vector(_ start: Int) -> SIMD3<Float> {
    SIMD3(numbers[start], numbers[start + 1], numbers[start + 2])
  }

  /// From padded logits, `[side * side, 32]`.
  mutating func measure(
    logits: UnsafePointer<Float>, side: Int, crop: Span<Float>, size: Int, halfSize: Float,
    scratch: UnsafeMutablePointer<Float>, level: CPULevel
  ) {
    precondition(side > 0 && size % side == 0, "a cell is a whole block of the crop's pixels")
    precondition(crop.count == size * size, "the crop is of the stated size")
    var span = numbers.mutableSpan
    span.withUnsafeMutableBufferPointer { numbers in
      crop.withUnsafeBufferPointer { crop in
        // Neither is empty, so there are addresses.
        ks_part_moments(
          level.rawValue, logits, Int32(side), crop.baseAddress.unsafelyUnwrapped, Int32(size), halfSize * 10,
          scratch, numbers.baseAddress.unsafelyUnwrapped)
      }
    }
  }
}
