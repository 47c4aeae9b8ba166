import Foundation
import Kinesphere
import KinesphereData
import Testing
import Torch

@testable import KinesphereTraining

extension TorchSuite {
  @Suite struct ResumeTests {
    init() throws { try Engine.setThreads(1) }

    private func encoderTask(_ recipe: Recipe) throws -> EncoderTask {
      var generator = SeededGenerator(seed: recipe.seed)
      return try EncoderTask(
        recipe, network: TrainableCropEncoder(recipe.encoder, using: &generator),
        training: SmallData.crops(0..<24), validation: SmallData.crops(0..<4, seed: 2))
    }

    private var encoderRecipe: Recipe {
      var recipe = Recipe()
      recipe.encoder = SmallData.encoder
      recipe.optimisation.epochs = 4
      recipe.optimisation.batch = 8
      recipe.optimisation.recalibration = 2
      return recipe
    }

    private func lstmcnnTask(_ recipe: Recipe) throws -> LSTMCNNTask {
      var generator = SeededGenerator(seed: recipe.seed)
      let training = SmallData.sequences(3, length: 16, seed: 1)
      let statistics = ObservationStatistics(training)
      let network = try TrainableLSTMCNN(
        recipe.lstmcnn, mean: statistics.mean, deviation: statistics.deviation, stateDropout: 0.2,
        denseDropout: 0.2, using: &generator)
      return try LSTMCNNTask(
        recipe, network: network, training: training, validation: SmallData.sequences(1, length: 8, seed: 2),
        encoder: nil)
    }

    private var lstmcnnRecipe: Recipe {
      var recipe = Recipe()
      recipe.stage = .lstmcnn
      recipe.preset = .channels
      recipe.lstmcnn.steps = 6
      recipe.optimisation.epochs = 4
      recipe.optimisation.batch = 16
      return recipe
    }

    /// Every file of a run that must repeat to the byte. The log holds times.
    private func files(_ folder: String) throws -> [Data] {
      try ["checkpoint", "best", "weights"].map {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0).safetensors"))
      }
    }

    /// Trains at once, in two halves, and with a stop in the middle of an epoch.
    private func check<Task: TrainingTask>(_ recipe: Recipe, task: () throws -> Task) throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      let whole = try RunFolder(creating: folder + "/whole", recipe: recipe)
      var trainer = try Trainer(recipe, task: task(), folder: whole)
      #expect(try trainer.run() == .finished)

      let halves = try RunFolder(creating: folder + "/halves", recipe: recipe)
      var first = try Trainer(recipe, task: task(), folder: halves)
      #expect(try first.run(untilEpoch: 2) == .stopped)
      #expect(try !halves.isFinished() && whole.isFinished())
      var second = try Trainer(resuming: halves, recipe: halves.recipe(), task: task())
      #expect(try second.run() == .finished)
      #expect(try files(whole.path) == files(halves.path))

