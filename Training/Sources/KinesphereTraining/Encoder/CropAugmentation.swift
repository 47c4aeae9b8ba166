import Kinesphere
import KinesphereData

/// Changes a crop and its key-points as another camera, person, noise or piece of furniture might have.
///
/// Every draw is made per crop, never once for a batch: batch normalisation would take a shared change away, and the
/// network would fail where it meets that change alone.
public struct CropAugmentation: Sendable, Equatable, Codable {
  /// Standard deviation of a shift in depth, metres.
  public var depthShift: Float = 0.03
  /// Largest shift of the body in the box to either side and up or down, metres.
  public var shift: Float = 0.06
  /// Largest relative change of size.
  public var scale: Float = 0.12
  /// Largest turn in the picture, degrees.
  public var rotation: Float = 8
  /// Probability of a mirrored crop, with left and right of the key-points exchanged.
  public var mirror: Float = 0.5
  /// Probability of a rectangle without readings, and its largest side in pixels.
  public var cutOut: Float = 0.2
  public var cutOutSize = 20
  /// Standard deviation of noise on every reading, metres.
  public var noise: Float = 0.006
  /// Largest share of readings that go missing, drawn evenly from 0.
  public var missing: Float = 0.03

  public init() {}

  /// Nothing changes.
  public static var none: CropAugmentation {
    var result = CropAugmentation()
    (result.depthShift, result.shift, result.scale, result.rotation) = (0, 0, 0, 0)
    (result.mirror, result.cutOut, result.noise, result.missing) = (0, 0, 0, 0)
    return result
  }

  /// Writes a changed crop to row `row` of `output` (`72 * 72` values a row) and its key-points to the same row of
  /// `target` (54 values a row in units of 10 cm, 0 where unknown) and `known` (54 values a row, 1 or 0).
  func apply(
    crop: Span<Int16>, points: Span<Float>, row: Int, using generator: inout SeededGenerator,
    output: inout [Float], target: inout [Float], known: inout [Float]
  ) {
    let draw = Draw(self, using: &generator)
    var pixels = output.mutableSpan
    let first = row * CropSet.pixels
    sample(crop, draw, using: &generator, into: &pixels, first: first)
    if generator.chance(cutOut) { cut(&pixels, first: first, using: &generator) }
    Self.move(points, draw, first: row * CropSet.coordinates, target: &target, known: &known)
  }

  /// What is drawn once per crop.
  struct Draw {
    let depth, x, y, scale, sine, cosine, missing: Float
    let isMirrored: Bool

    init(_ bounds: CropAugmentation, using generator: inout SeededGenerator) {
      depth = bounds.depthShift * generator.normal()
      x = generator.uniform(-bounds.shift, bounds.shift)
      y = generator.uniform(-bounds.shift, bounds.shift)
      scale = 1 + generator.uniform(-bounds.scale, bounds.scale)
      let angle = generator.uniform(-bounds.rotation, bounds.rotation) * .pi / 180
      (sine, cosine) = Self.sineCosine(angle)
      missing = generator.uniform(0, bounds.missing)
      isMirrored = generator.chance(bounds.mirror)
    }

    /// Taylor's series to the fifth power: exact to 1e-5 up to half a radian, and the same on every machine.
    private static func sineCosine(_ a: Float) -> (Float, Float) {
      let square = a * a
      return (
        a * (1 - square / 6 * (1 - square / 20)), 1 - square / 2 * (1 - square / 12 * (1 - square / 30))
      )
    }
  }

  /// Reads the crop at the turned, scaled and shifted place of every output pixel, and adds noise to the readings.
  private func sample(
    _ crop: Span<Int16>, _ draw: Draw, using generator: inout SeededGenerator,
    into output: inout MutableSpan<Float>,
    first: Int
  ) {
    let size = DepthCrop.size
    let half = DepthCrop.halfSize
    let cell = 2 * half / Float(size)
    let gain = draw.scale / 32767
    let lift = draw.depth / half
    let flip: Float = draw.isMirrored ? -1 : 1
    let losses = UInt32(draw.missing * 65536)
    for row in 0..<size {
      let y = half - (Float(row) + 0.5) * cell - draw.y
      for column in 0..<size {
        let x = (Float(column) + 0.5) * cell - half - draw.x
        let sourceX = flip * (draw.cosine * x + draw.sine * y) / draw.scale
        let sourceY = (draw.cosine * y - draw.sine * x) / draw.scale
        let j = Int(((sourceX + half) / cell).rounded(.down))
        let i = Int(((half - sourceY) / cell).rounded(.down))
        var value: Float = 1
        if i >= 0, i < size, j >= 0, j < size {
          let stored = crop[i &* size &+ j]
          if stored != .max {
            let bits = generator.next()
            if UInt32(truncatingIfNeeded: bits & 0xFFFF) >= losses {
              value = Float(stored) * gain + lift + Self.bell(bits) * noise / half
              value = min(max(value, -1), 1)
            }
          }
        }
        output[first &+ row &* size &+ column] = value
      }
    }
  }

  /// Nearly normal with deviation 1: the sum of three 16-bit uniforms.
  @inline(__always)
  private static func bell(_ bits: UInt64) -> Float {
    let sum = (bits >> 16 & 0xFFFF) &+ (bits >> 32 & 0xFFFF) &+ (bits >> 48)
    return (Float(sum) - 98302.5) * (2 / 65536)
  }

  /// Sets a rectangle to background.
  private func cut(_ output: inout MutableSpan<Float>, first: Int, using generator: inout SeededGenerator) {
    let size = DepthCrop.size
    let width = 4 + generator.index(below: max(1, cutOutSize - 3))
    let height = 4 + generator.index(below: max(1, cutOutSize - 3))
    let left = generator.index(below: size)
    let top = generator.index(below: size)
    for row in top..<min(size, top + height) {
      for column in left..<min(size, left + width) { output[first + row * size + column] = 1 }
    }
  }

  /// Moves the key-points as the crop was moved.
  private static func move(
    _ points: Span<Float>, _ draw: Draw, first: Int, target: inout [Float], known: inout [Float]
  ) {
    for point in KeyPoint.allCases {
      let source = (draw.isMirrored ? point.mirrored : point).rawValue * 3
      let x = draw.isMirrored ? -points[source] : points[source]
      let y = points[source + 1]
      let z = points[source + 2]
      let place = SIMD3(
        draw.scale * (draw.cosine * x - draw.sine * y) + draw.x,
        draw.scale * (draw.sine * x + draw.cosine * y) + draw.y, draw.scale * z + draw.depth)
      for axis in 0..<3 {
        let isKnown = place[axis].isFinite
        target[first + point.rawValue * 3 + axis] = isKnown ? place[axis] * 10 : 0
        known[first + point.rawValue * 3 + axis] = isKnown ? 1 : 0
      }
    }
  }
}
