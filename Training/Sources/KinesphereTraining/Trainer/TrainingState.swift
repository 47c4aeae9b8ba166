import Foundation
import Kinesphere
import KinesphereData
import Torch

/// How far a run is; with the tensors all that a resumed run needs. Random numbers need no state of their own: each
/// is drawn from the recipe's seed and the number of its epoch, batch or sample.
public struct TrainingProgress: Sendable, Equatable, Codable {
  /// Epoch under way and batches of it done.
  public var epoch = 0
  public var batch = 0
  /// Steps of the optimiser.
  public var step = 0
  /// Sum of the losses and errors of the epoch under way.
  public var lossSum = 0.0
  public var errors = ErrorSums()
  /// Best ``Scores/choice`` so far, and its epoch.
  public var bestError: Double?
  public var bestEpoch = 0
  public var isFinished = false

  public init() {}

  /// Takes the progress out of a checkpoint.
  init(checkpoint: Safetensors) throws {
    guard let text = checkpoint.metadata["progress"],
      let known = try? JSONDecoder().decode(Self.self, from: Data(text.utf8))
    else {
      throw TrainingError(
        .run, at: checkpoint.file, expected: "the progress of a run", actual: "it holds none")
    }
    self = known
  }
}

/// A network in training: its numbers, the optimiser's moments and the averaged weights.
struct TrainingState<Network: TrainableNetwork> {
  let network: Network
  let adam: Adam
  /// Averages of the trained numbers, in order; empty where the recipe averages nothing.
  let averages: [Tensor]

  init(_ network: Network, _ optimisation: Recipe.Optimisation) throws {
    self.network = network
    var settings = Adam.Configuration()
    settings.decay = optimisation.decay
    settings.decoupled = optimisation.decay > 0
    adam = try Adam(network.parameters, settings)
    averages = optimisation.average > 0 ? try network.parameters.map { try $0.clone() } : []
  }

  /// Moves the averages; early steps count more, so that the start is soon forgotten.
  func updateAverages(step: Int, keep: Double) throws {
    let kept = min(keep, Double(1 + step) / Double(10 + step))
    for (average, parameter) in zip(averages, network.parameters) {
      try average.move(towards: parameter, by: 1 - kept)
    }
  }

  /// Runs `work` with the averaged weights in the network, and then puts everything back.
  func withAverages<Result>(_ work: () throws -> Result) throws -> Result {
    guard !averages.isEmpty else { return try work() }
    let kept = try network.state.map { try $0.tensor.clone() }
    for (parameter, average) in zip(network.parameters, averages) { try parameter.copy(average) }
    let result = Swift.Result { try work() }
    for (entry, old) in zip(network.state, kept) { try entry.tensor.copy(old) }
    return try result.get()
  }

  /// Everything as one block, for a checkpoint.
  func parameters() throws -> Parameters {
    var block = Parameters()
    for (name, tensor) in named { block.append(name, shape: tensor.shape, values: try tensor.floats()) }
    return block
  }

  /// Takes everything from a checkpoint's block.
  func restore(_ block: Parameters, file: String) throws {
    for (name, tensor) in named { try tensor.load(name, from: block, file: file) }
  }

  private var named: [(String, Tensor)] {
    let trained = network.state.filter(\.isTrained).map(\.name)
    return network.state.map { ("state.\($0.name)", $0.tensor) }
      + zip(trained, adam.means).map { ("mean.\($0)", $1) }
      + zip(trained, adam.squares).map { ("square.\($0)", $1) }
      + zip(trained, adam.steps).map { ("steps.\($0)", $1) }
      + zip(trained, averages).map { ("average.\($0)", $1) }
  }
}

extension Tensor {
  /// Takes the values of the entry of this name, which must exist in this shape.
  func load(_ name: String, from block: Parameters, file: String) throws {
    guard let entry = block.entry(name) else {
      throw TrainingError(
        .run, at: file, expected: "a tensor `\(name)`", actual: "it has none: another network?")
    }
    guard entry.shape == shape else {
      throw TrainingError(
        .run, at: file, expected: "`\(name)` of shape \(shape)",
        actual: "it is \(entry.shape): another network?")
    }
    try set(Array(block.values[entry.offset..<entry.offset + entry.count]))
  }
}

extension TrainableNetwork {
  /// The numbers of the network alone, under their names.
  public func block() throws -> Parameters {
    var block = Parameters()
    for entry in state {
      block.append(entry.name, shape: entry.tensor.shape, values: try entry.tensor.floats())
    }
    return block
  }

  /// Takes the numbers of the network from a block that has at least these names.
  public func load(_ block: Parameters, file: String) throws {
    for entry in state { try entry.tensor.load(entry.name, from: block, file: file) }
  }
}