      let broken = try RunFolder(creating: folder + "/broken", recipe: recipe)
      var asked = 0
      var hooks = Trainer<Task>.Hooks()
      hooks.shouldStop = {
        asked += 1
        return asked == 6
      }
      var stopped = try Trainer(recipe, task: task(), folder: broken, hooks: hooks)
      #expect(try stopped.run() == .stopped)
      #expect(stopped.progress.batch > 0)
      var resumed = try Trainer(resuming: broken, recipe: recipe, task: task())
      #expect(try resumed.run() == .finished)
      #expect(try files(whole.path) == files(broken.path))
      #expect(try whole.records().map(\.validation) == broken.records().map(\.validation))
      #expect(try whole.records().map(\.training) == broken.records().map(\.training))
    }

    @Test(arguments: [Recipe.Optimisation.Precision.single, .bfloat16])
    func anEncoderResumesToTheSameBytes(precision: Recipe.Optimisation.Precision) throws {
      var recipe = encoderRecipe
      recipe.optimisation.precision = precision
      try check(recipe) { try encoderTask(recipe) }
    }

    @Test func anLSTMCNNResumesToTheSameBytes() throws {
      let recipe = lstmcnnRecipe
      try check(recipe) { try lstmcnnTask(recipe) }
    }

    @Test(arguments: [Recipe.Teaching.Method.meanTeacher, .mutual])
    func aTaughtLSTMCNNResumesToTheSameBytes(method: Recipe.Teaching.Method) throws {
      var recipe = SmallData.taughtRecipe
      recipe.teaching.method = method
      recipe.windows.noise = 0.1
      try check(recipe) { try SmallData.taughtTask(recipe) }
    }

    @Test(arguments: Recipe.Teaching.Method.allCases)
    func aPartNetworkResumesToTheSameBytes(method: Recipe.Teaching.Method) throws {
      let recipe = SmallData.partsRecipe(method)
      try check(recipe) { try SmallData.partsTask(recipe) }
    }

    @Test func anotherSeedGivesOtherBytes() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      var recipe = lstmcnnRecipe
      recipe.optimisation.epochs = 1
      var results: [[Data]] = []
      for seed: UInt64 in [1, 2] {
        recipe.seed = seed
        let run = try RunFolder(creating: "\(folder)/\(seed)", recipe: recipe)
        var trainer = try Trainer(recipe, task: lstmcnnTask(recipe), folder: run)
        #expect(try trainer.run() == .finished)
        results.append(try files(run.path))
      }
      #expect(results[0] != results[1])
    }

    @Test func trainingEndsWhenValidationStopsImproving() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      var recipe = lstmcnnRecipe
      recipe.optimisation.epochs = 50
      recipe.optimisation.patience = 2
      recipe.optimisation.rate = 1e-12
      recipe.optimisation.average = 0
      let run = try RunFolder(creating: folder + "/run", recipe: recipe)
      var trainer = try Trainer(recipe, task: lstmcnnTask(recipe), folder: run)
      #expect(try trainer.run() == .finished)
      let records = try run.records()
      #expect(records.count < 50)
      #expect(records.count - (records.last { $0.isBest }?.epoch ?? 0) == 2)
    }

    @Test func aCheckpointOfAnotherNetworkIsRefusedByName() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      var recipe = lstmcnnRecipe
      recipe.optimisation.epochs = 1
      let run = try RunFolder(creating: folder + "/run", recipe: recipe)
      var trainer = try Trainer(recipe, task: lstmcnnTask(recipe), folder: run)
      #expect(try trainer.run() == .finished)
      var other = recipe
      other.lstmcnn.topology = .dual
      let error = #expect(throws: TrainingError.self) {
        try Trainer(resuming: run, recipe: other, task: lstmcnnTask(other))
      }
      #expect(error?.expected.contains("dense1.weight") == true)
      #expect(throws: TrainingError.self) { try RunFolder(creating: run.path, recipe: recipe) }
      #expect(throws: TrainingError.self) { try RunFolder(existing: folder + "/none") }
    }

    @Test func aLossThatIsNotFiniteEndsTheRunWithItsPlace() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      let recipe = lstmcnnRecipe
      let task = try lstmcnnTask(recipe)
      try task.network.dense[1].bias.set([Float](repeating: .nan, count: 54))
      let run = try RunFolder(creating: folder + "/run", recipe: recipe)
      var trainer = try Trainer(recipe, task: task, folder: run)
      let error = #expect(throws: TrainingError.self) { try trainer.run() }
      #expect(error?.kind == .diverged)
      #expect(error?.actual.contains("step 1: epoch 1, batch 1") == true)
    }

    @Test func aLossThatTurnsBadLaterKeepsTheLastCheckpoint() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      let recipe = lstmcnnRecipe
      let run = try RunFolder(creating: folder + "/run", recipe: recipe)
      var first = try Trainer(recipe, task: lstmcnnTask(recipe), folder: run)
      #expect(try first.run(untilEpoch: 2) == .stopped)
      let kept = try files(run.path)
      let task = try lstmcnnTask(recipe)
      var second = try Trainer(resuming: run, recipe: recipe, task: task)
      try task.network.dense[1].bias.set([Float](repeating: .nan, count: 54))
      let error = #expect(throws: TrainingError.self) { try second.run() }
      #expect(error?.actual.contains("epoch 3, batch 1") == true)
      #expect(try files(run.path) == kept)
      var third = try Trainer(resuming: run, recipe: recipe, task: lstmcnnTask(recipe))
      #expect(try third.run() == .finished)
    }
  }
}
