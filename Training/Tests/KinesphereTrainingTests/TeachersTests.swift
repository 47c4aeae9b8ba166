import Foundation
import Kinesphere
import KinesphereData
import Testing
import Torch

@testable import KinesphereTraining

/// Who teaches whom, told from the gradients.
extension TorchSuite {
  @Suite struct TeachersTests {
    init() throws { try Engine.setThreads(1) }

    /// Teachers count in full from the first step, the students' agreement not at all.
    private func recipe(_ method: Recipe.Teaching.Method) -> Recipe {
      var recipe = SmallData.partsRecipe(method)
      (recipe.teaching.rampUp, recipe.teaching.consistency) = (0, 0)
      return recipe
    }

    /// Gradients of both students after one loss, the numbers of `member` changed before.
    private func gradients(_ method: Recipe.Teaching.Method, changing member: String?) throws -> [[Float]] {
      var task = try SmallData.partsTask(recipe(method))
      if let member {
        let numbers = task.network.state.filter { $0.name.hasPrefix("\(member).parts.classify") }
        #expect(numbers.count == 2)
        for one in numbers { try one.tensor.set(one.tensor.floats().map { 0.2 - 3 * $0 }) }
      }
      try task.loss(batch: 0, epoch: 0).loss.backward()
      return try task.clipped.map { try $0.flatMap { try $0.gradient()?.floats() ?? [] } }
    }

    @Test func eachTeacherLabelsForTheOtherStudentAlone() throws {
      let before = try gradients(.mutual, changing: nil)
      let first = try gradients(.mutual, changing: "teacher0")
      #expect(first[0] == before[0])
      #expect(first[1] != before[1])
      let second = try gradients(.mutual, changing: "teacher1")
      #expect(second[0] != before[0])
      #expect(second[1] == before[1])
    }

    @Test func crossPseudoStudentsLabelForEachOther() throws {
      let before = try gradients(.crossPseudo, changing: nil)
      for teacher in ["teacher0", "teacher1"] {
        #expect(try gradients(.crossPseudo, changing: teacher) == before)
      }
      #expect(try gradients(.crossPseudo, changing: "student1")[0] != before[0])
      #expect(try gradients(.crossPseudo, changing: "student0")[1] != before[1])
    }

    private func loss(_ recipe: Recipe, alike: Bool = false) throws -> Float {
      var task = try SmallData.partsTask(recipe, alike: alike)
      return try task.loss(batch: 0, epoch: 0).loss.number()
    }

    /// No pixel of a network that knows nothing yet is as sure as 1: then what a teacher takes for which part tells nobody
    /// anything. Where nothing was read is background, whoever says so.
    @Test func onlySureLabelsOfATeacherCount() throws {
      func gradients(confidence: Float, isOther: Bool) throws -> [Float] {
        var wanted = recipe(.meanTeacher)
        (wanted.teaching.confidence, wanted.teaching.pointWeight) = (confidence, 0)
        var task = try SmallData.partsTask(wanted)
        for one in task.network.state where isOther && one.name.hasPrefix("teacher0.parts.classify") {
          try one.tensor.set(one.tensor.floats().map { 0.2 - $0 })
        }
        try task.loss(batch: 0, epoch: 0).loss.backward()
        return try task.clipped[0].flatMap { try $0.gradient()?.floats() ?? [] }
      }
      #expect(try gradients(confidence: 0, isOther: false) != gradients(confidence: 0, isOther: true))
      #expect(try gradients(confidence: 1, isOther: false) == gradients(confidence: 1, isOther: true))
    }

    @Test func studentsThatAgreePayNothingForIt() throws {
      var wanted = recipe(.mutual)
      wanted.teaching.strong = .none
      wanted.teaching.consistency = 100
      let agreed = try loss(wanted, alike: true)
      let apart = try loss(wanted)
      wanted.teaching.consistency = 0
      #expect(try loss(wanted, alike: true) == agreed)
      #expect(try loss(wanted) < apart)
    }

