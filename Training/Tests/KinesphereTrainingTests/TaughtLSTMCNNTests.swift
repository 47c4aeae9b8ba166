import Foundation
import Kinesphere
import KinesphereData
import Testing
import Torch

@testable import KinesphereTraining

extension SmallData {
  static var taughtRecipe: Recipe {
    var recipe = Recipe()
    recipe.stage = .lstmcnn
    recipe.preset = .channels
    recipe.skeleton = .kinect
    (recipe.data.recordings, recipe.data.labelledShare) = ("utd", 0.2)
    recipe.lstmcnn.steps = 6
    recipe.teaching.method = .meanTeacher
    recipe.teaching.batch = 8
    recipe.teaching.strongWindows.shift = 3
    recipe.optimisation.epochs = 4
    recipe.optimisation.batch = 16
    recipe.optimisation.average = 0
    return recipe
  }

  static func lstmcnnTask(_ recipe: Recipe) throws -> LSTMCNNTask {
    try LSTMCNNTask(
      recipe, network: network(recipe), training: sequences(3, length: 16, seed: 1),
      validation: sequences(1, length: 8, seed: 2), encoder: nil)
  }

  static func taughtTask(
    _ recipe: Recipe, unlabelled: [ObservationSequence]? = nil
  ) throws -> TaughtLSTMCNNTask {
    let students = 0..<TaughtLSTMCNNTask.students(of: recipe)
    let tasks = try students.map { index in
      var own = recipe
      own.seed += UInt64(index)
      return try lstmcnnTask(own)
    }
    return try TaughtLSTMCNNTask(
      recipe, supervised: tasks, teachers: students.map { _ in try network(recipe) },
      unlabelled: unlabelled ?? sequences(4, length: 12, seed: 3))
  }

  private static func network(_ recipe: Recipe) throws -> TrainableLSTMCNN {
    var generator = SeededGenerator(seed: recipe.seed)
    let statistics = ObservationStatistics(sequences(3, length: 16, seed: 1))
    return try TrainableLSTMCNN(
      recipe.lstmcnn, mean: statistics.mean, deviation: statistics.deviation,
      stateDropout: recipe.dropout.state, denseDropout: recipe.dropout.dense, using: &generator)
  }
}

extension TorchSuite {
  @Suite struct TaughtLSTMCNNTests {
    init() throws { try Engine.setThreads(1) }

    /// The loss of a step, its dropout drawn from the seed.
    private func loss<Task: TrainingTask>(_ task: inout Task, batch: Int = 0) throws -> Float {
      try Engine.setSeed(7)
      task.begin(epoch: 0)
      return try task.loss(batch: batch, epoch: 0).loss.number()
    }

    /// Whatever stands in the labels of sequences that should have none, the run is the same.
    @Test func theLabelsOfUnlabelledSequencesAreNeverRead() throws {
      var recipe = SmallData.taughtRecipe
      recipe.teaching.rampUp = 0
      let told = SmallData.sequences(4, length: 12, seed: 3)
      var forgotten = told
      for index in forgotten.indices { forgotten[index].forgetLabels() }
      #expect(forgotten[0].labels.allSatisfy { $0.isNaN })
      var losses: [Float] = []
      for set in [told, forgotten, SmallData.sequences(4, length: 12, seed: 4)] {
        var task = try SmallData.taughtTask(recipe, unlabelled: set)
        losses.append(try loss(&task))
      }
      #expect(losses[0] == losses[1] && losses[0] != losses[2])
    }

    @Test func aTeacherWithoutWeightIsSupervisedLearning() throws {
      var recipe = SmallData.taughtRecipe
      recipe.teaching.pointWeight = 0
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      let task = try SmallData.lstmcnnTask(recipe)
      let plain = try RunFolder(creating: folder + "/plain", recipe: recipe)
      var supervised = try Trainer(recipe, task: task, folder: plain)
      #expect(try supervised.run() == .finished)
      let taught = try RunFolder(creating: folder + "/taught", recipe: recipe)
      var trainer = try Trainer(recipe, task: SmallData.taughtTask(recipe), folder: taught)
      #expect(try trainer.run() == .finished)
      let one = try Parameters(Safetensors(path: plain.file("checkpoint.safetensors")))
      let other = try Parameters(Safetensors(path: taught.file("checkpoint.safetensors")))
      for name in ["lstm.weight_hh", "conv2.weight", "dense2.bias"] {
        #expect(one.tensor("state.\(name)") == other.tensor("state.student0.\(name)"))
        #expect(other.tensor("state.teacher0.\(name)") != other.tensor("state.student0.\(name)"))
      }
    }

    @Test func whoAgreesWithTheTeacherPaysNothing() throws {
      var recipe = SmallData.taughtRecipe
      recipe.dropout = Recipe.Dropout()
      (recipe.dropout.state, recipe.dropout.dense) = (0, 0)
      recipe.teaching.rampUp = 0
      (recipe.teaching.weakWindows, recipe.teaching.strongWindows) = (.none, .none)
      var (taught, plain) = (try SmallData.taughtTask(recipe), try SmallData.lstmcnnTask(recipe))
      #expect(try loss(&taught) == loss(&plain))
      recipe.teaching.strongWindows.noise = 1
      var noisy = try SmallData.taughtTask(recipe)
      #expect(try loss(&noisy) > loss(&plain))
    }

