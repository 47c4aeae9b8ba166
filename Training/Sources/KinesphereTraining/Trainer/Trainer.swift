import Foundation
import Kinesphere
import KinesphereData
import Torch

/// Trains a task by its recipe and keeps the run folder up to date.
///
/// A run that is stopped writes a checkpoint and resumes to the same bytes: order, augmentation and dropout follow from
/// the seed and the numbers of epoch, batch and sample, never from what ran before.
public struct Trainer<Task: TrainingTask> {
  /// How a call of ``run()`` ended.
  public enum Outcome: Sendable, Equatable {
    /// All epochs are done, or validation stopped improving.
    case finished
    /// The stop signal came; a checkpoint was written.
    case stopped
  }

  /// What the caller is told, and asked.
  public struct Hooks {
    /// After a step: progress, batches an epoch, mean loss of the epoch so far.
    public var stepped: (TrainingProgress, Int, Double) -> Void = { _, _, _ in }
    /// After an epoch.
    public var finishedEpoch: (EpochRecord) -> Void = { _ in }
    /// Asked before every step.
    public var shouldStop: () -> Bool = { false }

    public init() {}
  }

  public let recipe: Recipe
  public let folder: RunFolder
  public private(set) var progress = TrainingProgress()
  private var task: Task
  private let state: TrainingState<Task.Network>
  private let hooks: Hooks
  private var records: [EpochRecord] = []

  /// A new run.
  public init(_ recipe: Recipe, task: Task, folder: RunFolder, hooks: Hooks = Hooks()) throws {
    self.recipe = recipe
    self.task = task
    self.folder = folder
    self.hooks = hooks
    state = try TrainingState(task.network, recipe.optimisation)
  }

  /// The run of a folder from its last checkpoint on.
  public init(resuming folder: RunFolder, recipe: Recipe, task: Task, hooks: Hooks = Hooks()) throws {
    try self.init(recipe, task: task, folder: folder, hooks: hooks)
    let path = folder.file("checkpoint.safetensors")
    let file = try Safetensors(path: path)
    let known = try TrainingProgress(checkpoint: file)
    try state.restore(Parameters(file), file: path)
    progress = known
    records = try folder.records().filter { $0.epoch <= known.epoch }
  }

  /// Trains until the recipe's end or the stop signal; `epochs` ends this call earlier, as a stop signal would.
  public mutating func run(untilEpoch limit: Int = .max) throws -> Outcome {
    while !progress.isFinished {
      if progress.epoch >= limit { return .stopped }
      guard try trainEpoch() else { return .stopped }
    }
    return .finished
  }

  /// False where the stop signal came.
  private mutating func trainEpoch() throws -> Bool {
    let start = ContinuousClock.now
    task.begin(epoch: progress.epoch)
    while progress.batch < task.batchesPerEpoch {
      if hooks.shouldStop() {
        try saveCheckpoint()
        return false
      }
      try step()
      hooks.stepped(progress, task.batchesPerEpoch, progress.lossSum / Double(progress.batch))
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    try finishEpoch(seconds: seconds)
    return true
  }

  private var totalSteps: Int { recipe.optimisation.epochs * task.batchesPerEpoch }

  private mutating func step() throws {
    let optimisation = recipe.optimisation
    let (folder, progress) = (folder, progress)
    let (loss, errors) = try task.step(
      progress.step, batch: progress.batch, epoch: progress.epoch,
      seed: recipe.seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(progress.step),
      rate: optimisation.rate(step: progress.step, of: totalSteps), clip: optimisation.clip, with: state.adam
    ) {
      TrainingError(
        .diverged, at: folder.path, expected: "a finite loss (a lower optimisation.rate may help)",
        actual: "\($0) in step \(progress.step + 1): epoch \(progress.epoch + 1), batch \(progress.batch + 1)"
      )
    }
    try state.updateAverages(step: progress.step, keep: optimisation.average)
    self.progress.lossSum += Double(loss)
    self.progress.errors.merge(errors)
    self.progress.batch += 1
    self.progress.step += 1
  }

  private mutating func finishEpoch(seconds: Double) throws {
    let folder = folder
    let best = progress.bestError
    var task = task
    let (scores, isBest) = try state.withAverages {
      if !state.averages.isEmpty { try task.recalibrate() }
      let scores = try task.validate().scores
      guard scores.choice.isFinite else {
        throw TrainingError(
          .diverged, at: folder.path, expected: "a finite error of the validation",
          actual: "it is \(scores.choice) after epoch \(progress.epoch + 1)")
      }
      let isBest = best.map { scores.choice < $0 } ?? true
      if isBest { try Self.saveBest(task, folder: folder) }
      return (scores, isBest)
    }
    self.task = task
    let rate = recipe.optimisation.rate(step: progress.step - 1, of: totalSteps)
    records.append(
      EpochRecord(
        epoch: progress.epoch + 1, step: progress.step, rate: rate,
        loss: progress.lossSum / Double(max(1, progress.batch)), training: progress.errors.scores,
        validation: scores, isBest: isBest, seconds: seconds))
    turnEpoch(error: scores.choice, isBest: isBest)
    // The log first: a run that is stopped between both goes on from the old checkpoint and leaves the line out.
    try folder.write(records)
    try saveCheckpoint()
    if let record = records.last { hooks.finishedEpoch(record) }
  }

  private mutating func turnEpoch(error: Double, isBest: Bool) {
    if isBest {
      progress.bestError = error
      progress.bestEpoch = progress.epoch
    }
    let patience = recipe.optimisation.patience
    let isTired = patience > 0 && progress.epoch - progress.bestEpoch >= patience
    progress.epoch += 1
    progress.batch = 0
    progress.lossSum = 0
    progress.errors = ErrorSums()
    progress.isFinished = isTired || progress.epoch >= recipe.optimisation.epochs
  }

  private func saveCheckpoint() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = String(decoding: try encoder.encode(progress), as: UTF8.self)
    try Safetensors.write(
      state.parameters(), metadata: ["progress": text], to: folder.file("checkpoint.safetensors"))
  }

  private static func saveBest(_ task: Task, folder: RunFolder) throws {
    try Safetensors.write(
      task.best.block(), metadata: ["format": "kinesphere-network"], to: folder.file("best.safetensors"))
    try task.exported()?.write(to: folder.file("weights.safetensors"))
  }
}
