import Kinesphere
import RealModule

/// Learns an ``ActionModel`` from examples: a least squares machine, with everything about it chosen on people who were left out.
public struct ActionLearning: Sendable {
  /// A sequence's or a window's numbers.
  public struct Example: Sendable {
    public let features: [Float]
    /// Its place in ``names``; nil for what is none of the actions.
    public let action: Int?
    /// Who performs it: people are left out together.
    public let person: Int

    public init(features: [Float], action: Int?, person: Int) {
      (self.features, self.action, self.person) = (features, action, person)
    }
  }

  /// A model and what left-out people say of it.
  public struct Learned: Sendable {
    public let model: ActionModel
    public let cost: Double
    /// Share of left-out people's examples that are named right.
    public let accuracy: Double
    /// Share of left-out people's actions that are taken for known, and of actions nobody taught that are refused.
    public let knownAccepted: Double
    public let unknownRefused: Double
    /// Share of pairs of the two in which the known one scores higher: the area under the curve.
    public let area: Double
    /// Scores of left-out people's examples, in the examples' order; empty with one person.
    let scores: [[Double]]
  }

  public let names: [String]
  public let features: ActionFeatures.Configuration
  public var costs: [Double] = [10, 30, 100, 300]
  /// People are left out in at most so many folds.
  public var mostFolds = 5
  /// Leave out each action too, so that the threshold for none of them is known; without it all are taken for known.
  public var measuresUnknown = true

  public init(names: [String], features: ActionFeatures.Configuration) {
    (self.names, self.features) = (names, features)
  }

  /// Throws where fewer than two actions have examples.
  public func learn(_ examples: [Example]) throws -> Learned {
    let present = Set(examples.compactMap(\.action))
    guard present.count > 1, present.count == names.count else {
      let missing = names.indices.filter { !present.contains($0) }.map { names[$0] }
      throw EvaluationError(
        file: "actions", expected: "two actions or more, each with an example",
        actual: missing.isEmpty ? "there is one" : "none of \(missing.joined(separator: ", "))")
    }
    let products = ScalarProducts(examples.map(\.features))
    let folds = folds(examples)
    var chosen = (cost: costs[costs.count / 2], accuracy: Double.nan, scores: [[Double]]())
    if folds.count > 1 {
      for cost in costs {
        let scores = leftOutScores(examples, products, folds, cost)
        let accuracy = accuracy(scores, examples)
        if !(accuracy <= chosen.accuracy) { chosen = (cost, accuracy, scores) }
      }
    }
    let unknown =
      folds.count > 1 && measuresUnknown ? unknownScores(examples, products, folds, chosen.cost) : []
    let known = zip(chosen.scores, examples).compactMap { $1.action == nil ? nil : $0.max() }
    let border = Self.border(known: known, unknown: unknown)
    let configuration = ActionModel.Configuration(
      actions: names, features: features, sharpness: Float(sharpness(chosen.scores, examples)),
      threshold: Float(border))
    return Learned(
      model: model(configuration, examples, products, cost: chosen.cost), cost: chosen.cost,
      accuracy: chosen.accuracy, knownAccepted: Self.share(known) { $0 >= border },
      unknownRefused: Self.share(unknown) { $0 < border }, area: Self.area(known: known, unknown: unknown),
      scores: chosen.scores)
  }

  /// Examples by fold of people.
  private func folds(_ examples: [Example]) -> [[Int]] {
    let people = Set(examples.map(\.person)).sorted()
    let count = min(mostFolds, people.count)
    let ranks = Dictionary(uniqueKeysWithValues: people.enumerated().map { ($1, $0 % count) })
    return (0..<count).map { fold in examples.indices.filter { ranks[examples[$0].person] == fold } }
  }

  private func targets(_ members: [Int], _ examples: [Example], action: Int) -> [Double] {
    members.map { examples[$0].action == action ? 1 : -1 }
  }

  private func leftOutScores(
    _ examples: [Example], _ products: ScalarProducts, _ folds: [[Int]], _ cost: Double
  ) -> [[Double]] {
    var scores = [[Double]](repeating: [], count: examples.count)
    for held in folds {
      let members = Self.others(than: held, of: examples.count)
      let machine = DualLeastSquares(products, members: members, cost: cost)
      for action in names.indices {
        let plane = machine.plane(targets(members, examples, action: action))
        for row in held { scores[row].append(machine.answer(plane, at: row)) }
      }
    }
    return scores
  }

