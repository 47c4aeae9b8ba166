import Kinesphere

/// Pictures in which people judge masks: the recording in gray, every body in a colour of its own.
///
/// Every n-th pixel of every n-th row, at most 320 columns. Depth is light where it is near (0.5 m) and dark where it is
/// far (6 m), black where there is no reading; gray and colour video keep their brightness.
public struct MaskPainter: Sendable {
  /// Columns and rows of the pictures.
  public let width, height: Int
  /// Source pixels per picture pixel.
  public let step: Int

  static let largest = 320
  private static let levels = 64
  /// Bodies after the fourth take the fourth's colour.
  private static let bodies = 3

  /// For recordings of this size.
  public init(sourceWidth: Int, sourceHeight: Int) {
    step = max(1, (sourceWidth + Self.largest - 1) / Self.largest)
    width = max(1, sourceWidth / step)
    height = max(1, sourceHeight / step)
  }

  /// Places in ``encoder``'s palette, `[height, width]`; `owners` holds for each source pixel the body that it belongs to,
  /// counted from 1, or 0.
  public func paint(_ frame: DepthFrame, owners: Plane<UInt8>) -> [UInt8] {
    paint(sourceWidth: frame.depth.width, owners: owners) { index in
      let depth = Float(frame.depth.storage[index])
      return depth == 0 ? 0 : 0.15 + 0.85 * min(max(1 - (depth - 500) / 5_500, 0), 1)
    }
  }

  /// The same of a gray or colour picture.
  public func paint(_ frame: VideoFrame, owners: Plane<UInt8>) -> [UInt8] {
    let weights: [Float] = frame.channels.count == 1 ? [1] : [0.299, 0.587, 0.114]
    return paint(sourceWidth: frame.width, owners: owners) { index in
      var light: Float = 0
      for (plane, weight) in zip(frame.channels, weights) { light += weight * Float(plane.storage[index]) }
      return light / 255
    }
  }

  private func paint(sourceWidth: Int, owners: Plane<UInt8>, light: (Int) -> Float) -> [UInt8] {
    precondition(owners.width == sourceWidth, "each pixel has an owner")
    var pixels = [UInt8](repeating: 0, count: width * height)
    for y in 0..<height {
      for x in 0..<width {
        let index = y * step * sourceWidth + x * step
        let owner = min(Int(owners.storage[index]), Self.bodies)
        let level = Int(light(index) * Float(Self.levels - 1))
        pixels[y * width + x] = UInt8(owner * Self.levels + level)
      }
    }
    return pixels
  }

  /// Makes PNG pictures and films of painted pixels.
  public static let encoder = PalettePNG(palette: palette)

  private static var palette: [SIMD3<UInt8>] {
    let tints: [(dark: SIMD3<Float>, light: SIMD3<Float>)] = [
      (SIMD3(10, 12, 16), SIMD3(225, 228, 232)), (SIMD3(120, 52, 0), SIMD3(255, 178, 96)),
      (SIMD3(0, 60, 110), SIMD3(120, 200, 255)), (SIMD3(20, 84, 40), SIMD3(140, 232, 160)),
    ]
    return tints.flatMap { tint in
      (0..<levels).map { level in
        let share = Float(level) / Float(levels - 1)
        return SIMD3<UInt8>(clamping: SIMD3<Int32>(tint.dark + (tint.light - tint.dark) * share))
      }
    }
  }
}
