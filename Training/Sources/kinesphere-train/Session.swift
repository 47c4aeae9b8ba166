import Foundation
import KinesphereTraining
import Torch

/// One call of `run` or `resume`: sets the process up, prepares data, trains and reports.
struct Session {
  let recipe: Recipe
  let data: DataOptions
  let untilEpoch: Int?

  /// Where a call starts from.
  private enum Place {
    case new(path: String)
    /// A run that was killed before its first checkpoint: its folder and recipe stay.
    case anew(RunFolder)
    case checkpoint(RunFolder)
  }

  func begin(in path: String) throws {
    try RunFolder.requireNew(path)
    let lock = try RunLock(path)
    defer { withExtendedLifetime(lock) {} }
    try train(from: .new(path: path))
  }

  /// From the last checkpoint, or from the beginning where there is none yet: its recipe says all that it needs.
  func goOn(_ folder: RunFolder) throws {
    // Before its data is read, which may take minutes and may be gone.
    if try folder.isFinished() { return Self.say("finished before: \(folder.result)") }
    let lock = try RunLock(folder.path)
    defer { withExtendedLifetime(lock) {} }
    if FileManager.default.fileExists(atPath: folder.file("checkpoint.safetensors")) {
      return try train(from: .checkpoint(folder))
    }
    // The first epoch's line comes just before the first checkpoint; what has more has lost its checkpoint.
    let logged = try folder.records().count
    guard logged < 2 else {
      throw TrainingError(
        .run, at: folder.path, expected: "checkpoint.safetensors, as epochs are logged",
        actual: "there is none after \(logged)")
    }
    try train(from: .anew(folder))
  }

  private func train(from place: Place) throws {
    try setUp()
    switch recipe.stage {
    case .encoder: try train(from: place) { try $0.encoderTask() }
    case .lstmcnn where recipe.teaching.method == .supervised: try train(from: place) { try $0.lstmcnnTask() }
    case .lstmcnn: try train(from: place) { try $0.taughtLSTMCNNTask() }
    case .parts where recipe.parts.network == .light: try train(from: place) { try $0.partPoseTask() }
    case .parts: try train(from: place) { try $0.deepLabTask() }
    }
  }

  private func train<Task: TrainingTask>(from place: Place, task: (Preparation) throws -> Task) throws {
    let ready = try task(preparation())
    var trainer: Trainer<Task>
    switch place {
    case .new(let path):
      trainer = try Trainer(
        recipe, task: ready, folder: RunFolder(creating: path, recipe: recipe), hooks: hooks())
    case .anew(let folder):
      trainer = try Trainer(recipe, task: ready, folder: folder, hooks: hooks())
    case .checkpoint(let folder):
      trainer = try Trainer(resuming: folder, recipe: recipe, task: ready, hooks: hooks())
    }
    let isFinished = try trainer.run(untilEpoch: untilEpoch ?? .max) == .finished
    finish(isFinished, folder: trainer.folder)
  }

  private func preparation() throws -> Preparation {
    try Preparation(recipe: recipe, locations: data.locations, cache: data.cache, say: Self.say)
  }

  private func setUp() throws {
    TrainingProcess.limitSpinning()
    TrainingProcess.catchSignals()
    Engine.keepMemory()
    try Engine.setThreads(recipe.threads)
    try TrainingProcess.use(recipe.device)
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

  /// The weights of a run folder, or the file itself.
  static func weightsFile(_ path: String) -> String {
    let inFolder = "\(path)/weights.safetensors"
    return FileManager.default.fileExists(atPath: inFolder) ? inFolder : path
  }

  static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}