  /// The highest scores of every action's examples where neither the action nor the person was taught.
  private func unknownScores(
    _ examples: [Example], _ products: ScalarProducts, _ folds: [[Int]], _ cost: Double
  ) -> [Double] {
    var highest: [Double] = []
    for held in folds {
      let others = Self.others(than: held, of: examples.count)
      for action in names.indices {
        let tested = held.filter { examples[$0].action == action }
        guard !tested.isEmpty else { continue }
        let members = others.filter { examples[$0].action != action }
        let machine = DualLeastSquares(products, members: members, cost: cost)
        var best = [Double](repeating: -.infinity, count: tested.count)
        for other in names.indices where other != action {
          let plane = machine.plane(targets(members, examples, action: other))
          for (place, row) in tested.enumerated() {
            best[place] = max(best[place], machine.answer(plane, at: row))
          }
        }
        highest += best
      }
    }
    return highest
  }

  private static func others(than held: [Int], of count: Int) -> [Int] {
    let held = Set(held)
    return (0..<count).filter { !held.contains($0) }
  }

  private func accuracy(_ scores: [[Double]], _ examples: [Example]) -> Double {
    let asked = zip(scores, examples).filter { $1.action != nil }
    return Double(asked.count { row, example in row.firstIndex(of: row.max() ?? 0) == example.action })
      / Double(max(1, asked.count))
  }

  /// What makes the probabilities of left-out people's actions likeliest; 4 where nobody can be left out.
  private func sharpness(_ scores: [[Double]], _ examples: [Example]) -> Double {
    func loss(_ sharpness: Double) -> Double {
      zip(scores, examples).reduce(0) { sum, pair in
        guard let action = pair.1.action else { return sum }
        let top = pair.0.max() ?? 0
        let powers = pair.0.reduce(0) { $0 + Double.exp(($1 - top) * sharpness) }
        return sum + Double.log(powers) - (pair.0[action] - top) * sharpness
      }
    }
    guard !scores.isEmpty else { return 4 }
    let tried = (0...40).map { 0.5 * Double.pow(1.12, Double($0)) }
    return tried.min { loss($0) < loss($1) } ?? 4
  }

  /// The score that parts known from unknown best: the mean of both shares is highest; -1 (all known) where there are none.
  static func border(known: [Double], unknown: [Double]) -> Double {
    let values = (known + unknown).sorted()
    guard !known.isEmpty, !unknown.isEmpty else { return -1 }
    let candidates = zip(values, values.dropFirst()).map { ($0 + $1) / 2 }
    func worth(_ border: Double) -> Double {
      share(known) { $0 >= border } + share(unknown) { $0 < border }
    }
    return candidates.max { worth($0) < worth($1) } ?? -1
  }

  static func area(known: [Double], unknown: [Double]) -> Double {
    guard !known.isEmpty, !unknown.isEmpty else { return .nan }
    let wins = known.reduce(0.0) { sum, score in
      sum + unknown.reduce(0.0) { $0 + (score > $1 ? 1 : score == $1 ? 0.5 : 0) }
    }
    return wins / Double(known.count * unknown.count)
  }

  static func share(_ scores: [Double], _ test: (Double) -> Bool) -> Double {
    scores.isEmpty ? .nan : Double(scores.count(where: test)) / Double(scores.count)
  }

  private func model(
    _ configuration: ActionModel.Configuration, _ examples: [Example], _ products: ScalarProducts,
    cost: Double
  ) -> ActionModel {
    let members = Array(examples.indices)
    let machine = DualLeastSquares(products, members: members, cost: cost)
    let width = features.count
    var weights: [Float] = []
    var constants: [Float] = []
    for action in names.indices {
      let plane = machine.plane(targets(members, examples, action: action))
      var row = [Float](repeating: 0, count: width)
      for (example, share) in zip(examples, plane.shares) {
        let share = Float(share)
        for index in 0..<width { row[index] += share * example.features[index] }
      }
      weights += row
      constants.append(Float(plane.constant))
    }
    return ActionModel(configuration, weights: weights, constants: constants)
  }
}
