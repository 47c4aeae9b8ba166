import Kinesphere
import KinesphereData

/// How one crop was changed in space, and how its key-points move along: turned about the body's centre, flipped, then
/// turned, scaled and shifted in the picture.
struct CropMove {
  let depth, x, y, scale, sine, cosine: Float
  /// Share of the crop's readings that go missing.
  let missing: Float
  let isMirrored: Bool
  /// Sine and cosine of the turn about the vertical and of the tilt.
  private let turn, tilt: (sine: Float, cosine: Float)
  private let isTurned: Bool
  /// How much a reading rises in the picture for each metre that it is behind the centre, as the camera is higher.
  private let rise: Float
  /// Whether other surfaces are seen than before.
  var isSeenAnew: Bool { isTurned || rise != 0 }

  init(_ bounds: CropAugmentation, using generator: inout SeededGenerator) {
    depth = bounds.depthShift * generator.normal()
    x = generator.uniform(-bounds.shift, bounds.shift)
    y = generator.uniform(-bounds.shift, bounds.shift)
    scale = 1 + generator.uniform(-bounds.scale, bounds.scale)
    (sine, cosine) = Self.sineCosine(generator.uniform(-bounds.rotation, bounds.rotation))
    missing = generator.uniform(0, bounds.missing)
    isMirrored = generator.chance(bounds.mirror)
    // Recipes without turns draw what they drew before there were any.
    isTurned = bounds.turn > 0 || bounds.tilt > 0
    turn = isTurned ? Self.sineCosine(generator.uniform(-bounds.turn, bounds.turn)) : (0, 1)
    tilt = isTurned ? Self.sineCosine(generator.uniform(-bounds.tilt, bounds.tilt)) : (0, 1)
    rise = bounds.height > 0 ? generator.uniform(-bounds.height, bounds.height) / 3 : 0
  }

  /// Of degrees, by Taylor's series: exact to 1e-5 up to half a radian, and the same on every machine.
  static func sineCosine(_ degrees: Float) -> (sine: Float, cosine: Float) {
    let a = degrees * .pi / 180
    let square = a * a
    return (
      a * (1 - square / 6 * (1 - square / 20)), 1 - square / 2 * (1 - square / 12 * (1 - square / 30))
    )
  }

  /// A place in metres relative to the crop's centre, turned about the vertical and tilted.
  func turned(_ place: SIMD3<Float>) -> SIMD3<Float> {
    let x = turn.cosine * place.x + turn.sine * place.z
    let z = turn.cosine * place.z - turn.sine * place.x
    return SIMD3(x, tilt.cosine * place.y - tilt.sine * z, tilt.sine * place.y + tilt.cosine * z)
  }

  /// Where the moved camera shows a reading: turned, and raised by the parallax of the camera's height.
  func seen(_ place: SIMD3<Float>) -> SIMD3<Float> {
    var seen = turned(place)
    seen.y += rise * seen.z
    return seen
  }

  /// Writes moved key-points to row `row` of `target` (54 values a row in units of 10 cm, 0 where unknown) and `known` (54
  /// values a row, 1 or 0). `points` are `[18, 3]` metres, NaN where unknown.
  func apply(_ points: Span<Float>, row: Int, target: inout [Float], known: inout [Float]) {
    let first = row * CropSet.coordinates
    for point in KeyPoint.allCases {
      let source = (isMirrored ? point.mirrored : point).rawValue * 3
      var place = SIMD3(points[source], points[source + 1], points[source + 2])
      if isTurned { place = turned(place) }
      if isMirrored { place.x = -place.x }
      let moved = SIMD3(
        scale * (cosine * place.x - sine * place.y) + x, scale * (sine * place.x + cosine * place.y) + y,
        scale * place.z + depth)
      for axis in 0..<3 {
        let isKnown = moved[axis].isFinite
        target[first + point.rawValue * 3 + axis] = isKnown ? moved[axis] * 10 : 0
        known[first + point.rawValue * 3 + axis] = isKnown ? 1 : 0
      }
    }
  }
}

/// A crop seen from a camera that was turned or raised: every reading moved in space and drawn again, the nearest in front.
///
/// Cells that nothing fell into, but most of whose neighbours are filled, take the nearest neighbour's reading.
struct TurnedCrop {
  /// `[72, 72]`, as ``CropSet/crops``.
  private(set) var crop: [Int16]
  /// `[72, 72]`: the cell of the unturned crop that each shows; -1 for background.
  private(set) var sources: [Int32]

  init(_ original: Span<Int16>, _ move: CropMove) {
    let size = DepthCrop.size
    let half = DepthCrop.halfSize
    let cell = 2 * half / Float(size)
    crop = [Int16](repeating: .max, count: original.count)
    sources = [Int32](repeating: -1, count: original.count)
    for row in 0..<size {
      for column in 0..<size {
        let stored = original[row &* size &+ column]
        if stored == .max { continue }
        let place = move.seen(
          SIMD3(
            (Float(column) + 0.5) * cell - half, half - (Float(row) + 0.5) * cell,
            Float(stored) * (half / 32767)))
        let j = Int(((place.x + half) / cell).rounded(.down))
        let i = Int(((half - place.y) / cell).rounded(.down))
        let value = max(-32767, place.z * (32767 / half))
        guard i >= 0, i < size, j >= 0, j < size, value < 32766, Int16(value) < crop[i * size + j] else {
          continue
        }
        crop[i &* size &+ j] = Int16(value)
        sources[i &* size &+ j] = Int32(row &* size &+ column)
      }
    }
    fillHoles()
  }

  private mutating func fillHoles() {
    let size = DepthCrop.size
    let (seen, from) = (crop, sources)
    for row in 1..<size - 1 {
      for column in 1..<size - 1 where seen[row &* size &+ column] == .max {
        var (filled, nearest) = (0, row &* size &+ column)
        for i in row - 1...row + 1 {
          for j in column - 1...column + 1 where seen[i &* size &+ j] != .max {
            filled += 1
            if seen[i &* size &+ j] < seen[nearest] { nearest = i &* size &+ j }
          }
        }
        if filled >= 5 {
          crop[row &* size &+ column] = seen[nearest]
          sources[row &* size &+ column] = from[nearest]
        }
      }
    }
  }
}
