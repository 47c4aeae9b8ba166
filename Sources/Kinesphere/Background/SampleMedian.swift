/// Per-pixel medians of a stack of frames, 16 pixels at a time.
///
/// The value of a given rank is built bit by bit from the top: a bit is set where at most `rank` samples are less
/// than the value with that bit. It takes one pass over a pixel's samples per bit, no sorting and no memory, and
/// the same time on any input.
struct SampleMedian {
  typealias Lanes = SIMD16<UInt16>

  /// Pixels from one frame's samples to the next: the picture's, rounded up to whole registers.
  let frameStride: Int
  let frames: Int
  let tolerance: DepthTolerance
  /// 0.5 for the median; see ``MedianBackground/Configuration/quantile``.
  let quantile: Float

  /// Pixels of a stored frame for a picture of `pixels`.
  static func frameStride(pixels: Int) -> Int { (pixels + 15) / 16 * 16 }

  /// Writes the lower median of the non-zero samples of every pixel, 0 where there is none. `samples` is
  /// `[frames, frameStride]`. Returns how many pixels have at least a tenth of their readings behind the median
  /// by more than the tolerance.
  func settle(_ samples: [UInt16], into depth: inout Plane<UInt16>) -> Int {
    depth.withMutablePixels { settle(samples.span.bytes, into: &$0) }
  }

  private func settle(_ bytes: RawSpan, into depth: inout MutableSpan<UInt16>) -> Int {
    var disagreeing = 0
    var start = 0
    while start < depth.count {
      let missing = count(bytes, start, below: Lanes(repeating: 1))
      let readings = Lanes(repeating: UInt16(truncatingIfNeeded: frames)) &- missing
      let hasReading = readings .> Lanes()
      var rank = Lanes()
      for lane in 0..<16 where readings[lane] > 1 {
        rank[lane] = UInt16(Float(readings[lane] - 1) * quantile)
      }
      let median = value(bytes, start, ofRank: missing &+ rank)
        .replacing(with: 0, where: .!hasReading)
      var limit = Lanes()
      for lane in 0..<16 {
        let value = Float(median[lane])
        limit[lane] = UInt16(min(value + tolerance(at: value) + 1, 65535))
      }
      let notBehind = count(bytes, start, below: limit)
      for lane in 0..<min(16, depth.count &- start) {
        depth[start &+ lane] = median[lane]
        let behind = frames &- Int(notBehind[lane])
        if median[lane] > 0, behind &* 10 >= Int(readings[lane]) { disagreeing &+= 1 }
      }
      start &+= 16
    }
    return disagreeing
  }

  /// How many samples of each lane are less than `bound`.
  @inline(__always)
  private func count(_ samples: RawSpan, _ start: Int, below bound: Lanes) -> Lanes {
    var result = Lanes()
    for frame in 0..<frames {
      let offset = (frame &* frameStride &+ start) &* 2
      let values = samples.unsafeLoadUnaligned(fromByteOffset: offset, as: Lanes.self)
      result = result &+ Lanes().replacing(with: 1, where: values .< bound)
    }
    return result
  }

  /// The sample with exactly `rank` samples before it in ascending order.
  @inline(__always)
  private func value(_ samples: RawSpan, _ start: Int, ofRank rank: Lanes) -> Lanes {
    var result = Lanes()
    var bit: UInt16 = 1 << 15
    while bit != 0 {
      let trial = result | Lanes(repeating: bit)
      result = result.replacing(with: trial, where: count(samples, start, below: trial) .<= rank)
      bit >>= 1
    }
    return result
  }
}
