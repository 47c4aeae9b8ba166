import Kinesphere
import KinesphereData
import Testing

/// A picture of one row.
private func depthFrame(_ pixels: [UInt16]) -> DepthFrame {
  let camera = Camera(
    width: pixels.count, height: 1, focalX: 100, focalY: 100, centreX: 0, centreY: 0, isMirrored: true)
  return DepthFrame(depth: Plane(width: pixels.count, height: 1, pixels: pixels), camera: camera, time: 0)
}

private func grayFrame(_ pixels: [UInt8]) -> VideoFrame {
  VideoFrame(channels: [Plane(width: pixels.count, height: 1, pixels: pixels)], time: 0)
}

private func marked(_ mask: PixelMask) -> [Bool] { (0..<mask.width).map { mask[$0, 0] } }

/// The median of the squared residuals of `values` from b; of an even number the upper of the two middle ones.
private func medianOfSquares(_ values: [UInt16], from b: Double) -> Double {
  let squares = values.map { (Double($0) - b) * (Double($0) - b) }.sorted()
  return squares[squares.count / 2]
}

@Suite struct BackgroundMethodsTests {
  @Test(arguments: [1, 2, 3, 8, 15, 30, 64])
  func theLeastMedianOfSquaresLeavesNoSmallerMedian(frames: Int) {
    var generator = SeededGenerator(seed: UInt64(frames))
    var model = DepthBackground(
      width: 40, height: 1, configuration: .init(method: .leastMedian, capacity: frames))
    var stack: [[UInt16]] = []
    for _ in 0..<frames {
      stack.append((0..<40).map { _ in generator.chance(0.2) ? 0 : UInt16(1 + generator.index(below: 60)) })
      model.learn(depthFrame(stack[stack.count - 1]))
    }
    model.settle()
    for pixel in 0..<40 {
      let readings = stack.map { $0[pixel] }.filter { $0 != 0 }
      guard !readings.isEmpty else {
        #expect(model.depth.storage[pixel] == 0)
        continue
      }
      // Every b in half millimetres: the least is at a midpoint of two readings.
      let least = (0...122).map { medianOfSquares(readings, from: Double($0) / 2) }.min() ?? -1
      let background = Double(model.depth.storage[pixel])
      #expect([background, background + 0.5].contains { medianOfSquares(readings, from: $0) == least })
    }
  }

  @Test func grayLevelsHaveTheSameLeastMedianAndTheirMedianBySorting() {
    var generator = SeededGenerator(seed: 3)
    let width = 70
    for method in [BackgroundMethod.median, .leastMedian] {
      var model = VideoBackground(
        width: width, height: 1, channelCount: 1, configuration: .init(method: method, capacity: 21))
      var stack: [[UInt8]] = []
      for _ in 0..<21 {
        stack.append((0..<width).map { _ in UInt8(generator.index(below: 256)) })
        model.learn(grayFrame(stack[stack.count - 1]))
      }
      model.settle()
      for pixel in 0..<width {
        let readings = stack.map { UInt16($0[pixel]) }
        let background = Double(model.channels[0].storage[pixel])
        if method == .median {
          #expect(background == Double(readings.sorted()[10]))
        } else {
          let least = (0...510).map { medianOfSquares(readings, from: Double($0) / 2) }.min() ?? -1
          #expect([background, background + 0.5].contains { medianOfSquares(readings, from: $0) == least })
        }
      }
    }
  }

  @Test func theLeastMedianOfSquaresBearsAnybodyInTheWayAndTheMeanNobody() {
    // A wall at 3000; somebody walks by, never twice at one depth, in 17 of 40 frames and always before the wall.
    var generator = SeededGenerator(seed: 8)
    var found: [BackgroundMethod: Int] = [:]
    for method in [BackgroundMethod.leastMedian, .median, .mean] {
      var model = DepthBackground(width: 1, height: 1, configuration: .init(method: method, capacity: 40))
      for index in 0..<40 {
        let noise = generator.normal(0, 10)
        model.learn(depthFrame([index < 17 ? UInt16(1000 + 60 * index) : UInt16(3000 + noise)]))
      }
      model.settle()
      found[method] = Int(model.depth.storage[0])
    }
    #expect(abs((found[.leastMedian] ?? 0) - 3000) < 10)
    // The median is the wall's nearest readings, the mean is in the middle of the room.
    #expect((found[.median] ?? 0) < (found[.leastMedian] ?? 0))
    #expect((found[.mean] ?? 0) < 2500)
  }

