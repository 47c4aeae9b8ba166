import Kinesphere

/// A depth frame as a small picture for people: the dancer light and lit like a relief, in the colours of the body's
/// parts where they are known, the room dark.
///
/// At most 160 x 120 pixels at a ratio of 4:3: every n-th pixel of every n-th row.
public struct DepthPicture: Sendable {
  /// Columns and rows of the picture.
  public let width: Int
  public let height: Int
  /// Depth pixels per picture pixel.
  public let step: Int

  /// Most columns of a picture.
  static let largest = 160
  private static let roomColours = 48
  private static let dancerColours = 63
  private static let shades = 8

  /// For depth pictures of this size.
  public init(sourceWidth: Int, sourceHeight: Int) {
    step = max(1, (sourceWidth + Self.largest - 1) / Self.largest)
    width = max(1, sourceWidth / step)
    height = max(1, sourceHeight / step)
  }

  /// The picture as PNG bytes. `parts` is the frame's, as ``PoseTracker/fillParts(_:)`` writes it.
  public func png(of frame: DepthFrame, silhouette: Plane<UInt8>, parts: Plane<UInt8>? = nil) -> [UInt8] {
    let same = silhouette.width == frame.depth.width && silhouette.height == frame.depth.height
    precondition(parts.map { $0.count == frame.depth.count } ?? true, "parts are of the frame's size")
    var pixels = [UInt8](repeating: 0, count: width * height)
    let span = dancerSpan(frame.depth, silhouette, same)
    for y in 0..<height {
      for x in 0..<width {
        let u = x * step
        let v = y * step
        let place = v * frame.depth.width + u
        let depth = frame.depth.storage[place]
        guard depth > 0 else { continue }
        if same && silhouette.storage[place] > 0 {
          let light = relief(frame.depth, silhouette, u, v)
          let near = 1 - (Float(depth) - span.low) / max(1, span.high - span.low)
          let level = min(max(0.30 + 0.25 * near + 0.45 * light, 0), 1)
          pixels[y * width + x] = Self.colour(of: parts?.storage[place], level)
        } else {
          let level = min(max(1 - (Float(depth) - 500) / 5_500, 0), 1)
          pixels[y * width + x] = UInt8(1 + Int(level * Float(Self.roomColours - 1)))
        }
      }
    }
    return Self.encoder.encode(pixels: pixels, width: width, height: height)
  }

  /// The palette's place of a part, or of no known one, lit by `level`, 0 to 1.
  private static func colour(of part: UInt8?, _ level: Float) -> UInt8 {
    let first = 1 + roomColours
    guard let part, part < PartSegmenter.background else {
      return UInt8(first + Int(level * Float(dancerColours - 1)))
    }
    return UInt8(first + dancerColours + Int(part) * shades + Int(level * Float(shades - 1) + 0.5))
  }

  /// Nearest and farthest depth of the dancer, in millimetres; 0 and 0 where nothing of it is read.
  private func dancerSpan(
    _ depth: Plane<UInt16>, _ mask: Plane<UInt8>, _ same: Bool
  ) -> (low: Float, high: Float) {
    guard same else { return (0, 0) }
    var low = UInt16.max
    var high = UInt16.min
    for place in stride(from: 0, to: depth.count, by: step) where mask.storage[place] > 0 {
      let value = depth.storage[place]
      guard value > 0 else { continue }
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? (Float(low), Float(high)) : (0, 0)
  }

  /// How much the surface turns to a lamp at the upper left, 0 to 1: from depth differences over four pixels.
  private func relief(_ depth: Plane<UInt16>, _ mask: Plane<UInt8>, _ u: Int, _ v: Int) -> Float {
    let centre = depth.storage[v * depth.width + u]
    func reading(_ du: Int, _ dv: Int) -> Float {
      let x = min(max(u + du, 0), depth.width - 1)
      let y = min(max(v + dv, 0), depth.height - 1)
      let value = depth.storage[y * depth.width + x]
      let isNear = value > 0 && (value > centre ? value - centre : centre - value) < 120
      return Float(isNear && mask.storage[y * depth.width + x] > 0 ? value : centre)
    }
    let reach = 2 * step
    var slope: Float = 0
    for offset in [-step, 0, step] {
      slope += reading(reach, offset) - reading(-reach, offset)
      slope += reading(offset, reach) - reading(offset, -reach)
    }
    // Millimetres per picture pixel on the dancer, at which the relief is fully lit or dark.
    let full = Float(centre) / 285 * Float(reach) * 6
    return min(max(0.55 + 0.55 * slope / max(full, 1), 0), 1)
  }

  private static let encoder = PalettePNG(palette: palette)

  private static var palette: [SIMD3<UInt8>] {
    let none: [SIMD3<UInt8>] = [SIMD3(13, 16, 22)]
    return none + ramp([SIMD3(20, 25, 34), SIMD3(58, 72, 92)], roomColours)
      + ramp(
        [SIMD3(46, 52, 66), SIMD3(104, 112, 128), SIMD3(172, 178, 190), SIMD3(232, 235, 240)], dancerColours)
      + (0..<Int(PartSegmenter.background)).flatMap { part in
        ramp([partColours[part] * 0.25, partColours[part] * 0.75, partColours[part] * 0.85 + 38], shades)
      }
  }

  /// Of the 18 parts in their order: the middle gray-green to gold, the dancer's left blue, the right orange, as the skeleton.
  private static let partColours: [SIMD3<Float>] = [
    SIMD3(236, 214, 130), SIMD3(128, 170, 128), SIMD3(176, 190, 116), SIMD3(110, 150, 150),
    SIMD3(96, 134, 214), SIMD3(74, 166, 232), SIMD3(110, 205, 236), SIMD3(172, 226, 244),
    SIMD3(104, 110, 206), SIMD3(122, 150, 240), SIMD3(160, 160, 244),
    SIMD3(214, 134, 84), SIMD3(236, 158, 66), SIMD3(240, 190, 100), SIMD3(246, 220, 160),
    SIMD3(204, 100, 96), SIMD3(238, 128, 116), SIMD3(244, 164, 150),
  ]

  private static func ramp(_ stops: [SIMD3<Float>], _ count: Int) -> [SIMD3<UInt8>] {
    (0..<count).map { index in
      let place = Float(index) / Float(count - 1) * Float(stops.count - 1)
      let lower = min(Int(place), stops.count - 2)
      let share = place - Float(lower)
      return SIMD3<UInt8>(clamping: SIMD3<Int32>(stops[lower] + (stops[lower + 1] - stops[lower]) * share))
    }
  }
}
