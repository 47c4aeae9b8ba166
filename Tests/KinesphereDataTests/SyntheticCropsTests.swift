import Kinesphere
import Testing

@testable import KinesphereData

@Suite struct SyntheticCropsTests {
  private func samples(
    _ indices: [Int], seed: UInt64, configuration: SyntheticCrops.Configuration = .init()
  ) -> [Int: [Float]] {
    var source = SyntheticCrops(seed: seed, configuration: configuration)
    var result: [Int: [Float]] = [:]
    for index in indices {
      var crop = [Float](repeating: 0, count: SyntheticCrops.cropCount)
      var target = [Float](repeating: 0, count: SyntheticCrops.targetCount)
      var visible = [Float](repeating: 0, count: KeyPoint.count)
      var c = crop.mutableSpan
      var t = target.mutableSpan
      var v = visible.mutableSpan
      source.fill(index, crop: &c, target: &t, visible: &v)
      result[index] = crop + target + visible
    }
    return result
  }

  @Test func samplesDoNotDependOnTheirOrder() {
    let forwards = samples([0, 1, 5, 6, 40], seed: 9)
    let backwards = samples([40, 6, 5, 1, 0], seed: 9)
    #expect(forwards == backwards)
    #expect(samples([5], seed: 10)[5] != forwards[5])
  }

  @Test func targetsLieInsideTheBoxAndTheCropShowsABody() {
    for (_, sample) in samples(Array(0..<30), seed: 11) {
      let body = sample[..<SyntheticCrops.cropCount].count { $0 < 1 }
      #expect(body > 150)
      let target = sample[SyntheticCrops.cropCount..<SyntheticCrops.cropCount + SyntheticCrops.targetCount]
      #expect(target.allSatisfy { abs($0) < 2 })
    }
  }

  @Test func aConfigurationThatShowsNobodyStillEnds() {
    var configuration = SyntheticCrops.Configuration()
    configuration.nearest = 60
    configuration.farthest = 80
    let sample = samples([0], seed: 12, configuration: configuration)[0] ?? []
    #expect(sample.prefix(SyntheticCrops.cropCount).count { $0 < 1 } > 150)
  }
}
