import CKernels
import Kinesphere
import KinesphereData
import Testing

/// The mixture's equations, one pixel and one Gaussian at a time; the truth for the kernel.
private struct PlainMixture {
  var gaussians: [(weight: Float, mean: Float, variance: Float)] = []
  let m: ks_mixture

  mutating func learn(_ x: Float) {
    if m.depth, x == 0 { return }
    var owner: Int?
    for index in gaussians.indices {
      let (weight, mean, variance) = gaussians[index]
      let d = x - mean, least = m.base + m.quadratic * mean * mean
      let owns = owner == nil && d * d < max(m.owner * variance, least * least)
      if owns { owner = index }
      let grown = max(weight * (1 - m.rate) - m.rate * m.prune + (owns ? m.rate : 0), 0)
      gaussians[index].weight = grown
      if owns {
        let step = m.rate / grown
        gaussians[index].mean += step * d
        gaussians[index].variance += step * (d * d - variance)
      }
      gaussians[index].variance = min(max(gaussians[index].variance, m.least), m.greatest)
    }
    if owner == nil {
      let tolerance = m.base + m.quadratic * x * x
      if gaussians.count == Int(KS_MODES) { gaussians.removeLast() }
      gaussians.append((m.rate, x, m.initial + tolerance * tolerance / 9))
    }
    gaussians.removeAll { $0.weight <= 0 }
    let total = gaussians.reduce(0) { $0 + $1.weight }
    for index in gaussians.indices { gaussians[index].weight /= total }
    gaussians.sort { $0.weight > $1.weight }
  }

  func isForeground(_ x: Float) -> Bool {
    if m.depth, x == 0 { return false }
    if gaussians.isEmpty { return m.unseen }
    var total: Float = 0, farthest: Float = 0
    for (weight, mean, variance) in gaussians where total < m.share {
      let d = x - mean, least = m.base + m.quadratic * mean * mean
      if d * d < max(m.background * variance, least * least) { return false }
      total += weight
      farthest = max(farthest, mean)
    }
    return !m.depth || x < farthest
  }
}

@Suite struct BackgroundKernelTests {
  @Test(arguments: CPULevel.available)
  func everyLevelSortsAsSortingDoes(level: CPULevel) {
    var generator = SeededGenerator(seed: 1)
    for frames in [1, 2, 5, 16, 30, 63, 64] {
      let count = 100, stride = 128
      var samples = [UInt8](repeating: 0, count: frames * stride + 64)
      for index in samples.indices { samples[index] = UInt8(generator.index(below: 256)) }
      for quantile in [0, 0.5, 0.8, 1] as [Float] {
        var how = ks_samples()
        (how.frames, how.stride, how.count) = (Int32(frames), Int32(stride), Int32(count))
        how.quantile = quantile
        var middle = [UInt8](repeating: 0, count: count), low = middle, high = middle, far = middle
        ks_summarise8(level.rawValue, &how, samples, &middle, &low, &high, &far)
        for pixel in 0..<count {
          let sorted = (0..<frames).map { samples[$0 * stride + pixel] }.sorted()
          #expect(middle[pixel] == sorted[Int(Float(frames - 1) * quantile)])
          let half = frames / 2 + 1, starts = 0...frames - half
          let least = starts.map { sorted[$0 + half - 1] - sorted[$0] }.min()
          let last = starts.last { sorted[$0 + half - 1] - sorted[$0] == least } ?? 0
          #expect(low[pixel] == sorted[last])
          #expect(high[pixel] == sorted[last + half - 1])
          #expect(far[pixel] == sorted[frames - (frames + 9) / 10])
        }
      }
    }
  }

