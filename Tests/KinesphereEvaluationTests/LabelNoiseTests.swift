import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereEvaluation

@Suite struct LabelNoiseTests {
  /// A skeleton whose key-points lie on a line, moved about as a whole, its key-points off by `sigma` metres in every direction.
  private func labels(sigma: Float) -> [(pose: Pose, subject: Int)] {
    var generator = SeededGenerator(seed: 5)
    return (0..<600).map { frame in
      let offset = SIMD3<Float>(Float(frame) * 0.01, 0, 2)
      let points = KeyPoint.allCases.map { point in
        SIMD3(0, Float(point.rawValue) * 0.3, 0) + offset
          + sigma * SIMD3(generator.normal(), generator.normal(), generator.normal())
      }
      return (Pose(points: points), 1 + frame % 2)
    }
  }

  @Test func rigidLabelsHaveNone() throws {
    let noise = try #require(LabelNoise(labels(sigma: 0)))
    #expect(noise.rigidBound < 1e-5)
    #expect(noise.estimated < 1e-5)
  }

  @Test func independentNoiseIsEstimatedAndBoundedFromBelow() throws {
    let noise = try #require(LabelNoise(labels(sigma: 0.01)))
    let truth = 0.01 * (8 / Double.pi).squareRoot()
    #expect(abs(noise.estimated - truth) < 0.03 * truth)
    #expect(noise.rigidBound > 0.2 * truth && noise.rigidBound < truth)
  }

  @Test func bonesOfAMatchingShareNoKeyPoint() {
    var weights = [Double](repeating: 0, count: KeyPoint.count)
    weights[KeyPoint.leftHip.rawValue] = 2
    weights[KeyPoint.leftKnee.rawValue] = 3
    weights[KeyPoint.leftAnkle.rawValue] = 2
    #expect(LabelNoise.largestMatching(weights) == 4)
    weights[KeyPoint.leftKnee.rawValue] = 5
    #expect(LabelNoise.largestMatching(weights) == 5)
  }

  @Test func nothingIsSaidOfNoLabels() {
    let unknown = Pose(points: [SIMD3<Float>](repeating: SIMD3(repeating: .nan), count: KeyPoint.count))
    #expect(LabelNoise([(unknown, 1), (unknown, 1)]) == nil)
  }
}
