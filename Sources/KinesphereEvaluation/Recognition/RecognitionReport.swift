import Foundation
import KinesphereData

/// What a recognition protocol found; `--json` writes it (docs/evaluation.schema.json), ``read(_:)`` reads it.
public struct RecognitionReport: Codable, JSONReport, Sendable {
  /// What was said of one tested sequence.
  struct Answer: Sendable {
    let name: SequenceName
    let said: Int
  }

  /// One split.
  public struct Result: Codable, Sendable {
    public let split: String
    /// Sequences on either side.
    public let train: Int
    public let test: Int
    /// Share of the tested ones that are named right.
    public let accuracy: Double
    /// The mean over the tested actions of the harmonic mean of precision and recall.
    public let macroF1: Double
    /// The accuracy by action and by subject.
    public let perAction: [Int: Double]
    public let perSubject: [Int: Double]
    /// The actions in order, and how often the row's was called the column's.
    public let actions: [Int]
    public let confusion: [[Int]]
    /// The tested sequences that were called something else.
    public let wrong: [String]
    /// The machine and its cost, and the share of right answers over left-out training subjects for each that was tried.
    public let machine: String
    public let cost: Double
    public let validation: [Double]
    /// The share of right answers of the tested side for each that was tried; nil where only the chosen one answered. Chooses nothing.
    public var sweep: [Double]?
    public let secondsToTrain: Double
    /// Empty where the report was read from its file.
    var answers: [Answer] = []

    private enum CodingKeys: String, CodingKey {
      case split, train, test, accuracy, macroF1, perAction, perSubject, actions, confusion, wrong, machine,
        cost, validation, sweep, secondsToTrain
    }

    init(
      split: String, train: Int, answers: [Answer], machine: String, cost: Double, validation: [Double],
      secondsToTrain: Double
    ) {
      self.split = split
      self.train = train
      self.answers = answers
      self.machine = machine
      self.cost = cost
      self.validation = validation
      self.secondsToTrain = secondsToTrain
      test = answers.count
      let actions = Set(answers.flatMap { [$0.name.action, $0.said] }).sorted()
      let places = Dictionary(uniqueKeysWithValues: actions.enumerated().map { ($1, $0) })
      var confusion = [[Int]](repeating: [Int](repeating: 0, count: actions.count), count: actions.count)
      for answer in answers {
        if let row = places[answer.name.action], let column = places[answer.said] {
          confusion[row][column] += 1
        }
      }
      self.actions = actions
      self.confusion = confusion
      func share(_ answers: [Answer]) -> Double {
        Double(answers.count { $0.said == $0.name.action }) / Double(max(1, answers.count))
      }
      accuracy = share(answers)
      let scores = Set(answers.map(\.name.action)).map { action -> Double in
        let hits = answers.count { $0.said == action && $0.name.action == action }
        let (said, there) = (answers.count { $0.said == action }, answers.count { $0.name.action == action })
        return 2 * Double(hits) / Double(said + there)
      }
      macroF1 = scores.reduce(0, +) / Double(max(1, scores.count))
      perAction = Dictionary(grouping: answers) { $0.name.action }.mapValues(share)
      perSubject = Dictionary(grouping: answers) { $0.name.subject }.mapValues(share)
      wrong = answers.filter { $0.said != $0.name.action }.map { "\($0.name) as \($0.said)" }
    }
  }

  private enum CodingKeys: String, CodingKey {
    case format, version, protocolName = "protocol", method, excluded, lost, unnamed, listed, found,
      labelShare,
      labelSeed, learnsUnlabelled, secondsPerSample, secondsToDescribe, machines, costs, results, meanAccuracy
  }

  private var format = "kinesphere-evaluation"
  private var version = 1
  public let protocolName: String
  /// What was measured, in words.
  public var method = ""
  /// What the protocol leaves out, and what gave no numbers.
  public let excluded: [String]
  public let lost: [String]
  /// Depth files whose names say no sequence of the data set; nil where no folder was read.
  public var unnamed: [String]?
  /// How many sequences the protocol lists, less what it leaves out, and how many of them were found, lost ones included; nil in
  /// files that were written before these were counted.
  public var listed: Int?
  public var found: Int?
  /// The share of each training side whose labels were used, and the seed it was drawn with; nil where all were.
  public var labelShare: Double?
  public var labelSeed: UInt64?
  /// Whether the rest of each training side was learned from without its labels (``MutualTeaching``); nil where it was not.
  public var learnsUnlabelled: Bool?
  /// To read, track and describe a sequence, and to name its action; the median.
  public var secondsPerSample = 0.0
  /// From the last frame's pose to the numbers: maps, histograms, key-points; the median. Nil in older reports.
  public var secondsToDescribe: Double?
  /// The machines that were tried, and each one's cost.
  public var machines: [String] = []
  public var costs: [Double] = []
  public let results: [Result]
  public let meanAccuracy: Double

