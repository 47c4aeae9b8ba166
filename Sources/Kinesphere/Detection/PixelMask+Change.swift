extension PixelMask {
  /// Lane i's bit of sixteen pixels.
  private static let bits = SIMD16<UInt32>(
    1, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7,
    1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15)

  /// Sets exactly the pixels whose readings, both present, lie further apart than the tolerance at the farther one.
  mutating func markChange(of depth: Plane<UInt16>, since before: Plane<UInt16>, tolerance: DepthTolerance) {
    precondition(depth.width == width && depth.height == height, "the mask has the picture's size")
    precondition(before.width == width && before.height == height, "both pictures have one size")
    let bits = Self.bits
    let base = SIMD16<Float>(repeating: tolerance.base)
    let growth = SIMD16<Float>(repeating: tolerance.deviations * tolerance.noise)
    depth.withPixels { pixels in
      before.withPixels { olds in
        let bytes = pixels.bytes, oldBytes = olds.bytes
        fill(
          sixteen: { index in
            let new = bytes.unsafeLoadUnaligned(fromByteOffset: index &* 2, as: SIMD16<UInt16>.self)
            let old = oldBytes.unsafeLoadUnaligned(fromByteOffset: index &* 2, as: SIMD16<UInt16>.self)
            let nearer = SIMD16<UInt32>(truncatingIfNeeded: pointwiseMin(new, old))
            let farther = SIMD16<UInt32>(truncatingIfNeeded: pointwiseMax(new, old))
            let far = SIMD16<Float>(farther)
            let moved = (SIMD16<Float>(farther &- nearer) .> base + growth * far * far)
            let changed = moved .& (nearer .> SIMD16<UInt32>())
            return UInt16(
              truncatingIfNeeded: SIMD16<UInt32>().replacing(with: bits, where: changed).wrappedSum())
          },
          one: { index in
            let nearer = min(pixels[index], olds[index]), farther = max(pixels[index], olds[index])
            return nearer > 0 && Float(farther &- nearer) > tolerance(at: Float(farther))
          })
      }
    }
  }

  /// Sets exactly the pixels where any channel differs by more than a threshold.
  mutating func markChange(of channels: [Plane<UInt8>], since before: [Plane<UInt8>], threshold: UInt8) {
    clear()
    for channel in channels.indices {
      precondition(channels[channel].width == width && channels[channel].height == height, "one size")
      channels[channel].withPixels { pixels in
        before[channel].withPixels { olds in addChange(of: pixels, since: olds, threshold: threshold) }
      }
    }
  }

  private mutating func addChange(of pixels: Span<UInt8>, since olds: Span<UInt8>, threshold: UInt8) {
    let bits = Self.bits
    let limit = SIMD16<UInt8>(repeating: threshold)
    let bytes = pixels.bytes, oldBytes = olds.bytes
    add(
      sixteen: { index in
        let new = bytes.unsafeLoadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
        let old = oldBytes.unsafeLoadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
        let difference = pointwiseMax(new, old) &- pointwiseMin(new, old)
        let wide = SIMD16<UInt32>(truncatingIfNeeded: difference)
        let changed = wide .> SIMD16<UInt32>(truncatingIfNeeded: limit)
        return UInt16(truncatingIfNeeded: SIMD16<UInt32>().replacing(with: bits, where: changed).wrappedSum())
      },
      one: { max(pixels[$0], olds[$0]) &- min(pixels[$0], olds[$0]) > threshold })
  }

  /// Sets exactly the pixels where `u² + v²` exceeds a square.
  mutating func markLong(_ u: Span<Float>, _ v: Span<Float>, overSquare square: Float) {
    let bits = Self.bits
    let limit = SIMD16<Float>(repeating: square)
    let across = u.bytes, down = v.bytes
    fill(
      sixteen: { index in
        let u = across.unsafeLoadUnaligned(fromByteOffset: index &* 4, as: SIMD16<Float>.self)
        let v = down.unsafeLoadUnaligned(fromByteOffset: index &* 4, as: SIMD16<Float>.self)
        let long = u * u + v * v .> limit
        return UInt16(truncatingIfNeeded: SIMD16<UInt32>().replacing(with: bits, where: long).wrappedSum())
      },
      one: { u[$0] * u[$0] + v[$0] * v[$0] > square })
  }

  /// Takes another mask's pixels over, without new storage.
  mutating func copy(_ other: PixelMask) {
    for index in words.indices { words[index] = other.words[index] }
  }

  /// Keeps the pixels that another mask has too.
  mutating func intersect(_ other: PixelMask) {
    for index in words.indices { words[index] &= other.words[index] }
  }
}

extension Plane {
  /// Takes another plane's pixels over, without new storage.
  mutating func copy(_ other: Plane) {
    precondition(width == other.width && height == other.height, "planes of one size")
    other.withPixels { source in
      withMutablePixels { target in
        for index in source.indices { target[index] = source[index] }
      }
    }
  }
}