    @Test func aCellHasAReadingWhereOneOfItsPixelsHas() throws {
      let set = SmallData.crops(0..<2)
      var batch = CropBatch(count: 2)
      batch.fill(from: set, [0, 1], augmentation: .none) { SeededGenerator(seed: UInt64($0)) }
      let fine = batch.hasReading(side: 72)
      #expect(fine == batch.crops.map { $0 < 1 })
      let coarse = batch.hasReading(side: 36)
      #expect(coarse.count == 2 * 36 * 36)
      for cell in coarse.indices {
        let (row, column) = (cell / 36, cell % 36)
        let near = [0, 1, 72, 73].map { fine[row * 144 + column * 2 + $0] }
        #expect(coarse[cell] == near.contains(true))
      }
    }

    /// Two cells and two classes by hand: probabilities 1/2, 1/2 against 3/4, 1/4 are 1/8 apart.
    @Test func studentsAreComparedWhereBothSeeTheSame() throws {
      func answer(_ odds: [Float], place: Float) throws -> PartAnswer {
        // Logits [1, 2, 1, 2]: the first class's by cell, then zeros.
        let places = try Tensor([place] + [Float](repeating: 0, count: 53), shape: [1, 18, 3])
        return PartAnswer(
          cells: try Tensor(odds + [0, 0], shape: [1, 2, 1, 2]),
          points: (places, try Tensor(repeating: 0, shape: [1, 18])))
      }
      let three = Float(1.0986123)
      let rule = Disagreement(partWeight: 2, beta: 0.5)
      let known = [Float](repeating: 1, count: 54)
      var mixed = known
      mixed[0] = 0
      let same = try answer([0, 0], place: 0)
      func apart(_ other: PartAnswer, seen: [Bool], known second: [Float]) throws -> Float {
        try rule([same, other], seen: [[true, true], seen], known: [known, second]).number()
      }
      let first = try answer([three, 0], place: 0)
      #expect(abs(try apart(first, seen: [true, true], known: known) - 2 * 0.125 / 2) < 1e-6)
      #expect(try apart(first, seen: [false, true], known: known) == 0)
      #expect(abs(try apart(first, seen: [true, false], known: known) - 2 * 0.125) < 1e-6)
      let moved = try answer([0, 0], place: 1)
      #expect(abs(try apart(moved, seen: [true, true], known: known) - 0.75 / 54) < 1e-6)
      #expect(try apart(moved, seen: [true, true], known: mixed) == 0)
    }

    @Test func theSecondStudentIsOffByATenthInWhatReadsTheSharedLayers() throws {
      var generator = SeededGenerator(seed: 4)
      let (one, other) = (try SmallData.member(1), try SmallData.member(1))
      try other.setApart(by: 0.1, using: &generator)
      func change(_ tensor: (TrainablePartPose) -> Tensor) throws -> Float {
        let (a, b) = (try tensor(one).floats(), try tensor(other).floats())
        let change: Float = zip(a, b).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
        return (change / a.reduce(0) { $0 + $1 * $1 }).squareRoot()
      }
      // The first convolution of the part head, and the votes for key-points.
      #expect(abs(try change { $0.head.parameters[0] } - 0.1) < 0.02)
      #expect(abs(try change { $0.encoder.votes.weight } - 0.1) < 0.02)
      let layers = try [one, other].map { network in
        try network.encoder.state.filter { !$0.name.hasPrefix("encoder.votes") }.map {
          try $0.tensor.floats()
        }
      }
      #expect(layers[0] == layers[1])
    }

    @Test func theSecondStudentDrawsLabelledCropsOfItsOwn() throws {
      var wanted = recipe(.mutual)
      (wanted.teaching.partWeight, wanted.teaching.pointWeight, wanted.teaching.consistency) = (0, 0, 0)
      let one = try loss(recipe(.supervised))
      wanted.teaching.ownCrops = false
      #expect(abs(try loss(wanted, alike: true) - 2 * one) < 1e-4 * one)
      wanted.teaching.ownCrops = true
      #expect(abs(try loss(wanted, alike: true) - 2 * one) > 1e-3 * one)
    }

    @Test func theLogTellsTheShareThatHardExamplesAre() throws {
      var wanted = recipe(.supervised)
      (wanted.parts.hardExamples.unit, wanted.parts.hardExamples.leastPixels) = (.pixels, 648)
      wanted.parts.hardExamples.confidence = 0
      var task = try SmallData.partsTask(wanted)
      let share = try task.loss(batch: 0, epoch: 0).errors.scores.taughtShare
      // Of four pictures of 36 x 36 cells, all with a label.
      #expect(share == 648.0 / (4 * 36 * 36))
      wanted.parts.hardExamples.unit = .none
      task = try SmallData.partsTask(wanted)
      #expect(try task.loss(batch: 0, epoch: 0).errors.scores.taughtShare == nil)
    }
  }