  @Test func theMeanIsTheMeanOfTheReadingsAndItsLimitFourOfTheirDeviations() {
    var generator = SeededGenerator(seed: 4)
    let tolerance = DepthTolerance(base: 0, noise: 0, deviations: 4)
    var model = DepthBackground(
      width: 1, height: 1, configuration: .init(method: .mean, tolerance: tolerance))
    var readings: [Float] = []
    for _ in 0..<200 {
      let reading = generator.chance(0.3) ? 0 : UInt16(2000 + generator.normal(0, 20))
      if reading > 0 { readings.append(Float(reading)) }
      model.learn(depthFrame([reading]))
    }
    model.settle()
    let mean = readings.reduce(0, +) / Float(readings.count)
    #expect(abs(Float(model.depth.storage[0]) - mean) < 0.51)
    var mask = PixelMask(width: 1, height: 1)
    for (reading, isForeground) in [(1900, true), (1935, false), (0, false), (2500, false)] {
      model.markForeground(of: depthFrame([UInt16(reading)]), in: &mask)
      #expect(mask[0, 0] == isForeground, "\(reading)")
    }
  }

  @Test(arguments: BackgroundMethod.allCases)
  func missingReadingsAreNeitherLearnedNorForeground(method: BackgroundMethod) {
    // Always there; there in one frame of ten; never.
    var model = DepthBackground(width: 3, height: 1, configuration: .init(method: method))
    for index in 0..<30 { model.learn(depthFrame([2000, index % 10 == 0 ? 1500 : 0, 0])) }
    model.settle()
    #expect(model.depth.storage == [2000, 1500, 0])
    var mask = PixelMask(width: 3, height: 1)
    for (pixels, truth) in [
      ([0, 0, 0], [false, false, false]), ([2010, 1490, 0], [false, false, false]),
      ([1800, 1300, 1300], [true, true, true]), ([2900, 2900, 0], [false, false, false]),
    ] as [([UInt16], [Bool])] {
      model.markForeground(of: depthFrame(pixels), in: &mask)
      #expect(marked(mask) == truth, "\(method) \(pixels)")
    }
    var careful = DepthBackground(
      width: 1, height: 1, configuration: .init(method: method, takesUnseen: false))
    careful.learn(depthFrame([0]))
    careful.settle()
    var one = PixelMask(width: 1, height: 1)
    careful.markForeground(of: depthFrame([900]), in: &one)
    #expect(one.count == 0)
  }

  @Test(arguments: BackgroundMethod.allCases)
  func grayForegroundLiesOnEitherSideAndBlackIsALevel(method: BackgroundMethod) {
    var generator = SeededGenerator(seed: 11)
    var model = VideoBackground(width: 3, height: 1, channelCount: 1, configuration: .init(method: method))
    for _ in 0..<60 {
      model.learn(grayFrame([UInt8(120 + generator.normal(0, 2)), 0, 255]))
    }
    model.settle()
    var mask = PixelMask(width: 3, height: 1)
    for (pixels, truth) in [
      ([121, 0, 255], [false, false, false]), ([90, 40, 200], [true, true, true]),
      ([150, 3, 252], [true, false, false]),
    ] as [([UInt8], [Bool])] {
      model.markForeground(of: grayFrame(pixels), in: &mask)
      #expect(marked(mask) == truth, "\(method) \(pixels)")
    }
  }

  @Test(arguments: BackgroundMethod.allCases)
  func oneColourThatDeviatesMakesForeground(method: BackgroundMethod) {
    var model = VideoBackground(width: 70, height: 2, channelCount: 3, configuration: .init(method: method))
    let room = VideoFrame(
      channels: [40, 90, 160].map { Plane(width: 70, height: 2, repeating: UInt8($0)) }, time: 0)
    for _ in 0..<10 { model.learn(room) }
    model.settle()
    for channel in 0..<3 {
      var seen = room
      seen.channels[channel][65, 1] += 50
      var mask = PixelMask(width: 70, height: 2)
      model.markForeground(of: seen, in: &mask)
      #expect(mask.count == 1 && mask[65, 1])
    }
  }

  @Test func aMixtureKeepsBothValuesOfAPixelThatFlickers() {
    // A screen that shows 60 and 180 in turn: the median knows one of them, the mixture both.
    var generator = SeededGenerator(seed: 2)
    var mixture = VideoBackground(
      width: 1, height: 1, channelCount: 1, configuration: .init(method: .mixture))
    for index in 0..<200 {
      mixture.learn(grayFrame([UInt8((index % 2 == 0 ? 60 : 180) + generator.normal(0, 2))]))
    }
    mixture.settle()
    var mask = PixelMask(width: 1, height: 1)
    for (level, isForeground) in [(60, false), (180, false), (120, true), (220, true)] {
      mixture.markForeground(of: grayFrame([UInt8(level)]), in: &mask)
      #expect(mask[0, 0] == isForeground, "\(level)")
    }
  }
}