  init(protocolName: String, excluded: [String], lost: [String], results: [Result]) {
    self.protocolName = protocolName
    self.excluded = excluded
    self.lost = lost
    self.results = results
    meanAccuracy = results.reduce(0) { $0 + $1.accuracy } / Double(max(1, results.count))
  }

  /// Nothing of the training sides was held back.
  var usesAllLabels: Bool { (labelShare ?? 1) == 1 }

  /// The protocol; nil where the name is none's.
  var plan: RecognitionProtocol? { RecognitionProtocol.named(protocolName) }

  /// For people: a line a split, and what was confused most.
  public var text: String {
    var lines = ["protocol \(protocolName): \(method)"]
    if !excluded.isEmpty {
      lines.append("left out by the protocol: \(excluded.count) (\(excluded.joined(separator: " ")))")
    }
    if let secondsToDescribe {
      lines.append(
        String(
          format:
            "a sequence: %.1f ms to read, track and describe, %.1f ms of it from the last pose to the numbers (medians)",
          secondsPerSample * 1000, secondsToDescribe * 1000))
    }
    if let listed, let found { lines.append("\(found) of \(listed) listed sequences found") }
    if let unnamed, !unnamed.isEmpty {
      lines.append(
        "names that say no sequence: \(unnamed.count) (\(unnamed.prefix(8).joined(separator: " ")))")
    }
    if let labelShare {
      lines.append(
        String(
          format: "learned from %g %% of the training sequences, seed %d%@", labelShare * 100,
          Int(labelSeed ?? 0), learnsUnlabelled == true ? "; from the others without their labels" : ""))
    }
    if !lost.isEmpty { lines.append("gave no numbers: \(lost.count) (\(lost.joined(separator: " ")))") }
    lines += [
      "", "split            train  test  accuracy  machine            C  on left-out training subjects",
    ]
    let shown = results.count > 20 ? Array(results.prefix(3)) : results
    for result in shown {
      let name = result.split.padding(toLength: 16, withPad: " ", startingAt: 0)
      let best = result.validation.max().map { String(format: "%.1f %%", $0 * 100) } ?? "-"
      lines.append(
        name
          + String(
            format: "%6d %5d %7.2f %%  ", result.train, result.test, result.accuracy * 100)
          + result.machine.padding(toLength: 14, withPad: " ", startingAt: 0)
          + String(format: "%6g  ", result.cost) + best)
    }
    if shown.count < results.count { lines.append("... \(results.count) splits") }
    if results.count > 1 {
      let variance =
        results.reduce(0) { $0 + ($1.accuracy - meanAccuracy) * ($1.accuracy - meanAccuracy) }
        / Double(results.count - 1)
      lines.append(
        String(
          format: "mean %.2f %%, standard deviation %.2f", meanAccuracy * 100, variance.squareRoot() * 100))
      let scores = results.map(\.macroF1)
      let mean = scores.reduce(0, +) / Double(scores.count)
      let spread = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count - 1)
      lines.append(String(format: "macro F1 %.3f, standard deviation %.3f", mean, spread.squareRoot()))
    }
    if results.count == 1, let result = results.first {
      lines += [
        "", "by subject: " + Self.words(result.perSubject), "by action:  " + Self.words(result.perAction),
      ]
      lines += IterationCurve(self)?.lines ?? []
      if !result.wrong.isEmpty { lines.append("wrong: " + result.wrong.joined(separator: ", ")) }
    }
    return lines.joined(separator: "\n")
  }

  private static func words(_ shares: [Int: Double]) -> String {
    shares.sorted { $0.key < $1.key }.map { "\($0.key) \(String(format: "%.0f", $0.value * 100))" }
      .joined(separator: ", ") + " %"
  }
}
