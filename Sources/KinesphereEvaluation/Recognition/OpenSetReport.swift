import Foundation
import Kinesphere
import KinesphereData

/// How well strangers' actions that nobody taught are told from those that were: `--json` writes it (docs/open-set.schema.json).
///
/// The actions are dealt into folds by their number; in turn each fold's actions are taken out of the training side, a model and its
/// threshold are learned from what is left (``ActionLearning``, whose own left-out people and actions choose both), and the tested side is
/// asked whole. So the actions that are refused here chose no threshold that refuses them.
public struct OpenSetReport: JSONReport, Sendable {
  private enum CodingKeys: String, CodingKey {
    case format, version, protocolName = "protocol", method, train, test, lost, folds, knownAccepted,
      knownRight, unknownRefused, area, refusedByAction
  }

  private let format = "kinesphere-open-set"
  private let version = 1
  public var protocolName = ""
  public var method = ""
  /// Sequences of both sides, and those that gave no numbers.
  public let train, test: Int
  public let lost: [String]
  public let folds: [Fold]
  /// Share of taught actions that are taken for known, and of those named right besides; means over the folds.
  public let knownAccepted, knownRight: Double
  /// Share of untaught actions that are said to be none; mean over the folds.
  public let unknownRefused: Double
  /// Area under the curve of highest scores, taught against untaught; mean over the folds.
  public let area: Double
  /// Each action's share of refusals where it was not taught.
  public let refusedByAction: [String: Double]

  public struct Fold: Encodable, Sendable {
    public let untaught: [String]
    public let threshold: Float
    public let knownAccepted, knownRight, unknownRefused, area: Double
  }

  /// Learns once a fold: about 3 s for 400 sequences of 27 actions. Throws where a side or a fold is empty.
  public init(
    _ plan: RecognitionProtocol, _ samples: [ActionSample], lost: [String],
    features: ActionFeatures.Configuration, foldCount: Int, progress: (Int) throws -> Void = { _ in }
  ) throws {
    precondition(foldCount > 1 && !plan.splits.isEmpty, "folds, and a split")
    let names = samples.map(\.name)
    let sides = try plan.sides(of: plan.splits[0], in: names)
    try RecognitionEvaluation.checkLeak(plan, plan.splits[0], names, sides)
    let actions = Set(sides.train.map { names[$0].action }).sorted()
    guard actions.count >= 2 * foldCount else {
      throw EvaluationError(
        file: plan.name, expected: "\(2 * foldCount) actions or more to deal into \(foldCount) folds",
        actual: "there are \(actions.count)")
    }
    var folds: [Fold] = []
    var refused: [String: Double] = [:]
    for number in 0..<foldCount {
      try progress(number)
      let untaught = Set(actions.indices.filter { $0 % foldCount == number }.map { actions[$0] })
      let measured = try Self.measure(plan, samples, sides, actions, untaught, features)
      folds.append(measured.fold)
      refused.merge(measured.refused) { first, _ in first }
    }
    func mean(_ value: (Fold) -> Double) -> Double {
      folds.reduce(0) { $0 + value($1) } / Double(folds.count)
    }
    (train, test, self.lost, self.folds) = (sides.train.count, sides.test.count, lost.sorted(), folds)
    knownAccepted = mean(\.knownAccepted)
    knownRight = mean(\.knownRight)
    unknownRefused = mean(\.unknownRefused)
    area = mean(\.area)
    refusedByAction = refused
  }

  private static func measure(
    _ plan: RecognitionProtocol, _ samples: [ActionSample], _ sides: (train: [Int], test: [Int]),
    _ actions: [Int], _ untaught: Set<Int>, _ features: ActionFeatures.Configuration
  ) throws -> (fold: Fold, refused: [String: Double]) {
    let taught = actions.filter { !untaught.contains($0) }
    let places = Dictionary(uniqueKeysWithValues: taught.enumerated().map { ($1, $0) })
    let examples = sides.train.compactMap { sample -> ActionLearning.Example? in
      guard let place = places[samples[sample].name.action] else { return nil }
      return .init(features: samples[sample].features, action: place, person: samples[sample].name.subject)
    }
    let learning = ActionLearning(names: taught.map { plan.dataSet.name(ofAction: $0) }, features: features)
    let model = try learning.learn(examples).model
    var (known, unknown): ([Double], [Double]) = ([], [])
    var (accepted, right) = (0, 0)
    var refused: [Int: [Bool]] = [:]
    for sample in sides.test {
      let name = samples[sample].name
      let answer = model.answer(to: samples[sample].features)
      let score = Double(answer.scores[answer.best])
      if let place = places[name.action] {
        known.append(score)
        if answer.isKnown { accepted += 1 }
        if answer.isKnown, answer.best == place { right += 1 }
      } else {
        unknown.append(score)
        refused[name.action, default: []].append(!answer.isKnown)
      }
    }
    guard !known.isEmpty, !unknown.isEmpty else {
      throw EvaluationError(
        file: plan.name, expected: "taught and untaught actions among the tested sequences",
        actual: "there are \(known.count) and \(unknown.count)")
    }
    let shares = refused.map { action, said in
      (plan.dataSet.name(ofAction: action), Double(said.count { $0 }) / Double(said.count))
    }
    let fold = Fold(
      untaught: untaught.sorted().map { plan.dataSet.name(ofAction: $0) },
      threshold: model.configuration.threshold, knownAccepted: Double(accepted) / Double(known.count),
      knownRight: Double(right) / Double(known.count),
      unknownRefused: Double(refused.values.joined().count { $0 }) / Double(unknown.count),
      area: ActionLearning.area(known: known, unknown: unknown))
    return (fold, Dictionary(uniqueKeysWithValues: shares))
  }

  public var text: String {
    var lines = [
      "protocol \(protocolName): \(method)",
      "learned from \(train) sequences less the untaught actions', \(folds.count) folds; \(test) sequences of strangers tested",
    ]
    if !lost.isEmpty { lines.append("gave no numbers: \(lost.count) (\(lost.joined(separator: " ")))") }
    lines += [
      "",
      "taught actions: \(Self.percent(knownAccepted)) taken for known, \(Self.percent(knownRight)) named right besides",
      "untaught actions: \(Self.percent(unknownRefused)) said to be none of the taught",
      String(format: "area under the curve %.3f (means over the folds)", area),
      "refused least: "
        + refusedByAction.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(5)
        .map { "\($0.key) \(Self.percent($0.value))" }.joined(separator: ", "),
    ]
    return lines.joined(separator: "\n")
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}
