extension PixelMask {
  /// Sixteen readings at a time: what a vector register takes on every machine.
  private typealias Lanes = SIMD16<UInt16>
  /// Lane i's bit in a mask's word.
  private static let bits = Lanes(
    1, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7,
    1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15)

  /// Sets exactly the pixels that have a reading (depth not 0).
  public mutating func markReadings(of depth: Plane<UInt16>) {
    precondition(depth.width == width && depth.height == height, "the mask has the picture's size")
    let bits = Self.bits
    depth.withPixels { pixels in
      let bytes = pixels.bytes
      fill(
        sixteen: { index in
          let readings = bytes.unsafeLoadUnaligned(fromByteOffset: index &* 2, as: Lanes.self)
          return Lanes().replacing(with: bits, where: readings .!= Lanes()).wrappedSum()
        },
        one: { pixels[$0] != 0 })
    }
  }

  /// Sets exactly the pixels with a reading `d` where `0 < d <= nearest`, `nearest` per pixel in millimetres:
  /// a `nearest` of 0 takes no reading, 65535 takes every one.
  public mutating func mark(_ depth: Plane<UInt16>, upTo nearest: Plane<UInt16>) {
    precondition(depth.width == width && depth.height == height, "the mask has the picture's size")
    precondition(nearest.width == width && nearest.height == height, "one limit per pixel")
    let bits = Self.bits, one = Lanes(repeating: 1)
    depth.withPixels { pixels in
      nearest.withPixels { limits in
        let bytes = pixels.bytes, limitBytes = limits.bytes
        // 0 wraps to 65535, which is less than no limit: one comparison rejects missing readings too.
        fill(
          sixteen: { index in
            let readings = bytes.unsafeLoadUnaligned(fromByteOffset: index &* 2, as: Lanes.self)
            let limit = limitBytes.unsafeLoadUnaligned(fromByteOffset: index &* 2, as: Lanes.self)
            return Lanes().replacing(with: bits, where: readings &- one .< limit).wrappedSum()
          },
          one: { pixels[$0] &- 1 < limits[$0] })
      }
    }
  }

  /// Sets every word from 16 pixels a call where a row still has them, else from single ones.
  @inline(__always)
  mutating func fill(sixteen: (Int) -> UInt16, one: (Int) -> Bool) {
    clear()
    add(sixteen: sixteen, one: one)
  }

  /// The same, beside what is set already.
  @inline(__always)
  mutating func add(sixteen: (Int) -> UInt16, one: (Int) -> Bool) {
    let width = width, height = height, wordsPerRow = wordsPerRow
    var target = words.mutableSpan
    for y in 0..<height {
      for word in 0..<wordsPerRow {
        let start = y &* width &+ word &* 64
        let count = min(64, width &- word &* 64)
        var bits: UInt64 = 0
        var x = 0
        while x &+ 16 <= count {
          bits |= UInt64(sixteen(start &+ x)) &<< UInt64(truncatingIfNeeded: x)
          x &+= 16
        }
        while x < count {
          bits |= (one(start &+ x) ? 1 : 0) &<< UInt64(truncatingIfNeeded: x)
          x &+= 1
        }
        target[y &* wordsPerRow &+ word] |= bits
      }
    }
  }
}
