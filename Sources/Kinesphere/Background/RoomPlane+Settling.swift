import CKernels
import RealModule

extension RoomPlane {
  /// Works out the background and its limits; without a learned frame every pixel is without a background.
  package mutating func settle() {
    framesFollowed = 0
    absorbed = 0
    uncovered = 0
    watch.reset()
    workOut(rows: 0..<height, frames: sampleCount)
    if estimate != .mean { repeatSamples() }
    isSettled = true
  }

  /// Depth only: pixels of which a tenth of the readings or more lie behind the background by more than the tolerance.
  package var disagreeing: Int {
    guard estimate != .mean else { return 0 }
    var total = 0
    for index in background.storage.indices where background.storage[index] > 0 {
      if far[index] > upper.storage[index] { total += 1 }
    }
    return total
  }

  /// Fills the places of samples that no frame was learned for with those that were, each as often as the other, so that
  /// a pixel always has `capacity` of them.
  private mutating func repeatSamples() {
    let first = sampleCount, capacity = capacity, frameStride = frameStride
    var stored = samples.mutableSpan
    for frame in first..<max(capacity, first) {
      let target = frame &* frameStride
      guard first > 0 else {
        for index in 0..<frameStride { stored[target &+ index] = 0 }
        continue
      }
      let source = (frame % first) &* frameStride
      for index in 0..<frameStride { stored[target &+ index] = stored[source &+ index] }
    }
  }

  /// Works out these rows from so many samples of each pixel.
  mutating func workOut(rows: Range<Int>, frames: Int) {
    let pixels = rows.lowerBound * width..<rows.upperBound * width
    guard !pixels.isEmpty else { return }
    if estimate == .mean {
      roundMeans(pixels)
    } else if frames > 0 {
      summarise(pixels, frames: frames)
    } else {
      background.withMutablePixels { for index in pixels { $0[index] = 0 } }
    }
    setLimits(pixels, isEmpty: estimate != .mean && frames == 0)
  }

  private mutating func roundMeans(_ pixels: Range<Int>) {
    let means = means, counts = counts
    background.withMutablePixels { background in
      for index in pixels {
        background[index] = counts[index] > 0 ? Pixel(means[index] + 0.5) : 0
      }
    }
  }

  private mutating func summarise(_ pixels: Range<Int>, frames: Int) {
    var how = ks_samples()
    how.frames = Int32(frames)
    how.stride = Int32(frameStride)
    how.count = Int32(pixels.count)
    how.missing = Pixel.zeroIsMissing
    if case .quantile(let quantile) = estimate { how.quantile = quantile } else { how.half = true }
    let start = pixels.lowerBound
    background.storage.withUnsafeMutableBufferPointer { middle in
      low.withUnsafeMutableBufferPointer { low in
        high.withUnsafeMutableBufferPointer { high in
          far.withUnsafeMutableBufferPointer { far in
            samples.withUnsafeBufferPointer { samples in
              guard let from = samples.baseAddress, let middle = middle.baseAddress,
                let low = low.baseAddress,
                let high = high.baseAddress, let far = far.baseAddress
              else { return }
              Pixel.summarise(
                how, from + start, middle: middle + start, low: low + start, high: high + start,
                far: far + start)
            }
          }
        }
      }
    }
  }

  /// The limits of these pixels from their background.
  mutating func setLimits(_ pixels: Range<Int>, isEmpty: Bool) {
    switch tolerance {
    case .depth(let tolerance, let unseen): setDepthLimits(pixels, tolerance, unseen: unseen ? .max : 0)
    case .video(let tolerance): setVideoLimits(pixels, tolerance, isEmpty: isEmpty)
    }
  }

  private mutating func setDepthLimits(_ pixels: Range<Int>, _ tolerance: DepthTolerance, unseen: Pixel) {
    let isMean = estimate == .mean, greatest = Float(Pixel.max)
    let variances = variances, background = background.storage
    lower.withMutablePixels { lower in
      upper.withMutablePixels { upper in
        for index in pixels {
          let value = Float(background[index])
          var allowed = tolerance(at: value)
          if isMean { allowed = max(allowed, tolerance.deviations * .sqrt(variances[index])) }
          lower[index] = value == 0 ? unseen : Pixel(max(Self.roundedUp(value - allowed) - 1, 0))
          upper[index] = value == 0 ? .max : Pixel(min(value + allowed, greatest))
        }
      }
    }
  }

  private mutating func setVideoLimits(_ pixels: Range<Int>, _ tolerance: VideoTolerance, isEmpty: Bool) {
    let isMean = estimate == .mean, greatest = Float(Pixel.max)
    // The shortest half of normal readings is 2 * 0.6745 standard deviations wide.
    let halfToDeviation: Float = 1 / (2 * 0.6745)
    let variances = variances, low = low, high = high, background = background.storage
    lower.withMutablePixels { lower in
      upper.withMutablePixels { upper in
        for index in pixels {
          let value = Float(background[index])
          let deviation =
            isMean ? Float.sqrt(variances[index]) : Float(high[index] &- low[index]) * halfToDeviation
          let allowed = isEmpty ? greatest : tolerance(deviation: deviation)
          lower[index] = Pixel(Self.roundedUp(value - allowed))
          upper[index] = Pixel(min(value + allowed, greatest))
        }
      }
    }
  }

  /// The least whole number from 0 that is not less; without SSE4 `rounded` is a call.
  @inline(__always)
  private static func roundedUp(_ value: Float) -> Int32 {
    let positive = max(value, 0), whole = Int32(positive)
    return Float(whole) < positive ? whole &+ 1 : whole
  }
}
