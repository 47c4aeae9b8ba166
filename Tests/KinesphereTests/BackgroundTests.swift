import Kinesphere
import Testing
import KinesphereData

private func frame(_ pixels: [UInt16], width: Int, time: Double = 0) -> DepthFrame {
  let height = pixels.count / width
  let camera = Camera(
    width: width, height: height, focalX: 100, focalY: 100, centreX: Float(width) / 2,
    centreY: Float(height) / 2, isMirrored: true)
  return DepthFrame(depth: Plane(width: width, height: height, pixels: pixels), camera: camera, time: time)
}

/// The value at a quantile of those that are not 0, the lower of two; the median at 0.5.
private func sorted(_ values: [UInt16], at quantile: Float) -> UInt16 {
  let readings = values.filter { $0 != 0 }.sorted()
  return readings.isEmpty ? 0 : readings[Int(Float(readings.count - 1) * quantile)]
}

@Suite struct BackgroundTests {
  @Test(arguments: [1, 2, 3, 7, 30, 64], [0, 0.5, 0.8, 1] as [Float])
  func theQuantileEqualsSortingWithMissingReadingsLeftOut(frames: Int, quantile: Float) {
    var generator = SeededGenerator(seed: UInt64(frames))
    let width = 21, count = 21 * 5
    var background = MedianBackground(
      width: width, height: 5, configuration: .init(capacity: frames, quantile: quantile))
    var stack: [[UInt16]] = []
    for _ in 0..<frames {
      let pixels = (0..<count).map { pixel -> UInt16 in
        if pixel == 0 { return 0 }
        if pixel == 1 { return 65535 }
        return Int.random(in: 0..<3, using: &generator) == 0 ? 0 : .random(in: 0 ... .max, using: &generator)
      }
      stack.append(pixels)
      background.learn(frame(pixels, width: width))
    }
    background.settle()
    for pixel in 0..<count {
      #expect(background.depth.storage[pixel] == sorted(stack.map { $0[pixel] }, at: quantile))
    }
  }

  @Test func moreFramesThanItKeepsLieEvenlyOverTheTake() {
    // Frame i reads i + 1 everywhere, so the median tells which frames were kept.
    var background = MedianBackground(width: 4, height: 4, configuration: .init(capacity: 8))
    for index in 0..<100 {
      background.learn(frame([UInt16](repeating: UInt16(index + 1), count: 16), width: 4))
    }
    background.settle()
    #expect(background.framesLearned == 100)
    // Kept: 0, 16, 32, ..., 96.
    #expect(background.depth.storage == [UInt16](repeating: 49, count: 16))
  }

  @Test func foregroundIsNearerThanTheBackgroundByMoreThanTheTolerance() {
    let tolerance = DepthTolerance()
    for background in [800, 2000, 4000] as [UInt16] {
      var model = MedianBackground(width: 4, height: 1)
      model.learn(frame([background, background, background, 0], width: 4))
      model.settle()
      let limit = Float(background) - tolerance(at: Float(background))
      let seen = frame([UInt16(limit) - 1, UInt16(limit) + 1, 0, 3000], width: 4)
      var mask = PixelMask(width: 4, height: 1)
      model.markForeground(of: seen, in: &mask)
      #expect((0..<4).map { mask[$0, 0] } == [true, false, false, true])
    }
  }

  @Test func aReadingWithoutABackgroundIsForegroundOnlyIfAskedFor() {
    var model = MedianBackground(width: 2, height: 1, configuration: .init(takesUnseen: false))
    model.learn(frame([0, 0], width: 2))
    model.settle()
    var mask = PixelMask(width: 2, height: 1)
    model.markForeground(of: frame([1500, 0], width: 2), in: &mask)
    #expect(mask.count == 0)
  }

  @Test func theToleranceIsThatOfKinectsNoise() {
    // Khoshelham and Elberink: the standard deviation is about 4 cm at 5 m.
    let noise = DepthTolerance(base: 0, deviations: 1)(at: 5000)
    #expect(abs(noise - 35.5) < 0.1)
  }

  @Test func aDancerLearnedIntoTheRoomShowsWhenWalkingAway() {
    var model = MedianBackground(width: 10, height: 10)
    var occupied = [UInt16](repeating: 3000, count: 100)
    for index in 0..<20 { occupied[index] = 2000 }
    for _ in 0..<5 { model.learn(frame(occupied, width: 10)) }
    model.settle()
    #expect(model.uncoveredShare(in: frame(occupied, width: 10)) == 0)
    #expect(model.uncoveredShare(in: frame([UInt16](repeating: 3000, count: 100), width: 10)) == 0.2)
    #expect(model.unsettledShare == 0)
    // Seen coming and going while learning, the dancer shows at once.
    for _ in 0..<4 { model.learn(frame([UInt16](repeating: 3000, count: 100), width: 10)) }
    model.settle()
    #expect(model.unsettledShare == 0.2)
  }

  @Test func aSegmentedFrameIsToldFromARoom() {
    var segmented = [UInt16](repeating: 0, count: 1200)
    for index in 400..<600 where index % 40 > 10 && index % 40 < 30 { segmented[index] = 2000 }
    #expect(SegmentationGuess(frame(segmented, width: 40)).verdict == .segmented)
    var room = [UInt16](repeating: 3000, count: 1200)
    for index in 0..<300 { room[index * 4] = 0 }
    let guess = SegmentationGuess(frame(room, width: 40))
    #expect(guess.verdict == .room)
    #expect(guess.description.hasPrefix("a whole room: 25 % of the pixels"))
    #expect(SegmentationGuess(frame([UInt16](repeating: 0, count: 1200), width: 40)).verdict == .undecided)
  }
}
