import Testing

@testable import KinesphereEvaluation

@Suite struct ReportSamplingTests {
  @Test(arguments: [0, 1, 7, 8, 9, 100, 1_000, 12_345])
  func samplesStayEvenlySpacedAndWithinTheCapacity(count: Int) {
    var thinned = Thinned<Int>(capacity: 8)
    var made = 0
    for index in 0..<count {
      thinned.offer {
        made += 1
        return index
      }
    }
    #expect(thinned.count == count)
    #expect(thinned.elements.count <= 8)
    #expect(count < 8 || thinned.elements.count >= 4)
    #expect(thinned.elements == (0..<thinned.elements.count).map { $0 * thinned.stride })
    #expect((thinned.elements.last ?? 0) + thinned.stride >= count, "the samples reach the end")
    #expect(made <= 8 + 4 * 12, "an element that is not kept is not made")
  }

  @Test func percentilesOfAKnownRowAreWithinOnePercent() throws {
    var histogram = DurationHistogram()
    // 1 ms, 2 ms ... 100 ms: half are at most 50 ms, 99 of 100 at most 99 ms.
    for value in 1...100 { histogram.add(nanoseconds: UInt64(value) * 1_000_000) }
    let p50 = try #require(histogram.p50)
    let p99 = try #require(histogram.p99)
    #expect(abs(p50 / 50 - 1) < 0.0101)
    #expect(abs(p99 / 99 - 1) < 0.0101)
  }

  @Test func anEmptyHistogramHasNoPercentiles() {
    #expect(DurationHistogram().p50 == nil)
  }

  @Test func ticksAreRoundAndHoldTheRange() {
    for (low, high) in [(0.0, 1.0), (-3.2, 7.9), (0.11, 0.13), (1e-6, 2e-6), (5, 5), (-170, 170)] {
      let ticks = Ticks(low: low, high: high, about: 3)
      #expect(ticks.range.lowerBound <= low && ticks.range.upperBound >= high)
      #expect(ticks.values.count >= 2 && ticks.values.count <= 8)
    }
    #expect(Ticks(low: 0, high: 3, about: 3).values == [0, 1, 2, 3])
  }
}
