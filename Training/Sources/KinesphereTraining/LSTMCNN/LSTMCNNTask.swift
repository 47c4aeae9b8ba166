import Kinesphere
import KinesphereData
import Torch

/// Trains an LSTM-CNN on windows of observations.
///
/// A window ends at any observation and reaches back at most `steps` of them, less at the start of a sequence, as in
/// the tracker. The loss is the mean over labelled coordinates of the squared error (paper, eq. 13) or of the smooth
/// L1 error, with the coordinates in units of 10 cm.
public struct LSTMCNNTask: TrainingTask {
  public let network: TrainableLSTMCNN
  private let recipe: Recipe
  private let training: [ObservationSequence]
  let held: [ObservationSequence]
  /// The encoder that made the observations, for the exported weights; nil in the preset `channels`.
  private let encoder: NetworkWeights?
  private let places: [WindowPlace]
  /// Of every number observed, on the training side.
  private let deviation: [Float]
  private var order: [WindowPlace] = []

  public init(
    _ recipe: Recipe, network: TrainableLSTMCNN, training: [ObservationSequence],
    validation: [ObservationSequence], encoder: NetworkWeights?
  ) throws {
    self.recipe = recipe
    self.network = network
    self.training = training
    held = validation
    self.encoder = encoder
    deviation = try network.deviation.floats()
    places = Self.places(training)
    guard places.count >= recipe.optimisation.batch, validation.contains(where: { $0.count > 0 }) else {
      throw TrainingError(
        .data, at: "recipe `\(recipe.name)`",
        expected: "\(recipe.optimisation.batch) windows or more to learn from, and some to validate on",
        actual: "there are \(places.count), and \(validation.reduce(0) { $0 + $1.count }) to validate on")
    }
  }

  static func places(_ sequences: [ObservationSequence]) -> [WindowPlace] {
    sequences.indices.flatMap { index in
      (0..<sequences[index].count).map { WindowPlace(sequence: index, position: $0) }
    }
  }

  /// Where fewer windows than `samplesPerEpoch` are there, an epoch goes through them more than once.
  public var batchesPerEpoch: Int {
    let samples = recipe.data.samplesPerEpoch == 0 ? places.count : recipe.data.samplesPerEpoch
    return max(1, samples / recipe.optimisation.batch)
  }

  public mutating func begin(epoch: Int) {
    let rounds = (batchesPerEpoch * recipe.optimisation.batch + places.count - 1) / places.count
    order = (0..<rounds).flatMap { round in
      var generator = SeededGenerator(seed: recipe.seed, stream: 1, index: UInt64(epoch * rounds + round))
      return places.shuffled(using: &generator)
    }
  }

  public mutating func loss(batch number: Int, epoch: Int) throws -> (loss: Tensor, errors: ErrorSums) {
    let size = recipe.optimisation.batch
    let seed = recipe.seed
    let step = UInt64(epoch * batchesPerEpoch + number)
    let batch = WindowBatch(
      order[number * size..<(number + 1) * size], of: training, steps: network.configuration.steps,
      recipe.windows, deviation: deviation
    ) { SeededGenerator(seed: seed, stream: 1000 &+ step, index: UInt64($0)) }
    let output = try batch.output(of: network, training: true)
    var errors = ErrorSums()
    errors.add(predicted: try output.floats(), target: batch.target, known: batch.known, unit: 1)
    return (try batch.loss(output, recipe.loss), errors)
  }

  /// Nothing runs along: the z-score is fixed before the first step.
  public mutating func recalibrate() throws {}

  public mutating func validate() throws -> ErrorSums { try Self.errors(of: network, on: held) }

  /// Errors of a network on every window of sequences, as they are.
  static func errors(of network: TrainableLSTMCNN, on sequences: [ObservationSequence]) throws -> ErrorSums {
    var errors = ErrorSums()
    let places = Self.places(sequences)
    for start in stride(from: 0, to: places.count, by: 256) {
      let batch = WindowBatch(
        places[start..<min(start + 256, places.count)], of: sequences, steps: network.configuration.steps)
      let output = try Engine.withoutGradients { try batch.output(of: network, training: false).floats() }
      errors.add(predicted: output, target: batch.target, known: batch.known, unit: 1)
    }
    return errors
  }

  public func exported() throws -> NetworkWeights? { try exported(network) }

  /// A network of the same sizes as the runtime reads it, behind this task's encoder.
  func exported(_ network: TrainableLSTMCNN) throws -> NetworkWeights {
    var parameters = try network.block()
    let prefixes = encoder?.configuration.parts == nil ? ["encoder."] : ["encoder.", "parts."]
    for entry in encoder?.parameters.entries ?? []
    where prefixes.contains(where: { entry.name.hasPrefix($0) }) {
      parameters.append(entry.name, shape: entry.shape, values: encoder?.parameters.tensor(entry.name) ?? [])
    }
    return NetworkWeights(
      configuration: .init(
        preset: recipe.preset, skeleton: recipe.skeleton, lstmcnn: network.configuration,
        encoder: encoder?.configuration.encoder, parts: encoder?.configuration.parts),
      parameters: parameters)
  }
}
