import CKernels
import Testing
import _KinesphereTestSupport

@testable import Kinesphere

@Suite struct PartKernelTests {
  private static func picture(side: Int, channels: Int, seed: UInt32) -> PlainPicture {
    var numbers = HashedNumbers(seed: seed)
    let values = numbers.next(side * side * channels)
    return PlainPicture(side: side, channels: channels, values: values.map(Double.init))
  }

  private static func largestDifference(_ made: [Float], _ truth: [Double]) -> Double {
    made.count == truth.count ? zip(made, truth).map { abs(Double($0) - $1) }.max() ?? 0 : .infinity
  }

  @Test(
    arguments: CPULevel.available,
    [(side: 9, rate: 2), (9, 5), (9, 9), (36, 1), (1, 1), (2, 1), (7, 3), (5, 64)])
  func aDepthwiseConvolutionEqualsItsPlainTwin(level: CPULevel, shape: (side: Int, rate: Int)) {
    let (side, channels) = (shape.side, 48)
    let picture = Self.picture(side: side, channels: channels, seed: 1)
    var numbers = HashedNumbers(seed: 2)
    let (weight, bias) = (numbers.next(channels * 9), numbers.next(channels))
    let expected = picture.depthwise(weight: weight, bias: bias, rate: shape.rate)
    // Rows with a gap that holds anything but zeros.
    let row = side * channels + 16
    var input = [Float](repeating: 1000, count: row * side)
    for (index, value) in picture.values.enumerated() {
      input[index / (side * channels) * row + index % (side * channels)] = Float(value)
    }
    var layer = ks_depthwise(
      side: Int32(side), rate: Int32(shape.rate), channels: Int32(channels), inputRow: Int32(row),
      region: PartSegmenter.Region(side: side).kernel)
    var out = [Float](repeating: .nan, count: side * side * channels)
    let packed = Packing.depthwise(weight, channels: channels)
    ks_depthwise(level.rawValue, &layer, input, packed, bias, &out)
    #expect(Self.largestDifference(out, expected.values) < 1e-5)
    // A part of the picture: the same numbers to the bit there, and nothing elsewhere.
    let region = PartSegmenter.Region(columns: 1..<side - side / 3, rows: side / 2..<side, side: side)
    guard !region.columns.isEmpty else { return }
    layer.region = region.kernel
    var some = [Float](repeating: -7, count: out.count)
    ks_depthwise(level.rawValue, &layer, input, packed, bias, &some)
    for index in out.indices {
      let (x, y) = (index / channels % side, index / channels / side)
      let isInside = region.columns.contains(x) && region.rows.contains(y)
      #expect(some[index] == (isInside ? out[index] : -7))
    }
  }

  @Test(arguments: CPULevel.available, [(9, 36), (36, 72), (5, 7), (7, 5), (1, 4), (6, 6)])
  func interpolationEqualsItsPlainTwin(level: CPULevel, sides: (Int, Int)) {
    let (side, size) = sides
    let picture = Self.picture(side: side, channels: 32, seed: 3)
    // Into the first 32 of 48 floats of each cell.
    var layer = ks_upsampling(
      side: Int32(side), size: Int32(size), channels: 32, outputCell: 48,
      region: PartSegmenter.Region(side: size).kernel)
    var out = [Float](repeating: -7, count: size * size * 48)
    ks_upsample(level.rawValue, &layer, picture.values.map(Float.init), &out)
    let kept = out.enumerated().filter { $0.offset % 48 < 32 }.map(\.element)
    #expect(Self.largestDifference(kept, picture.upsampled(to: size).values) < 1e-5)
    #expect(out.enumerated().allSatisfy { $0.offset % 48 < 32 || $0.element == -7 })
  }

  @Test(arguments: CPULevel.available)
  func theMeanEqualsItsPlainTwin(level: CPULevel) {
    let picture = Self.picture(side: 9, channels: 32, seed: 4)
    var out = [Float](repeating: 0, count: 32)
    ks_mean(level.rawValue, picture.values.map(Float.init), 9, 32, 9 * 32, &out)
    #expect(Self.largestDifference(out, picture.mean.values) < 1e-6)
  }