  @Test(arguments: CPULevel.available, [1, 63, 64, 65, 130])
  func everyLevelMarksWhatLiesOutside(level: CPULevel, width: Int) {
    var generator = SeededGenerator(seed: UInt64(width))
    func plane() -> Plane<UInt8> {
      Plane(width: width, height: 3, pixels: (0..<width * 3).map { _ in UInt8(generator.index(below: 256)) })
    }
    let pixels = plane(), lower = plane(), upper = plane()
    var mask = PixelMask(width: width, height: 3)
    mask.markOutside(pixels, lower: lower, upper: upper, join: false, level: level)
    for y in 0..<3 {
      for x in 0..<width {
        #expect(mask[x, y] == (pixels[x, y] < lower[x, y] || pixels[x, y] > upper[x, y]))
      }
    }
    // Joined, what was set stays, and nothing past the picture's edge is counted.
    let none = Plane<UInt8>(width: width, height: 3, repeating: 0)
    let all = Plane<UInt8>(width: width, height: 3, repeating: 255)
    var joined = mask
    joined.markOutside(pixels, lower: none, upper: all, join: true, level: level)
    #expect(joined == mask)
    joined.markOutside(pixels, lower: all, upper: none, join: true, level: level)
    #expect(joined.count <= width * 3)
  }

  @Test(arguments: CPULevel.available, [false, true])
  func everyLevelMixesAsTheEquationsDo(level: CPULevel, isDepth: Bool) {
    var generator = SeededGenerator(seed: 9)
    let width = 37, height = 2, blocks = 3
    var m = ks_mixture()
    (m.prune, m.share, m.owner, m.background) = (0.05, 0.9, 9, 16)
    (m.initial, m.least, m.greatest) = isDepth ? (0, 4, .greatestFiniteMagnitude) : (15, 4, 75)
    if isDepth { (m.base, m.quadratic, m.depth, m.unseen) = (25, 4 * 1.42e-6, true, true) }
    var plain = [PlainMixture](repeating: PlainMixture(m: m), count: width * height)
    var state = [Float](repeating: 0, count: height * blocks * 4 * 48)
    var learned = PixelMask(width: width, height: height), words = [UInt64](repeating: 0, count: height)
    // Pixel 5 of row 1 is never learned.
    learned[5, 1] = true
    for frame in 1...60 {
      let pixels = (0..<width * height).map { pixel -> UInt16 in
        let value = [60, 150, 200, 240, 20, 100][generator.index(below: pixel % 3 == 0 ? 6 : 2)]
        if isDepth, generator.chance(0.2) { return 0 }
        return UInt16(isDepth ? value * 15 : value) + UInt16(generator.index(below: 5))
      }
      m.rate = 1 / Float(min(frame, 20))
      let bytes = pixels.map { UInt8(truncatingIfNeeded: $0) }
      if isDepth {
        ks_mixture_mark16(level.rawValue, &m, pixels, state, Int32(width), Int32(height), false, &words)
        ks_mixture_learn16(level.rawValue, &m, pixels, &state, Int32(width), Int32(height), [0, 1 << 5])
      } else {
        ks_mixture_mark8(level.rawValue, &m, bytes, state, Int32(width), Int32(height), false, &words)
        ks_mixture_learn8(level.rawValue, &m, bytes, &state, Int32(width), Int32(height), [0, 1 << 5])
      }
      for pixel in 0..<width * height {
        let x = Float(pixels[pixel])
        var twin = PlainMixture(gaussians: plain[pixel].gaussians, m: m)
        let bit = words[pixel / width] >> UInt64(pixel % width) & 1 == 1
        #expect(bit == twin.isForeground(x), "frame \(frame) pixel \(pixel)")
        if pixel != width + 5 { twin.learn(x) }
        plain[pixel] = twin
        let place = (pixel / width * blocks + pixel % width / 16) * 4 * 48 + pixel % width % 16
        for (index, gaussian) in twin.gaussians.enumerated() {
          let at = place + index * 48
          #expect(abs(state[at] - gaussian.weight) < 1e-4)
          #expect(abs(state[at + 16] - gaussian.mean) < 1e-2)
        }
      }
    }
    #expect(plain[width + 5].gaussians.isEmpty)
    #expect(plain.contains { $0.gaussians.count > 1 })
  }
}
