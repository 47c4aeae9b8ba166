import Kinesphere
import KinesphereData

/// The order in which samples of a set come, over and over, each time shuffled anew: any stretch of it follows from the
/// seed and its place alone.
struct SampleOrder {
  let count: Int
  let seed: UInt64
  let stream: UInt64
  private var round = -1
  private var order: [Int] = []

  init(count: Int, seed: UInt64, stream: UInt64) {
    (self.count, self.seed, self.stream) = (count, seed, stream)
  }

  /// The samples at `range` of the endless order.
  mutating func samples(_ range: Range<Int>) -> [Int] {
    range.map { place in
      shuffle(place / count)
      return order[place % count]
    }
  }

  private mutating func shuffle(_ wanted: Int) {
    if wanted == round { return }
    var generator = SeededGenerator(seed: seed, stream: stream, index: UInt64(wanted))
    order = Array(0..<count)
    order.shuffle(using: &generator)
    round = wanted
  }
}
