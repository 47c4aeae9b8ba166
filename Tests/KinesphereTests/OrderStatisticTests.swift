import Testing

@testable import Kinesphere

struct OrderStatisticTests {
  @Test(arguments: [1, 2, 3, 10, 257, 1000])
  func theSelectedIsWhatSortingPutsThere(count: Int) {
    for seed in 0..<20 {
      // Few different numbers, so that many are equal.
      let values = (0..<count).map { Float(hashed(seed * 7919 + $0) % 37) }
      let sorted = values.sorted()
      for rank in [0, count / 100, count / 3, (count - 1) / 2, count - 1] {
        var kept = values
        let selected = OrderStatistic.select(rank, of: &kept)
        #expect(selected == sorted[rank])
        #expect(kept.sorted() == sorted)
      }
    }
  }

  private func hashed(_ number: Int) -> UInt32 {
    var state = UInt32(truncatingIfNeeded: number) &* 2_654_435_761
    state ^= state >> 15
    state = state &* 2_246_822_519
    return state ^ (state >> 13)
  }
}
