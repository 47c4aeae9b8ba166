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
    plane.withPixels { pixels in
      for y in rows { look(at: pixels, row: y, foreground: foreground, slot: slot) }
    }
    workOut(rows: rows, frames: capacity)
  }

  private mutating func look(at pixels: Span<Pixel>, row y: Int, foreground: PixelMask, slot: Int) {
    let needed = following.looks(for: following.absorption),
      behind = following.looks(for: following.uncovering)
    let words = foreground.words.span, base = y &* foreground.wordsPerRow, place = slot &* frameStride
    let isMean = estimate == .mean, most = Float(capacity)
    for x in 0..<width {
      let index = y &* width &+ x
      let reading = pixels[index]
      if Pixel.zeroIsMissing, reading == 0 { continue }
      let isForeground = words[base &+ x / 64] &>> UInt64(truncatingIfNeeded: x % 64) & 1 == 1
      if isForeground {
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
