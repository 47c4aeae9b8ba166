import Kinesphere
import Testing
import _KinesphereTestSupport

@Suite struct CropEncoderMirrorTests {
  private static func encoder() throws -> CropEncoder {
    let small = CropEncoder.Configuration(layers: [
      .init(channels: 16, stride: 2), .init(channels: 16, stride: 2),
    ])
    return try CropEncoder(small, parameters: .hashed(small, seed: 2))
  }

  /// Depths that no mirror leaves as they are.
  private static let crop = (0..<72 * 72).map { (index: Int) -> Float in
    Float((index * 7919) % 1009) / 1009 - 0.5
  }
  private static let flipped = crop.indices.map { (index: Int) -> Float in
    let (row, column) = index.quotientAndRemainder(dividingBy: 72)
    return crop[row * 72 + 71 - column]
  }

  @Test func theAverageIsTheMeanOfBothImages() throws {
    var encoder = try Self.encoder()
    var image = [Float](repeating: 0, count: 72 * 72)
    let both = encoder.estimateMirrorAverage(Self.crop, image: &image)
    #expect(image == Self.flipped)
    let (one, other) = (encoder.estimate(Self.crop), encoder.estimate(Self.flipped))
    for point in KeyPoint.allCases {
      let (index, opposite) = (point.rawValue, point.mirrored.rawValue)
      let mirrored = other.points[opposite] * SIMD3(-1, 1, 1)
      #expect(both.points[index] == (one.points[index] + mirrored) / 2 && one.points[index] != mirrored)
      #expect(both.scales[index] == (one.scales[index] + other.scales[opposite]) / 2)
      let least = min(one.confidence[index], other.confidence[opposite])
      let most = max(one.confidence[index], other.confidence[opposite])
      #expect(both.confidence[index] >= least - 1e-6 && both.confidence[index] <= most + 1e-6)
    }
  }

  /// To the bit, whatever the network.
  @Test func theMirrorImageGivesTheMirroredAverage() throws {
    var encoder = try Self.encoder()
    var image = [Float](repeating: 0, count: 72 * 72)
    let one = encoder.estimateMirrorAverage(Self.crop, image: &image)
    let other = encoder.estimateMirrorAverage(Self.flipped, image: &image)
    for point in KeyPoint.allCases {
      let (index, opposite) = (point.rawValue, point.mirrored.rawValue)
      #expect(one.points[index] == other.points[opposite] * SIMD3(-1, 1, 1))
      #expect(one.scales[index] == other.scales[opposite])
    }
  }
}