    /// Of two students, each is taught by the other's teacher, or by the other itself.
    @Test(arguments: [Recipe.Teaching.Method.mutual, .crossPseudo])
    func aPairLabelsForEachOther(method: Recipe.Teaching.Method) throws {
      var recipe = SmallData.taughtRecipe
      recipe.teaching.method = method
      (recipe.dropout.state, recipe.dropout.dense, recipe.teaching.rampUp) = (0, 0, 0)
      (recipe.teaching.weakWindows, recipe.teaching.strongWindows) = (.none, .none)
      var supervised = recipe
      supervised.teaching.pointWeight = 0
      var (pair, alone) = (try SmallData.taughtTask(recipe), try SmallData.taughtTask(supervised))
      let (taught, labelled) = (try loss(&pair), try loss(&alone))
      #expect(taught > labelled, "the two begin elsewhere, so that each has something to say to the other")
      // Where the second student becomes the first, nothing is left to say for students; the teachers do not know yet.
      let state = Dictionary(uniqueKeysWithValues: pair.network.state.map { ($0.name, $0.tensor) })
      for (name, tensor) in state where name.hasPrefix("student1.") {
        try tensor.copy(try #require(state["student0." + name.dropFirst("student1.".count)]))
      }
      let same = try SmallData.lstmcnnTask(recipe)
      var (first, second) = (
        same,
        try {
          var own = recipe; own.seed += 1; return try SmallData.lstmcnnTask(own)
        }()
      )
      for (from, to) in zip(first.network.state, second.network.state) { try to.tensor.copy(from.tensor) }
      let apart = try loss(&first) + loss(&second)
      let together = try loss(&pair)
      if method == .crossPseudo {
        #expect(abs(together - apart) < 1e-5 * apart)
      } else {
        #expect(together > apart * 1.001)
      }
    }

    /// As a run makes them, from nothing and from a start.
    @Test func theSecondStudentBeginsElsewhere() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      var recipe = SmallData.taughtRecipe
      recipe.teaching.method = .mutual
      let training = SmallData.sequences(3, length: 16, seed: 1)
      let start = folder + "/start.safetensors"
      try #require(try SmallData.taughtTask(recipe).exported()).write(to: start)
      let known = try NetworkWeights.load(start).parameters.tensor("dense2.weight")
      for path in ["", start] {
        recipe.start = path
        let preparation = try Preparation(recipe: recipe, locations: DataLocations(), cache: folder)
        let students = try (0..<2).map { try preparation.makeStudent($0, training).dense[1].weight.floats() }
        #expect(students[0] != students[1])
        #expect((students[0] == known) == !path.isEmpty)
      }
    }

    @Test func aPairKeepsFourNetworksAndIsTheSameAgain() throws {
      var recipe = SmallData.taughtRecipe
      recipe.teaching.method = .mutual
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      var weights: [String: [Float]] = [:]
      for name in ["whole", "again"] {
        let run = try RunFolder(creating: folder + "/" + name, recipe: recipe)
        var trainer = try Trainer(recipe, task: SmallData.taughtTask(recipe), folder: run)
        #expect(try trainer.run() == .finished)
        let kept = try Parameters(Safetensors(path: run.file("checkpoint.safetensors")))
        for part in ["student0", "student1", "teacher0", "teacher1"] {
          let numbers = try #require(kept.tensor("state.\(part).dense2.bias"))
          if let known = weights[part] { #expect(known == numbers) }
          weights[part] = numbers
        }
      }
      #expect(Set(weights.values).count == 4)
    }

    @Test func theTeachersWeightRisesOverItsShareOfTheSteps() {
      var teaching = Recipe.Teaching()
      teaching.rampUp = 0.5
      #expect(abs(teaching.ramp(step: 0, of: 100) - exp(-5)) < 1e-12)
      #expect(abs(teaching.ramp(step: 25, of: 100) - exp(-5 * 0.25)) < 1e-12)
      #expect(teaching.ramp(step: 50, of: 100) == 1 && teaching.ramp(step: 99, of: 100) == 1)
      teaching.rampUp = 0
      #expect(teaching.ramp(step: 0, of: 100) == 1)
    }

    @Test func sequencesWithoutLabelsMustBeThere() throws {
      let error = #expect(throws: TrainingError.self) {
        try SmallData.taughtTask(SmallData.taughtRecipe, unlabelled: [])
      }
      #expect(error?.expected.contains("8 windows without labels") == true)
      #expect(error?.description.contains("\n") == false)
    }

    /// The teacher is exported and kept, not the student.
    @Test func theTeacherIsWhatComesOut() throws {
      let task = try SmallData.taughtTask(SmallData.taughtRecipe)
      let teacher = try #require(task.best as? TrainableLSTMCNN)
      try teacher.dense[1].bias.set([Float](repeating: 3, count: 54))
      #expect(try task.exported()?.parameters.tensor("dense2.bias") == [Float](repeating: 3, count: 54))
    }

    @Test func anEpochGoesRoundWhereItAsksForMoreWindowsThanThereAre() throws {
      var recipe = SmallData.taughtRecipe
      // 48 windows.
      recipe.data.samplesPerEpoch = 128
      var task = try SmallData.lstmcnnTask(recipe)
      #expect(task.batchesPerEpoch == 8)
      let losses = try (0..<8).map { try loss(&task, batch: $0) }
      #expect(Set(losses).count == 8)
    }
  }
}
