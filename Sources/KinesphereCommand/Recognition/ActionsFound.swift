import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation

/// What `recognise` says of a recording; `--json` writes it (docs/actions.schema.json).
struct ActionsFound: Encodable {
  /// An action somewhere in the recording, times in seconds of the recording.
  struct Found: Encodable {
    let action: String
    let start, end, score, told: Double
  }

  private let format = "kinesphere-actions-found"
  private let version = 1
  let recording: String
  let actions: [String]
  /// The name of the whole; null where it is none of the actions, absent where actions were looked for in it.
  private(set) var action: String??
  private(set) var score: Double?
  /// By name; of the model's actions alone, whether or not it is one of them.
  private(set) var probabilities: [String: Double]?
  private(set) var found: [Found]?

  private enum CodingKeys: String, CodingKey {
    case format, version, recording, actions, action, score, probabilities, found
  }

  init(recording: String, actions: [String]) { (self.recording, self.actions) = (recording, actions) }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(format, forKey: .format)
    try container.encode(version, forKey: .version)
    try container.encode(recording, forKey: .recording)
    try container.encode(actions, forKey: .actions)
    if let action { try container.encode(action, forKey: .action) }
    try container.encodeIfPresent(score, forKey: .score)
    try container.encodeIfPresent(probabilities, forKey: .probabilities)
    try container.encodeIfPresent(found, forKey: .found)
  }

  /// Names the whole. Throws where the model reads more than key-points.
  mutating func name(_ dance: PoseSequence, by model: ActionModel, recording: String) throws {
    guard model.configuration.features.mapWeight == 0,
      let features = dance.features(model.configuration.features)
    else {
      throw EvaluationError(
        file: recording, expected: "a model of key-points", actual: "the model reads motion maps too")
    }
    let answer = model.answer(to: features)
    action = .some(answer.isKnown ? actions[answer.best] : nil)
    score = Double(answer.scores[answer.best])
    probabilities = Dictionary(uniqueKeysWithValues: zip(actions, answer.probabilities.map(Double.init)))
  }

  /// Finds actions. Throws where the model was not made for that.
  mutating func find(in dance: PoseSequence, by model: ActionModel, model name: String) throws {
    guard var spotter = ActionSpotter(model) else {
      throw EvaluationError(
        file: name, expected: "a model that finds actions in a stream",
        actual: "it names whole recordings alone")
    }
    var list: [Found] = []
    for (pose, time) in zip(dance.poses, dance.times) {
      if let action = spotter.add(pose, at: time) { list.append(Found(action, names: actions)) }
    }
    if let action = spotter.finish() { list.append(Found(action, names: actions)) }
    found = list
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  var text: String {
    if let found {
      return found.isEmpty
        ? "none of the \(actions.count) actions is in \(recording)"
        : found.map(\.line).joined(separator: "\n")
    }
    let best = (probabilities ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
    let words = best.map { String(format: "%@ %.0f %%", $0.key, $0.value * 100) }.joined(separator: ", ")
    if let action, let name = action { return "\(name)\nof the model's actions: \(words)" }
    return "none of these\nof the model's actions it would be: \(words)"
  }
}

extension ActionsFound.Found {
  init(_ found: ActionSpotter.Found, names: [String]) {
    func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }
    self.init(
      action: names[found.action], start: rounded(found.start), end: rounded(found.end),
      score: rounded(Double(found.score)), told: rounded(found.told))
  }

  /// For people.
  var line: String { String(format: "%8.2f to %8.2f s  %@  (score %.2f)", start, end, action, score) }
}