  @Test(arguments: CPULevel.available, [(9, 18), (36, 72), (4, 11)])
  func theLikeliestClassesAreThoseOfThePlainTwin(level: CPULevel, sides: (Int, Int)) {
    let (side, size) = sides
    let logits = Self.picture(side: side, channels: 19, seed: 8)
    var padded = [Float](repeating: -1e30, count: side * side * 32)
    for (index, value) in logits.values.enumerated() { padded[index / 19 * 32 + index % 19] = Float(value) }
    var made = [UInt8](repeating: 99, count: size * size)
    ks_part_classes(level.rawValue, padded, Int32(side), Int32(size), &made)
    #expect(made == logits.classes(size: size))
    #expect(Set(made).count > 15)
  }

  @Test(arguments: CPULevel.available)
  func ofEquallyLikelyClassesTheFirstIsTaken(level: CPULevel) {
    var made: [UInt8] = [99, 99, 99, 99]
    ks_part_classes(level.rawValue, [Float](repeating: 0.5, count: 32), 1, 2, &made)
    #expect(made == [0, 0, 0, 0])
  }

  /// A crop with a body of random depths in a third of its pixels.
  private static func crop(size: Int, seed: UInt32) -> [Float] {
    var numbers = HashedNumbers(seed: seed)
    let (depths, holes) = (numbers.next(size * size), numbers.next(size * size))
    return depths.indices.map { index in
      let x = index % size
      return x > size / 3 && x < size * 2 / 3 && holes[index] > -0.8 ? min(depths[index], 0.999) : 1
    }
  }

  @Test(arguments: CPULevel.available, [(36, 72, Float(30)), (36, 72, 0.1), (18, 72, 5), (6, 6, 200)])
  func anObservationEqualsItsPlainTwin(level: CPULevel, shape: (Int, Int, Float)) {
    let (side, size, strength) = shape
    var numbers = HashedNumbers(seed: 5)
    let logits = numbers.next(side * side * 19, scale: strength)
    let crop = Self.crop(size: size, seed: 6)
    let truth = PlainPicture(side: side, channels: 19, values: logits.map(Double.init))
      .observation(crop: crop, size: size, halfSize: 1.05)
    let made = PartObservation(
      logits: logits.span, side: side, crop: crop.span, size: size, halfSize: 1.05, level: level)
    #expect(Self.largestDifference((0..<126).map { made.numbers[$0] }, truth) < 1e-4)
  }

  @Test(arguments: CPULevel.available)
  func anEmptyCropHasNoParts(level: CPULevel) {
    var numbers = HashedNumbers(seed: 7)
    let (logits, crop) = (numbers.next(36 * 36 * 19), [Float](repeating: 1, count: 72 * 72))
    let made = PartObservation(
      logits: logits.span, side: 36, crop: crop.span, size: 72, halfSize: 1.05, level: level)
    #expect((0..<126).allSatisfy { made.numbers[$0] == 0 })
  }

  @Test(arguments: CPULevel.available)
  func aBodyOfOnePixelIsOneCell(level: CPULevel) {
    var logits = [Float](repeating: 0, count: 36 * 36 * 19)
    var crop = [Float](repeating: 1, count: 72 * 72)
    crop[21 * 72 + 40] = -0.5
    // Cell (20, 10) is surely part 17; all others are background or nobody's.
    logits[(10 * 36 + 20) * 19 + 17] = 80
    let made = PartObservation(
      logits: logits.span, side: 36, crop: crop.span, size: 72, halfSize: 1.05, level: level)
    let centroid = made.centroid(ofPart: 17)
    #expect(abs(centroid.x - (20.5 / 18 - 1) * 10.5) < 1e-4)
    #expect(abs(centroid.y + (10.5 / 18 - 1) * 10.5) < 1e-4)
    #expect(abs(centroid.z + 5.25) < 1e-4)
    #expect(made.extent(ofPart: 17) == .zero)
    #expect(abs(made.confidence(ofPart: 17) - 0.25) < 1e-6)
    for part in 0..<17 { #expect(made.confidence(ofPart: part) == 0 && made.centroid(ofPart: part) == .zero) }
  }
}
