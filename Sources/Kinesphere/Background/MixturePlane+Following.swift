extension MixturePlane {
  /// Where pixel `(x, y)`'s heaviest Gaussian has its weight; mean and variance follow `lanes` apart.
  @inline(__always)
  func place(_ x: Int, _ y: Int) -> Int {
    (y &* blocksPerRow &+ x / Self.lanes) &* Self.modes &* 3 &* Self.lanes &+ x % Self.lanes
  }

  /// The heaviest Gaussian's mean per pixel; 0 where there is none.
  package func background() -> Plane<Pixel> {
    var result = Plane<Pixel>(width: width, height: height, repeating: 0)
    for index in result.storage.indices { result.storage[index] = background(at: index) }
    return result
  }

  /// The heaviest Gaussian's mean at a pixel of row-major `index`; 0 where there is none.
  @inline(__always)
  package func background(at index: Int) -> Pixel {
    let place = place(index % width, index / width)
    guard state[place] > 0 else { return 0 }
    return Pixel(min(max(state[place + Self.lanes] + 0.5, 0), Float(Pixel.max)))
  }

  /// Gaussians of a pixel, heaviest first; for tests and for a look at what was learned.
  package func gaussians(_ x: Int, _ y: Int) -> [(weight: Float, mean: Float, variance: Float)] {
    let lanes = Self.lanes, place = place(x, y)
    return (0..<Self.modes).map { place + $0 * 3 * lanes }.filter { state[$0] > 0 }.map {
      (state[$0], state[$0 + lanes], state[$0 + 2 * lanes])
    }
  }

  mutating func look(at pixels: Span<Pixel>, row y: Int, foreground: PixelMask) {
    let needed = following.looks(for: following.absorption),
      behind = following.looks(for: following.uncovering)
    let words = foreground.words.span, base = y &* foreground.wordsPerRow
    for x in 0..<width {
      let index = y &* width &+ x
      let reading = pixels[index]
      if Pixel.zeroIsMissing, reading == 0 { continue }
      let isForeground = words[base &+ x / 64] &>> UInt64(truncatingIfNeeded: x % 64) & 1 == 1
      if isForeground {
        if watch.look(at: index, reading: reading, tolerance: stillness(reading), needed: needed) {
          take(reading, x, y, others: 0.4)
          absorbed &+= 1
        }
      } else if Pixel.zeroIsMissing, isBehind(reading, x, y) {
        if watch.look(at: index, reading: reading, tolerance: stillness(reading), needed: behind) {
          take(reading, x, y, others: 0)
          uncovered &+= 1
        }
      } else {
        watch.rest(at: index)
      }
    }
  }

  @inline(__always)
  private func isBehind(_ reading: Pixel, _ x: Int, _ y: Int) -> Bool {
    let place = place(x, y), mean = state[place &+ Self.lanes]
    return state[place] > 0 && Float(reading) > mean + constants.base + constants.quadratic * mean * mean
  }

  @inline(__always)
  private func stillness(_ reading: Pixel) -> Pixel {
    switch tolerance {
    case .depth(let tolerance, _): Pixel(min(tolerance(at: Float(reading)), Float(Pixel.max)))
    case .video(let tolerance): Pixel(min(2 * tolerance.base, Float(Pixel.max)))
    }
  }

  /// Makes a reading the heaviest Gaussian of a pixel, and leaves the others a share of the weight: a dancer who was
  /// absorbed and walks off uncovers a room that is still known; what is uncovered itself has nothing before it.
  private mutating func take(_ reading: Pixel, _ x: Int, _ y: Int, others: Float) {
    let lanes = Self.lanes, first = place(x, y), step = 3 * lanes
    for mode in stride(from: Self.modes - 1, to: 0, by: -1) {
      let to = first + mode * step
      state[to] = state[to - step] * others
      state[to + lanes] = state[to - step + lanes]
      state[to + 2 * lanes] = state[to - step + 2 * lanes]
    }
    let mean = Float(reading), tolerance = constants.base + constants.quadratic * mean * mean
    state[first] = 1 - others
    state[first + lanes] = mean
    state[first + 2 * lanes] = constants.initial + tolerance * tolerance / 9
  }

  /// Replaces every mean that is remembered: a light that changed, a sensor that settled.
  package mutating func remap(_ change: (Pixel) -> Pixel) {
    let lanes = Self.lanes, most = Float(Pixel.max)
    for start in stride(from: 0, to: state.count, by: 3 * lanes) {
      for index in start..<start + lanes where state[index] > 0 {
        let mean = min(max(state[index + lanes], 0), most - 1), whole = Pixel(mean + 0.5)
        state[index + lanes] = min(max(mean + Float(change(whole)) - Float(whole), 0), most)
      }
    }
  }
}
