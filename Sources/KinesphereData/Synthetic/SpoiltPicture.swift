import Kinesphere

/// A clean picture from which ``SegmentationFaults`` takes pixels away.
struct SpoiltPicture {
  let inverseDepth: UnsafeMutableBufferPointer<Float>
  let parts: UnsafeMutableBufferPointer<UInt8>
  let camera: Camera
  let columns: Range<Int>
  let rows: Range<Int>

  /// The ray through a pixel, with z = 1, in the mirrored camera frame.
  private func ray(_ x: Int, _ y: Int) -> SIMD3<Float> {
    let slope = (Float(x) + 0.5 - camera.centreX) / camera.focalX
    return SIMD3(
      camera.isMirrored ? slope : -slope, (camera.centreY - Float(y) - 0.5) / camera.focalY, 1)
  }

  /// Blanks what lies lower than `height` along `up`; the border wavers by up to `ragged` metres from column to
  /// column.
  mutating func cutBelow(
    height: Float, up: SIMD3<Float>, ragged: Float, using generator: inout SeededGenerator
  ) {
    for x in columns {
      let border = height + generator.uniform(-ragged, ragged)
      for y in rows {
        let pixel = y &* camera.width &+ x
        let w = inverseDepth[pixel]
        if w > 0 && ray(x, y).dot(up) < border * w { inverseDepth[pixel] = 0 }
      }
    }
  }

  /// Blanks the head's pixels beyond a plane, with a ragged border.
  mutating func cutHead(
    beyond distance: Float, from middle: SIMD3<Float>, along axis: SIMD3<Float>,
    using generator: inout SeededGenerator
  ) {
    let limit = middle.dot(axis) + distance
    for y in rows {
      for x in columns {
        let pixel = y &* camera.width &+ x
        let w = inverseDepth[pixel]
        guard w > 0, parts[pixel] == BodyPart.head.rawValue else { continue }
        if ray(x, y).dot(axis) > (limit + generator.uniform(-0.01, 0.01)) * w { inverseDepth[pixel] = 0 }
      }
    }
  }

  /// Blanks a hand, and the forearm's end within `reach` metres of the wrist.
  mutating func cutHand(_ limb: (hand: BodyPart, forearm: BodyPart), wrist: SIMD3<Float>, reach: Float) {
    for y in rows {
      for x in columns {
        let pixel = y &* camera.width &+ x
        let w = inverseDepth[pixel]
        guard w > 0 else { continue }
        let isHand = parts[pixel] == limb.hand.rawValue
        let isForearm = parts[pixel] == limb.forearm.rawValue
        if isHand || (isForearm && (ray(x, y) / w - wrist).length < reach) { inverseDepth[pixel] = 0 }
      }
    }
  }

  /// Blanks pixels that touch the outside, each with a chance that wavers along the rim.
  mutating func fray(share: Float, using generator: inout SeededGenerator) {
    let width = camera.width
    let last = camera.height - 1
    let threshold = UInt64(share * 65536)
    for y in rows where y > 0 && y < last {
      for x in columns where x > 0 && x < width - 1 {
        let pixel = y &* width &+ x
        guard parts[pixel] != BodyPart.none else { continue }
        let isRim =
          parts[pixel &- 1] == BodyPart.none || parts[pixel &+ 1] == BodyPart.none
          || parts[pixel &- width] == BodyPart.none || parts[pixel &+ width] == BodyPart.none
        if isRim && generator.next() & 0xFFFF < threshold { inverseDepth[pixel] = 0 }
      }
    }
  }

  /// Adds floor around a place, where nothing nearer is seen.
  mutating func leaveFloor(
    around place: SIMD3<Float>, radius: Float, floor: Float, up: SIMD3<Float>,
    using generator: inout SeededGenerator
  ) {
    for y in rows {
      for x in columns {
        let ray = ray(x, y)
        let slope = ray.dot(up)
        let pixel = y &* camera.width &+ x
        guard inverseDepth[pixel] == 0, slope * floor > 1e-6 else { continue }
        let w = slope / floor
        let offset = ray / w - place
        let along = offset - up * offset.dot(up)
        if along.length < radius * (0.7 + 0.6 * generator.unit()) { inverseDepth[pixel] = w }
      }
    }
  }

  /// Blanks a rectangle inside the box.
  mutating func occlude(largest: Float, using generator: inout SeededGenerator) {
    let width = max(1, Int(Float(columns.count) * generator.uniform(0.05, largest)))
    let height = max(1, Int(Float(rows.count) * generator.uniform(0.05, largest)))
    let left = columns.lowerBound + generator.index(below: max(1, columns.count - width))
    let top = rows.lowerBound + generator.index(below: max(1, rows.count - height))
    for y in top..<min(rows.upperBound, top + height) {
      for x in left..<min(columns.upperBound, left + width) { inverseDepth[y &* camera.width &+ x] = 0 }
    }
  }
}
