import CKernels

/// One plane of the room by median, least median of squares or mean: what the models of depth, gray and colour share.
///
/// Median and least median keep `capacity` samples per pixel, the mean keeps three floats. Both then hold a background
/// value and two limits per pixel; a reading outside the limits is foreground (in depth: below the lower one).
package struct RoomPlane<Pixel: RoomPixel>: Sendable {
  package let width: Int
  package let height: Int
  let estimate: RoomEstimate
  let tolerance: RoomTolerance
  let capacity: Int
  /// The background; in depth 0 where it has none.
  package internal(set) var background: Plane<Pixel>
  /// The least reading that is the room's; in depth the greatest that is foreground, see ``PixelMask/mark(_:upTo:)``.
  package internal(set) var lower: Plane<Pixel>
  /// The greatest reading that is the room's.
  package internal(set) var upper: Plane<Pixel>
  package internal(set) var framesLearned = 0
  package internal(set) var isSettled = false

  /// Kept frames, `[capacity, frameStride]`, and slack.
  var samples: [Pixel]
  let frameStride: Int
  package internal(set) var sampleCount = 0
  var stride = 1
  /// Per pixel the ends of the readings' shortest half and their far tenth, of the rows worked out last.
  var low: [Pixel]
  var high: [Pixel]
  var far: [Pixel]
  /// The mean's readings, their mean, and the mean squared deviation.
  var counts: [Float]
  var means: [Float]
  var variances: [Float]

  var watch: StillWatch<Pixel>
  var following: RoomFollowing
  /// Frames followed since it was settled.
  var framesFollowed = 0
  /// Pixels taken for the room while following: what stood still, and what was uncovered.
  package internal(set) var absorbed = 0
  package internal(set) var uncovered = 0

  package init(
    width: Int, height: Int, estimate: RoomEstimate, tolerance: RoomTolerance, capacity: Int,
    following: RoomFollowing
  ) {
    self.width = width
    self.height = height
    self.estimate = estimate
    self.tolerance = tolerance
    self.capacity = capacity
    self.following = following
    background = Plane(width: width, height: height, repeating: 0)
    lower = background
    upper = background
    let pixels = width * height
    frameStride = (pixels + 63) / 64 * 64
    let isMean = estimate == .mean
    samples =
      isMean ? [] : [Pixel](repeating: 0, count: capacity * frameStride + Int(KS_SAMPLE_SLACK))
    low = [Pixel](repeating: 0, count: isMean ? 0 : pixels)
    high = low
    far = low
    counts = [Float](repeating: 0, count: isMean ? pixels : 0)
    means = counts
    variances = counts
    watch = StillWatch(pixels: pixels)
  }

  /// Forgets everything; keeps its memory.
  package mutating func reset() {
    framesLearned = 0
    framesFollowed = 0
    sampleCount = 0
    stride = 1
    isSettled = false
    for index in counts.indices { counts[index] = 0 }
    watch.reset()
  }

  /// Takes one more frame: exactly while there is room for it, then every second, fourth ... one.
  package mutating func learn(_ plane: Plane<Pixel>) {
    precondition(
      plane.width == width && plane.height == height, "the background learns pictures of its own size")
    defer { framesLearned += 1 }
    if estimate == .mean {
      isSettled = false
      return addToMean(plane)
    }
    guard framesLearned % stride == 0 else { return }
    if sampleCount == capacity {
      dropEverySecond()
      guard framesLearned % stride == 0 else { return }
    }
    let base = sampleCount * frameStride
    var kept = samples.mutableSpan
    plane.withPixels { pixels in
      for index in pixels.indices { kept[base &+ index] = pixels[index] }
    }
    sampleCount += 1
    isSettled = false
  }

  private mutating func dropEverySecond() {
    stride *= 2
    let kept = (sampleCount + 1) / 2, frameStride = frameStride
    var stored = samples.mutableSpan
    for frame in 1..<max(kept, 1) {
      let target = frame &* frameStride
      for index in 0..<frameStride { stored[target &+ index] = stored[2 &* target &+ index] }
    }
    sampleCount = kept
  }

  private mutating func addToMean(_ plane: Plane<Pixel>) {
    plane.withPixels { pixels in
      for index in pixels.indices {
        if Pixel.zeroIsMissing, pixels[index] == 0 { continue }
        addToMean(pixels[index], at: index, most: .infinity)
      }
    }
  }

  /// Welford's sums (1962, doi:10.1080/00401706.1962.10490022), later readings weighing as the last of `most`.
  @inline(__always)
  mutating func addToMean(_ reading: Pixel, at index: Int, most: Float) {
    let count = min(counts[index] + 1, most)
    let isFirst = count == 1
    let before = isFirst ? Float(reading) : means[index], spread = isFirst ? 0 : variances[index]
    let delta = Float(reading) - before
    let mean = before + delta / count
    variances[index] = spread + (delta * (Float(reading) - mean) - spread) / count
    means[index] = mean
    counts[index] = count
  }
}