  @Suite struct ResidualPartsTests {
    init() throws { try Engine.setThreads(1) }

    /// DeepLabv3+ goes through the same trainer, with two teachers, and its loss falls.
    @Test func aResidualNetworkLearnsFromTwoTeachers() throws {
      var recipe = SmallData.partsRecipe(.mutual)
      recipe.parts.network = .resnet18
      (recipe.parts.width, recipe.parts.rates) = (8, [1, 2])
      (recipe.teaching.rampUp, recipe.teaching.partWeight) = (0, 0.1)
      var task = try PartsTask(
        recipe, labelled: SmallData.crops(0..<4, hasParts: true), unlabelled: SmallData.crops(20..<24),
        validation: SmallData.crops(0..<4, hasParts: true), export: { (_: DeepLab) in nil },
        make: { member in
          var generator = SeededGenerator(seed: 1, stream: 0, index: UInt64(member))
          return try recipe.makeDeepLab(using: &generator)
        })
      let adam = try Adam(task.network.parameters)
      var losses: [Float] = []
      for step in 0..<8 {
        let (loss, _) = try task.step(
          step, batch: step, epoch: 0, seed: UInt64(step), rate: 0.001, clip: 2, with: adam
        ) { TrainingError(.diverged, at: "test", expected: "a finite loss", actual: $0) }
        losses.append(loss)
      }
      #expect(losses[7] < losses[0])
      #expect(try task.validate().scores.meanOverlap != nil)
      #expect(try task.exported() == nil)
    }

    @Test func theRatesOfARecipeAreTheNetworks() throws {
      var recipe = Recipe()
      (recipe.parts.network, recipe.parts.width) = (.resnet18, 8)
      var generator = SeededGenerator(seed: 1)
      #expect(try recipe.makeDeepLab(using: &generator).configuration.rates == [6, 12, 18])
      recipe.parts.rates = [1, 2]
      #expect(try recipe.makeDeepLab(using: &generator).configuration.rates == [1, 2])
    }
  }
}

extension TorchSuite {
  @Suite struct MirroredTeacherTests {
    init() throws { try Engine.setThreads(1) }

    private func labels(_ crops: [Float], isMirrored: Bool, confidence: Float = 0) throws -> TeacherLabels {
      try TeacherLabels(
        SmallData.member(3), crops: crops, isMirrored: isMirrored, confidence: confidence)
    }

    /// The mean of both answers does not know which of the two pictures was the mirror.
    @Test func aPictureAndItsMirrorImageGetTheSameLabels() throws {
      let crops = SmallData.crops(0..<3).crops.map { Float($0) / 32767 }
      let turned = TeacherLabels.mirrored(crops)
      #expect(turned != crops && TeacherLabels.mirrored(turned) == crops)
      let (a, b) = (try labels(crops, isMirrored: true), try labels(turned, isMirrored: true))
      for place in a.points.indices {
        #expect(abs(a.points[place] - TeacherLabels.mirrored(b.points, place)) < 1e-4)
      }
      // Rounding may turn a tie.
      let wrong = a.parts.indices.count {
        let back = $0 / 72 * 72 + 71 - $0 % 72
        return a.parts[$0] != PartLabels.mirrored(b.parts[back])
      }
      #expect(wrong < 30)
      let plain = try labels(crops, isMirrored: false)
      #expect(plain.points != a.points && plain.parts != a.parts)
    }

    @Test func unsureLabelsAreIgnoredInTheMeanToo() throws {
      let crops = SmallData.crops(0..<2).crops.map { Float($0) / 32767 }
      for isMirrored in [false, true] {
        let all = try labels(crops, isMirrored: isMirrored)
        #expect(!all.parts.contains(PartLabels.ignored))
        let none = try labels(crops, isMirrored: isMirrored, confidence: 1)
        #expect(none.parts.allSatisfy { $0 == PartLabels.ignored })
      }
    }
  }
}
