import RealModule

/// Learning to tell actions apart from few labels: two views of a sequence, motion maps and key-points, each with a least squares
/// machine that names the unlabelled sequences for the *other* one.
///
/// The paper's idea for segmentation (two mean teachers that supervise each other, doi:10.3389/fnbot.2026.1743288, section 3.4) on
/// machines that are learned at once; co-training after Blum, Mitchell 1998 (doi:10.1145/279943.279962), with three differences: names
/// are soft, exp(score / ``temperature``) over the classes; they are balanced so that every class has its share (Sinkhorn, Knopp 1967,
/// doi:10.2140/pjm.1967.21.343); and every unlabelled sequence takes part, weighed by ``weight`` times its surest class, squared. After
/// ``rounds`` the views' mean teaches a machine on both together, which names them once more and learns a last time.
///
/// A round costs two decompositions, n³/6 each for n training sequences. It assumes that the classes are as frequent among the unlabelled
/// as among the labelled. With all labels it is ``LeastSquaresMachine``.
public struct MutualTeaching: Sendable, Hashable {
  /// Against a labelled sequence's 1; at least 0.
  public var weight = 0.1
  /// Scores are about -1 to 1; above 0.
  public var temperature = 0.05
  public var rounds = 3

  public init() {}

  /// Scores of `asked` after learning from `labelled`, with `targets` of 1 and -1 for each class, and from `unlabelled`.
  ///
  /// `views` and `whole` are scalar products of all sequences with one another, those of two views and their sum.
  func scores(
    of asked: [Int], labelled: [Int], targets: [[Double]], unlabelled: [Int], views: [[[Double]]],
    whole: [[Double]],
    cost: Double
  ) -> [[Double]] {
    let lesson = Lesson(labelled: labelled, targets: targets, unlabelled: unlabelled, cost: cost)
    guard !unlabelled.isEmpty, weight > 0 else { return lesson.scores(of: asked, products: whole) }
    let shares = classShares(targets)
    var guesses = [[[Double]]](repeating: [], count: views.count)
    for _ in 0..<rounds {
      guesses = views.indices.map { view in
        let taught = guesses[(view + 1) % views.count]
        return named(lesson, taught, products: views[view], shares: shares)
      }
    }
    let mean = unlabelled.indices.map { row in
      targets[0].indices.map { label in
        guesses.reduce(0) { $0 + $1[row][label] } / Double(guesses.count)
      }
    }
    let last = named(lesson, mean, products: whole, shares: shares)
    return lesson.scores(of: asked, products: whole, guesses: last, weights: weights(last))
  }

  /// Names of the unlabelled by a machine that learned from the labelled and, where there are any, from guesses.
  private func named(
    _ lesson: Lesson, _ guesses: [[Double]], products: [[Double]], shares: [Double]
  ) -> [[Double]] {
    let scores = lesson.scores(
      of: lesson.unlabelled, products: products, guesses: guesses, weights: weights(guesses))
    return Self.balanced(scores.map { Self.soft($0, temperature) }, shares: shares)
  }

  private func weights(_ guesses: [[Double]]) -> [Double] {
    guesses.map { row in
      let surest = row.max() ?? 0
      return weight * surest * surest
    }
  }

  private func classShares(_ targets: [[Double]]) -> [Double] {
    targets[0].indices.map { label in
      Double(targets.count { $0[label] > 0 }) / Double(targets.count)
    }
  }

  /// Probabilities in proportion to exp(score / temperature).
  static func soft(_ scores: [Double], _ temperature: Double) -> [Double] {
    let largest = scores.max() ?? 0
    let powers = scores.map { Double.exp(($0 - largest) / temperature) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// Rows that sum to 1 and columns, nearly, to their share of the rows: thirty turns of scaling both.
  static func balanced(_ rows: [[Double]], shares: [Double]) -> [[Double]] {
    var rows = rows.map { $0.map { $0 + 1e-9 } }
    for _ in 0..<30 {
      for column in shares.indices {
        let sum = rows.reduce(0) { $0 + $1[column] }
        let scale = shares[column] * Double(rows.count) / sum
        for row in rows.indices { rows[row][column] *= scale }
      }
      for row in rows.indices {
        let sum = rows[row].reduce(0, +)
        for column in shares.indices { rows[row][column] /= sum }
      }
    }
    return rows
  }
}

/// Labelled and unlabelled sequences, and the machine that a weight for each of them gives.
private struct Lesson {
  let labelled: [Int]
  let targets: [[Double]]
  let unlabelled: [Int]
  let cost: Double

  /// Weighted least squares in the dual, (products + 1 / (cost weight)) a = targets - mean; without guesses the labelled alone.
  func scores(
    of asked: [Int], products: [[Double]], guesses: [[Double]] = [], weights: [Double] = []
  ) -> [[Double]] {
    let members = labelled + (guesses.isEmpty ? [] : unlabelled)
    let goals = targets + guesses.map { $0.map { 2 * $0 - 1 } }
    let weights = [Double](repeating: 1, count: labelled.count) + weights
    var regular = members.map { row in members.map { products[row][$0] } }
    for index in members.indices { regular[index][index] += 1 / (cost * weights[index]) }
    let factor = Coordinates(products: regular, members: Array(members.indices))
    let sum = weights.reduce(0, +)
    var scores = [[Double]](repeating: [], count: asked.count)
    for label in targets[0].indices {
      let mean = zip(goals, weights).reduce(0) { $0 + $1.0[label] * $1.1 } / sum
      let shares = factor.solve(goals.map { $0[label] - mean })
      for (place, sample) in asked.enumerated() {
        scores[place].append(zip(members, shares).reduce(mean) { $0 + $1.1 * products[sample][$1.0] })
      }
    }
    return scores
  }
}
