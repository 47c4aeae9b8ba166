import RealModule

/// What tells actions apart: a plane for each action in the space of ``ActionFeatures``, and what its answers are worth.
///
/// Made by `kinesphere learn-actions`; the shipped one knows the 17 actions of the synthetic dancer.
public struct ActionModel: Sendable {
  public struct Configuration: Codable, Hashable, Sendable {
    /// Names of the actions, in the planes' order.
    public var actions: [String]
    public var features: ActionFeatures.Configuration
    /// Scores times this are the exponents of probabilities; fitted on people who were left out.
    public var sharpness: Float
    /// Scores below this mean none of the actions: between what left-out people's actions and left-out actions reach.
    public var threshold: Float
    /// How actions are found in a stream; nil where the model was learned for whole recordings alone.
    public var spotting: Spotting?

    public init(
      actions: [String], features: ActionFeatures.Configuration, sharpness: Float, threshold: Float,
      spotting: Spotting? = nil
    ) {
      (self.actions, self.features, self.sharpness, self.threshold) = (
        actions, features, sharpness, threshold
      )
      self.spotting = spotting
    }
  }

  /// How actions are found in a stream: ``ActionSpotter``.
  public struct Spotting: Codable, Hashable, Sendable {
    /// Lengths of the windows that are looked through, seconds, rising.
    public var durations: [Double]
    /// Scores above this are an action.
    public var threshold: Float

    public init(durations: [Double], threshold: Float) {
      (self.durations, self.threshold) = (durations, threshold)
    }
  }

  /// What is said of a sequence.
  public struct Answer: Sendable {
    /// For each action, in the model's order; their sum is 1.
    public let probabilities: [Float]
    /// About 1 for what an action usually reaches, about -1 for another one's.
    public let scores: [Float]
    /// The action with the highest score.
    public let best: Int
    /// Whether that score is high enough: else it is none of the actions.
    public let isKnown: Bool
  }

  public let configuration: Configuration
  /// A row of `configuration.features.count` numbers for each action.
  public let weights: [Float]
  public let constants: [Float]

  public init(_ configuration: Configuration, weights: [Float], constants: [Float]) {
    let actions = configuration.actions.count
    precondition(
      actions > 0 && constants.count == actions && weights.count == actions * configuration.features.count,
      "a row and a constant for each action")
    (self.configuration, self.weights, self.constants) = (configuration, weights, constants)
  }

  /// How high each action's score is; `features` as the configuration has them. About 0.1 ms.
  public func scores(of features: [Float]) -> [Float] {
    let width = configuration.features.count
    precondition(features.count == width, "numbers of this model's configuration")
    return constants.indices.map { action in
      var sum: Float = 0
      let start = action &* width
      for index in 0..<width {
        sum = Relaxed.multiplyAdd(weights[start &+ index], features[index], sum)
      }
      return constants[action] + sum
    }
  }

  /// The action of a sequence's numbers.
  public func answer(to features: [Float]) -> Answer {
    let scores = scores(of: features)
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    let top = scores[best]
    let powers = scores.map { Float.exp(($0 - top) * configuration.sharpness) }
    let sum = powers.reduce(0, +)
    return Answer(
      probabilities: powers.map { $0 / sum }, scores: scores, best: best,
      isKnown: top >= configuration.threshold)
  }
}
