extension RoomPlane {
  /// Looks at one band of rows; see ``RoomFollowing``. `foreground` is not learned unless it stands still for the time
  /// set there.
  package mutating func follow(_ plane: Plane<Pixel>, foreground: PixelMask) {
    precondition(isSettled, "a background is settled before it follows the room")
    precondition(plane.width == width && plane.height == height, "the frame has the background's size")
    precondition(
      foreground.width == width && foreground.height == height, "the mask has the background's size")
    let rows = following.band(framesFollowed, of: height)
    let slot = framesFollowed / following.interval % max(capacity, 1)
    framesFollowed += 1
    let words = foreground.words, wordsPerRow = foreground.wordsPerRow, width = width
    plane.withPixels { pixels in
      for y in rows {
        for word in 0..<wordsPerRow {
          let start = y &* width &+ word &* 64
          let range = start..<min(start &+ 64, (y &+ 1) &* width)
          let bits = words[y &* wordsPerRow &+ word]
          if estimate == .mean || bits != 0 || (Pixel.zeroIsMissing && isBehind(pixels, range)) {
            look(at: pixels, range, foreground: bits, slot: slot)
          } else {
            learn(pixels, range, slot: slot)
          }
        }
      }
    }
    workOut(rows: rows, frames: capacity)
  }

  /// Whether any of these pixels lies behind the background, in depth.
  private func isBehind(_ pixels: Span<Pixel>, _ range: Range<Int>) -> Bool {
    upper.withPixels { upper in
      var behind: Pixel = 0
      for index in range { behind |= pixels[index] > upper[index] ? 1 : 0 }
      return behind != 0
    }
  }

  /// The common case: all of these pixels show the room.
  private mutating func learn(_ pixels: Span<Pixel>, _ range: Range<Int>, slot: Int) {
    let place = slot &* frameStride
    var kept = samples.mutableSpan
    for index in range {
      let reading = pixels[index], old = kept[place &+ index]
      kept[place &+ index] = Pixel.zeroIsMissing && reading == 0 ? old : reading
    }
    if Pixel.zeroIsMissing {
      for index in range where pixels[index] != 0 { watch.rest(at: index) }
    } else {
      watch.rest(at: range)
    }
  }

  private mutating func look(at pixels: Span<Pixel>, _ range: Range<Int>, foreground: UInt64, slot: Int) {
    let needed = following.looks(for: following.absorption),
      behind = following.looks(for: following.uncovering)
    let isMean = estimate == .mean, most = Float(capacity), place = slot &* frameStride
    for index in range {
      let reading = pixels[index]
      if Pixel.zeroIsMissing, reading == 0 { continue }
      if foreground &>> UInt64(truncatingIfNeeded: index &- range.lowerBound) & 1 == 1 {
        if watch.look(at: index, reading: reading, tolerance: stillness(reading), needed: needed) {
          take(reading, at: index)
          absorbed &+= 1
        }
      } else if Pixel.zeroIsMissing, reading > upper.storage[index] {
        if watch.look(at: index, reading: reading, tolerance: stillness(reading), needed: behind) {
          take(reading, at: index)
          uncovered &+= 1
        }
      } else {
        watch.rest(at: index)
        if isMean { addToMean(reading, at: index, most: most) } else { samples[place &+ index] = reading }
      }
    }
  }

  /// How far two readings of one thing that stands still may lie apart.
  @inline(__always)
  private func stillness(_ reading: Pixel) -> Pixel {
    switch tolerance {
    case .depth(let tolerance, _): Pixel(min(tolerance(at: Float(reading)), Float(Pixel.max)))
    case .video(let tolerance): Pixel(min(2 * tolerance.base, Float(Pixel.max)))
    }
  }

  /// Makes a reading the whole of what is known of a pixel.
  private mutating func take(_ reading: Pixel, at index: Int) {
    if estimate == .mean {
      counts[index] = 1
      means[index] = Float(reading)
      variances[index] = 0
    } else {
      for frame in 0..<capacity { samples[frame &* frameStride &+ index] = reading }
    }
  }

  /// Replaces every reading that is remembered: a light that changed, a sensor that settled.
  package mutating func remap(_ change: (Pixel) -> Pixel) {
    if estimate == .mean {
      for index in means.indices where counts[index] > 0 {
        let whole = Pixel(means[index] + 0.5)
        means[index] += Float(change(whole)) - Float(whole)
        means[index] = min(max(means[index], 0), Float(Pixel.max) - 1)
      }
    } else {
      var stored = samples.mutableSpan
      for index in stored.indices where !Pixel.zeroIsMissing || stored[index] != 0 {
        stored[index] = change(stored[index])
      }
    }
    let frames = framesFollowed == 0 ? sampleCount : capacity
    workOut(rows: 0..<height, frames: frames)
  }
}

extension RoomFollowing {
  /// The rows looked at in the n-th frame.
  package func band(_ frame: Int, of height: Int) -> Range<Int> {
    let band = frame % interval
    return band * height / interval..<(band + 1) * height / interval
  }

  /// Looks after the first until something was seen for so many frames.
  package func looks(for frames: Int) -> Int { (frames + interval - 1) / interval }
}
