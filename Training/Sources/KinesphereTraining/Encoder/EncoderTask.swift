import Foundation
import Kinesphere
import KinesphereData
import Torch

/// Trains a crop encoder on crops with key-points.
public struct EncoderTask: TrainingTask {
  public let network: TrainableCropEncoder
  private let recipe: Recipe
  private let training: CropSet
  private let held: CropSet
  private let lossFunction: EncoderLoss
  private var order: [Int] = []
  private var batch: CropBatch

  /// `training` must hold at least one batch.
  public init(_ recipe: Recipe, network: TrainableCropEncoder, training: CropSet, validation: CropSet) throws
  {
    guard training.count >= recipe.optimisation.batch else {
      throw TrainingError(
        .data, at: "recipe `\(recipe.name)`",
        expected: "\(recipe.optimisation.batch) crops or more to learn from",
        actual: "there are \(training.count)")
    }
    guard validation.count > 0 else {
      throw TrainingError(
        .data, at: "recipe `\(recipe.name)`", expected: "crops to validate on", actual: "there are none")
    }
    self.recipe = recipe
    self.network = network
    self.training = training
    held = validation
    lossFunction = EncoderLoss(settings: recipe.loss)
    batch = CropBatch(count: recipe.optimisation.batch)
  }

  private var samplesPerEpoch: Int {
    recipe.data.samplesPerEpoch == 0 ? training.count : min(training.count, recipe.data.samplesPerEpoch)
  }

  public var batchesPerEpoch: Int { max(1, samplesPerEpoch / recipe.optimisation.batch) }

  public mutating func begin(epoch: Int) {
    var generator = SeededGenerator(seed: recipe.seed, stream: 1, index: UInt64(epoch))
    order = Array(0..<training.count)
    order.shuffle(using: &generator)
  }

  public mutating func loss(batch number: Int, epoch: Int) throws -> (loss: Tensor, errors: ErrorSums) {
    let size = recipe.optimisation.batch
    fill(order[number * size..<(number + 1) * size], epoch: epoch)
    let shape = [size, KeyPoint.count, 3]
    let target = try Tensor(batch.target, shape: shape)
    let known = try Tensor(batch.known, shape: shape)
    let crops = try batch.cropTensor()
    let output = try Engine.inBFloat16(recipe.optimisation.precision == .bfloat16) {
      try network(crops, training: true)
    }
    let loss = try lossFunction(output, target: target, known: known)
    var errors = ErrorSums()
    errors.add(predicted: try output.points.floats(), target: batch.target, known: batch.known, unit: 0.1)
    return (loss, errors)
  }

  private mutating func fill(_ indices: ArraySlice<Int>, epoch: Int) {
    let seed = recipe.seed
    batch.fill(from: training, indices, augmentation: recipe.augmentation) {
      SeededGenerator(seed: seed, stream: UInt64(epoch) &+ 2, index: UInt64($0))
    }
  }

  /// Runs augmented training batches and takes the plain mean of their statistics.
  public mutating func recalibrate() throws {
    if order.isEmpty { begin(epoch: 0) }
    let size = recipe.optimisation.batch
    for number in 0..<min(recipe.optimisation.recalibration, training.count / size) {
      fill(order[number * size..<(number + 1) * size], epoch: 1 << 20)
      let crops = try batch.cropTensor()
      try Engine.withoutGradients {
        _ = try network(crops, training: true, momentum: 1 / Double(number + 1))
      }
    }
  }

  public mutating func validate() throws -> ErrorSums {
    var errors = ErrorSums()
    try Self.predict(held, network: network) { _, predicted, target, known in
      errors.add(predicted: predicted, target: target, known: known, unit: 0.1)
    }
    return errors
  }

  /// Runs the network over a set in batches of up to 256; `receive` gets the range of crops, and predictions, targets and
  /// labelled flags `[range, 54]` in units of 10 cm.
  static func predict(
    _ set: CropSet, network: TrainableCropEncoder,
    receive: (Range<Int>, _ predicted: [Float], _ target: [Float], _ known: [Float]) throws -> Void
  ) throws {
    for start in stride(from: 0, to: set.count, by: 256) {
      let range = start..<min(start + 256, set.count)
      var batch = CropBatch(count: range.count)
      batch.fill(from: set, Array(range)[...], augmentation: .none) {
        SeededGenerator(seed: UInt64($0))
      }
      let crops = try batch.cropTensor()
      let predicted = try Engine.withoutGradients { try network(crops, training: false).points.floats() }
      try receive(range, predicted, batch.target, batch.known)
    }
  }

  public func exported() throws -> NetworkWeights? {
    try network.exported(skeleton: recipe.skeleton)
  }
}
