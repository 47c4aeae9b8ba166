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
  private let held: [ObservationSequence]
  /// The encoder that made the observations, for the exported weights; nil in the preset `channels`.
  private let encoder: NetworkWeights?
  private let places: [WindowPlace]
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

  public var batchesPerEpoch: Int {
    let samples =
      recipe.data.samplesPerEpoch == 0 ? places.count : min(places.count, recipe.data.samplesPerEpoch)
    return max(1, samples / recipe.optimisation.batch)
  }

  public mutating func begin(epoch: Int) {
    var generator = SeededGenerator(seed: recipe.seed, stream: 1, index: UInt64(epoch))
    order = places.shuffled(using: &generator)
  }

  public mutating func loss(batch number: Int, epoch: Int) throws -> (loss: Tensor, errors: ErrorSums) {
    let size = recipe.optimisation.batch
    let batch = WindowBatch(
      order[number * size..<(number + 1) * size], of: training, steps: network.configuration.steps)
    let output = try Self.run(network, batch, training: true)
    let target = try Tensor(batch.target, shape: [size, 54])
    let known = try Tensor(batch.known, shape: [size, 54])
    let labelled = Double(max(1, batch.known.reduce(0, +)))
    let each: Tensor
    switch recipe.loss.kind {
    case .squared:
      let difference = try (output - target) * 10
      each = try difference * difference
    case .smoothL1: each = try (output * 10).smoothL1(to: target * 10, beta: recipe.loss.beta)
    }
    var errors = ErrorSums()
    errors.add(predicted: try output.floats(), target: batch.target, known: batch.known, unit: 1)
    return (try (each * known).sum() * (1 / labelled), errors)
  }

  static func run(_ network: TrainableLSTMCNN, _ batch: WindowBatch, training: Bool) throws -> Tensor {
    let windows = try Tensor(
      batch.inputs, shape: [batch.lengths.count, batch.steps, network.configuration.inputs])
    return try network(windows, lengths: batch.lengths, training: training)
  }

  /// Nothing runs along: the z-score is fixed before the first step.
  public mutating func recalibrate() throws {}

  public mutating func validate() throws -> ErrorSums {
    var errors = ErrorSums()
    let places = Self.places(held)
    for start in stride(from: 0, to: places.count, by: 256) {
      let batch = WindowBatch(
        places[start..<min(start + 256, places.count)], of: held, steps: network.configuration.steps)
      let output = try Engine.withoutGradients { try Self.run(network, batch, training: false).floats() }
      errors.add(predicted: output, target: batch.target, known: batch.known, unit: 1)
    }
    return errors
  }

  public func exported() throws -> NetworkWeights? {
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
