import Foundation
import KinesphereTraining
import Torch

/// One call of `run` or `resume`: sets the process up, prepares data, trains and reports.
struct Session {
  let recipe: Recipe
  let data: DataOptions
  let untilEpoch: Int?

  func begin(in path: String) throws {
    try RunFolder.requireNew(path)
    try setUp()
    switch recipe.stage {
    case .encoder: try begin(in: path) { try $0.encoderTask() }
    case .lstmcnn where recipe.teaching.method == .supervised: try begin(in: path) { try $0.lstmcnnTask() }
    case .lstmcnn: try begin(in: path) { try $0.taughtLSTMCNNTask() }
    case .parts where recipe.parts.network == .light: try begin(in: path) { try $0.partPoseTask() }
    case .parts: try begin(in: path) { try $0.deepLabTask() }
    }
  }

  func resume(_ folder: RunFolder) throws {
    try setUp()
    switch recipe.stage {
    case .encoder: try resume(folder) { try $0.encoderTask() }
    case .lstmcnn where recipe.teaching.method == .supervised: try resume(folder) { try $0.lstmcnnTask() }
    case .lstmcnn: try resume(folder) { try $0.taughtLSTMCNNTask() }
    case .parts where recipe.parts.network == .light: try resume(folder) { try $0.partPoseTask() }
    case .parts: try resume(folder) { try $0.deepLabTask() }
    }
  }

  private func begin<Task: TrainingTask>(in path: String, task: (Preparation) throws -> Task) throws {
    let ready = try task(preparation())
    let folder = try RunFolder(creating: path, recipe: recipe)
    var trainer = try Trainer(recipe, task: ready, folder: folder, hooks: hooks())
    let isFinished = try trainer.run(untilEpoch: untilEpoch ?? .max) == .finished
    finish(isFinished, folder: folder)
  }

  private func resume<Task: TrainingTask>(_ folder: RunFolder, task: (Preparation) throws -> Task) throws {
    var trainer = try Trainer(resuming: folder, recipe: recipe, task: task(preparation()), hooks: hooks())
    let isFinished = try trainer.run(untilEpoch: untilEpoch ?? .max) == .finished
    finish(isFinished, folder: folder)
  }

  private func preparation() throws -> Preparation {
    try Preparation(recipe: recipe, locations: data.locations, cache: data.cache, say: Self.say)
  }

  private func setUp() throws {
    TrainingProcess.limitSpinning()
    TrainingProcess.catchSignals()
    Engine.keepMemory()
    try Engine.setThreads(recipe.threads)
  }

  private func hooks<Task: TrainingTask>() -> Trainer<Task>.Hooks {
    var line = ProgressLine(recipe)
    var hooks = Trainer<Task>.Hooks()
    hooks.stepped = { line.step($0, batches: $1, loss: $2) }
    hooks.finishedEpoch = { line.epoch($0) }
    hooks.shouldStop = { TrainingProcess.isStopping }
    return hooks
  }

  private func finish(_ isFinished: Bool, folder: RunFolder) {
    Self.say(
      isFinished
        ? "finished: \(folder.result)"
        : "stopped; go on with: kinesphere-train resume \(folder.path)")
  }

  static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}
