/// Mean and standard deviation of every input over the training side: the z-score of the network.
///
/// The paper's text divides by the variance; the z-score divides by the deviation, and so does this.
struct ObservationStatistics {
  let mean: [Float]
  let deviation: [Float]
  /// Mean of what the network should answer, `[54]`: a good place for its last bias to start.
  let target: [Float]

  init(_ sequences: [ObservationSequence]) {
    let width = sequences.first?.width ?? 0
    var sums = [Double](repeating: 0, count: width)
    var squares = sums
    var count = 0.0
    for sequence in sequences {
      count += Double(sequence.count)
      for (index, value) in sequence.inputs.enumerated() {
        sums[index % width] += Double(value)
        squares[index % width] += Double(value) * Double(value)
      }
    }
    let means = sums.map { $0 / max(1, count) }
    mean = means.map(Float.init)
    // An input that never changes tells nothing and must not be blown up.
    deviation = zip(squares, means).map { square, mean in
      let variance = square / max(1, count) - mean * mean
      return variance > 1e-10 ? Float(variance.squareRoot()) : 1
    }
    target = Self.meanTarget(sequences)
  }

  private static func meanTarget(_ sequences: [ObservationSequence]) -> [Float] {
    var sums = [Double](repeating: 0, count: 54)
    var counts = sums
    for sequence in sequences {
      for position in 0..<sequence.count {
        let base = sequence.base(position)
        for index in 0..<54 where sequence.labels[position * 54 + index].isFinite {
          sums[index] += Double(sequence.labels[position * 54 + index] - base[index])
          counts[index] += 1
        }
      }
    }
    return zip(sums, counts).map { Float($0 / max(1, $1)) }
  }
}
