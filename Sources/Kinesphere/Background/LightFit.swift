/// The line that turns the background's levels into a frame's, fitted to the pixels that agree with it.
///
/// It starts from the shift of the medians, then keeps to the pixels near the line and fits least squares to them, wider
/// first. Half of the pixels may show something else, such as a body, if they do not agree with one another.
struct LightFit: Sendable {
  private var known: [UInt8] = []
  private var seen: [UInt8] = []

  init(samples: Int) {
    known.reserveCapacity(samples)
    seen.reserveCapacity(samples)
  }

  mutating func clear() {
    known.removeAll(keepingCapacity: true)
    seen.removeAll(keepingCapacity: true)
  }

  mutating func add(known level: UInt8, seen reading: UInt8) {
    // What is white or black in the frame says only that it is at least so bright, or dark.
    guard reading > 0, reading < 255, level > 0, level < 255 else { return }
    known.append(level)
    seen.append(reading)
  }

  /// The light, and the share of the pixels within `levels` of it.
  func fit(levels: Float) -> (light: RoomLight, agreement: Float) {
    var light = start()
    for width in [4, 2, 1, 1] as [Float] { light = refined(light, within: width * levels) }
    return (light, agreement(light, within: levels))
  }

  /// The gain of the medians: light that grows multiplies.
  private func start() -> RoomLight {
    RoomLight(gain: Float(max(median(seen), 1)) / Float(max(median(known), 1)))
  }

  private func median(_ levels: [UInt8]) -> Int {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { histogram in
      histogram.initialize(repeating: 0)
      for level in levels { histogram[Int(level)] += 1 }
      var before = 0
      for level in 0..<256 {
        before += Int(histogram[level])
        if before * 2 > levels.count { return level }
      }
      return 0
    }
  }

  private func refined(_ light: RoomLight, within width: Float) -> RoomLight {
    var n: Float = 0, x: Float = 0, y: Float = 0, xx: Float = 0, xy: Float = 0
    for index in known.indices {
      let level = Float(known[index]) - 128, reading = Float(seen[index])
      guard abs(light.gain * (level + 128) + light.offset - reading) <= width else { continue }
      n += 1
      x += level
      y += reading
      xx += level * level
      xy += level * reading
    }
    guard n >= 8 else { return light }
    let spread = xx - x * x / n
    // A room of one gray has no gain, only an offset.
    guard spread > 25 * n else {
      return RoomLight(gain: light.gain, offset: y / n - light.gain * (x / n + 128))
    }
    let gain = (xy - x * y / n) / spread
    guard gain > 0.1, gain < 10 else { return light }
    return RoomLight(gain: gain, offset: y / n - gain * (x / n + 128))
  }

  private func agreement(_ light: RoomLight, within levels: Float) -> Float {
    var agreeing = 0
    for index in known.indices {
      let expected = light.gain * Float(known[index]) + light.offset
      if abs(expected - Float(seen[index])) <= levels { agreeing += 1 }
    }
    return known.isEmpty ? 0 : Float(agreeing) / Float(known.count)
  }
}
