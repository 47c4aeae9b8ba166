import Kinesphere
import Torch

/// How far two students are from one another on the same crops: the mean squared difference of their probabilities, summed over
/// the classes, and smooth L1 of their key-points.
struct Disagreement {
  /// Weight of the parts beside the key-points, and smooth L1's corner in units of 10 cm.
  let partWeight: Double
  let beta: Double

  /// Of cells whose readings both views show or neither does, and of key-points that both views know.
  /// - Parameters:
  ///   - seen: of either view `[batch, side, side]`, whether a cell holds a reading.
  ///   - known: of either view `[batch, 18, 3]`, 1 where a coordinate counts, else 0.
  func callAsFunction(_ said: [PartAnswer], seen: [[Bool]], known: [[Float]]) throws -> Tensor {
    let difference = try said[0].cells.softmax(over: 1) - said[1].cells.softmax(over: 1)
    let both = zip(seen[0], seen[1]).map { $0 == $1 ? Float(1) : 0 }
    let shape = said[0].cells.shape
    let apart =
      try (difference * difference).sum(over: 1) * Tensor(both, shape: [shape[0], shape[2], shape[3]])
    let parts = try apart.sum() * (partWeight / Self.count(both))
    guard let first = said[0].points?.places, let second = said[1].points?.places else { return parts }
    let whole = zip(known[0], known[1]).map { $0 * $1 }
    let places = try first.smoothL1(to: second, beta: beta) * Tensor(whole, shape: first.shape)
    return try parts + places.sum() * (1 / Self.count(whole))
  }

  private static func count(_ weights: [Float]) -> Double { Double(max(1, weights.reduce(0, +))) }
}
