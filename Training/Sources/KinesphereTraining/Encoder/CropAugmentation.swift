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
  /// Largest turn in space about the vertical through the body's centre, degrees, and largest tilt of the camera: what
  /// the other view would not see stays empty.
  public var turn: Float = 0
  public var tilt: Float = 0
  /// Largest change of the camera's height, metres, for a dancer 3 m away: it is moved, not turned, so key-points stay where they
  /// are in its frame while what is behind the body's centre rises in the picture and what is before it sinks.
  public var height: Float = 0
  /// Probability of a mirrored crop, with left and right of the key-points exchanged.
  public var mirror: Float = 0.5
  /// Probability of a rectangle without readings, and its largest side in pixels.
  public var cutOut: Float = 0.2
  public var cutOutSize = 20
  /// Whether a cut-out lies about a pixel of the body instead of anywhere, and of another dancer mixed in only the body comes,
  /// in front of what it hides.
  public var onBody = false
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
    (result.turn, result.tilt, result.height) = (0, 0, 0)
    return result
  }

  /// Writes a changed crop to row `row` of `output` (`72 * 72` values a row), and for each of its cells which cell of the
  /// unchanged crop it shows to the same row of `sources`, counted over all rows (-1: none).
  ///
  /// Returns how key-points move along. Noise, losses and the cut-out are drawn from `noise` where one is given: two
  /// views of one geometry.
  func apply(
    crop: Span<Int16>, row: Int, using generator: inout SeededGenerator, noise: SeededGenerator? = nil,
    output: inout [Float], sources: inout [Int32]
  ) -> CropMove {
    let move = CropMove(self, using: &generator)
    var random = noise ?? generator
    if move.isSeenAnew {
      let turned = TurnedCrop(crop, move)
      sample(turned.crop.span, move, using: &random, row: row, &output, &sources)
      for cell in row * CropSet.pixels..<(row + 1) * CropSet.pixels where sources[cell] >= 0 {
        let source = turned.sources[Int(sources[cell]) - row * CropSet.pixels]
        sources[cell] = source < 0 ? -1 : Int32(row * CropSet.pixels) + source
      }
    } else {
      sample(crop, move, using: &random, row: row, &output, &sources)
    }
    if random.chance(cutOut) { cut(&output, first: row * CropSet.pixels, using: &random) }
    return move
  }

  /// Reads the crop at the turned, scaled and shifted place of every output pixel, and adds noise to the readings.
  private func sample(
    _ crop: Span<Int16>, _ draw: CropMove, using generator: inout SeededGenerator, row: Int,
    _ whole: inout [Float], _ places: inout [Int32]
  ) {
    let first = row &* CropSet.pixels
    var output = whole.mutableSpan
    var sources = places.mutableSpan
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
        var source: Int32 = -1
        if i >= 0, i < size, j >= 0, j < size {
          let stored = crop[i &* size &+ j]
          source = Int32(truncatingIfNeeded: first &+ i &* size &+ j)
          if stored != .max {
            let bits = generator.next()
            if UInt32(truncatingIfNeeded: bits & 0xFFFF) >= losses {
              value = Float(stored) * gain + lift + Self.bell(bits) * noise / half
              value = min(max(value, -1), 1)
            }
          }
        }
        output[first &+ row &* size &+ column] = value
        sources[first &+ row &* size &+ column] = source
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
  private func cut(_ output: inout [Float], first: Int, using generator: inout SeededGenerator) {
    let size = DepthCrop.size
    let width = 4 + generator.index(below: max(1, cutOutSize - 3))
    let height = 4 + generator.index(below: max(1, cutOutSize - 3))
    var (left, top) = (generator.index(below: size), generator.index(below: size))
    if onBody {
      let body = (0..<CropSet.pixels).filter { output[first + $0] < 1 }
      guard !body.isEmpty else { return }
      let middle = body[generator.index(below: body.count)]
      (left, top) = (max(0, middle % size - width / 2), max(0, middle / size - height / 2))
    }
    for row in top..<min(size, top + height) {
      for column in left..<min(size, left + width) { output[first + row * size + column] = 1 }
    }
  }
}
