import Kinesphere
import Testing

@testable import KinesphereData

@Suite struct SyntheticNumbersTests {
  @Test func indicesCoverTheirRangeEvenly() {
    var generator = SyntheticRandom(seed: 1)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.index(below: 7)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
  }

  @Test func normalNumbersHaveTheirMeanAndDeviation() {
    var generator = SyntheticRandom(seed: 2)
    let slow = (0..<40_000).map { _ in generator.normal(3, 2) }
    let quick = (0..<40_000).map { _ in generator.quickNormal() }
    expect(slow, mean: 3, deviation: 2)
    expect(quick, mean: 0, deviation: 1)
  }

  private func expect(
    _ values: [Float], mean: Float, deviation: Float, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = values.reduce(0, +) / Float(values.count)
    let spread = (values.reduce(0) { $0 + ($1 - found) * ($1 - found) } / Float(values.count)).squareRoot()
    #expect(abs(found - mean) < 0.03 * deviation, sourceLocation: sourceLocation)
    #expect(abs(spread - deviation) < 0.03 * deviation, sourceLocation: sourceLocation)
  }

  @Test func aRotationFromTwoAxesTakesXAndYToThem() {
    var generator = SyntheticRandom(seed: 3)
    for _ in 0..<100 {
      let x = generator.direction()
      let other = generator.direction()
      let y = (other - x * other.dot(x)).normalised
      let rotation = Rotation(x: x, y: other)
      #expect((rotation.applied(to: SIMD3(1, 0, 0)) - x).length < 1e-3)
      #expect((rotation.applied(to: SIMD3(0, 1, 0)) - y).length < 1e-3)
      #expect((rotation.inverse.applied(to: rotation.applied(to: other)) - other).length < 1e-3)
    }
  }

  @Test func rotatingHalfTheWayTwiceIsTheWholeWay() {
    var generator = SyntheticRandom(seed: 4)
    for _ in 0..<100 {
      let (a, b) = (
        Rotation(about: generator.direction(), by: generator.uniform(-2, 2)),
        Rotation(about: generator.direction(), by: generator.uniform(-2, 2))
      )
      let middle = a.slerp(to: b, share: 0.5)
      let end = middle * a.inverse * middle
      let v = generator.direction()
      #expect((end.applied(to: v) - b.applied(to: v)).length < 1e-3)
    }
  }
}
