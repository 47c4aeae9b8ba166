/// Where a network's packed weights and its pictures lie in their two buffers: one behind the other, each on a 64-byte
/// boundary of a ``KernelBuffer``.
struct KernelLayout {
  /// All packed weights so far.
  private(set) var weights: [Float] = []
  /// Floats of scratch so far.
  private(set) var scratch = 0

  private static func aligned(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  /// Appends packed weights; returns where they start.
  mutating func store(_ values: [Float]) -> Int {
    let start = weights.count
    weights += values
    weights += [Float](repeating: 0, count: Self.aligned(weights.count) - weights.count)
    return start
  }

  /// Makes room for a picture; returns where it starts.
  mutating func reserve(_ floats: Int) -> Int {
    defer { scratch += Self.aligned(floats) }
    return scratch
  }
}
