import KinesphereData

/// Keeps a share of the training sequences, as if only they had labels: what a protocol reaches with few of them.
///
/// Whole sequences, the same share of each action but at least one, drawn with a seed. A smaller share's sequences are among a
/// larger share's, so a curve over shares adds labels and never trades them. Every split draws for itself.
public struct LabelShare: Sendable, Hashable {
  /// Above 0, at most 1.
  public let share: Double
  public let seed: UInt64
  private static let stream: UInt64 = 21

  public init(share: Double, seed: UInt64 = 1) {
    precondition(share > 0 && share <= 1, "a share above 0 and at most 1")
    self.share = share
    self.seed = seed
  }

  /// The kept ones of `train`, places in `names`, in their order.
  func kept(of train: [Int], names: [SequenceName], split: Int) -> [Int] {
    let kept = Dictionary(grouping: train) { names[$0].action }.values.flatMap { members -> [Int] in
      let wanted = max(1, Int((share * Double(members.count)).rounded()))
      let drawn = members.map { (place: $0, lot: lot(of: names[$0], split: split)) }
        .sorted { ($0.lot, $0.place) < ($1.lot, $1.place) }
      return drawn.prefix(wanted).map(\.place)
    }
    return kept.sorted()
  }

  /// A sequence's lot depends on its name alone, so it stays where other sequences are missing.
  private func lot(of name: SequenceName, split: Int) -> UInt64 {
    let index = ((split * 1_000 + name.action) * 1_000 + name.subject) * 1_000 + name.trial
    var generator = SeededGenerator(seed: seed, stream: Self.stream, index: UInt64(index))
    return generator.next()
  }
}
