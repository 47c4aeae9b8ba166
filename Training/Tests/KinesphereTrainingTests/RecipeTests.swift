import Foundation
import Testing

@testable import KinesphereTraining

@Suite struct RecipeTests {
  private func recipe(_ json: String) throws -> Recipe { try Recipe(json: Data(json.utf8), from: "r.json") }

  @Test func anEmptyRecipeHasEveryDefault() throws { #expect(try recipe("{}") == Recipe()) }

  @Test func aFieldGivenChangesThatFieldAlone() throws {
    var expected = Recipe()
    expected.optimisation.epochs = 3
    expected.data.crops.nearest = 2.5
    #expect(try recipe(#"{"optimisation": {"epochs": 3}, "data": {"crops": {"nearest": 2.5}}}"#) == expected)
  }

  @Test func aRecipeSurvivesItsOwnJSON() throws {
    var original = Recipe()
    original.crossFit = ["1": "runs/a"]
    original.validation.subjects = [7]
    #expect(try Recipe(json: original.json(), from: "r.json") == original)
  }

  @Test func whatARecipeSaysOfItselfDoesNotChangeWhatItTrains() throws {
    #expect(try recipe(#"{"result": "3 cm", "reproduces": "a table"}"#).trainsLike(Recipe()))
    #expect(try !recipe(#"{"result": "3 cm", "seed": 2}"#).trainsLike(Recipe()))
  }

  @Test func anUnknownFieldIsNamedWithTheKnownOnes() throws {
    let error = #expect(throws: TrainingError.self) { try recipe(#"{"optimisation": {"epoch": 3}}"#) }
    #expect(error?.place == "r.json, optimisation.epoch")
    #expect(error?.expected.contains("epochs") == true)
  }

  @Test(arguments: [
    #"{"optimisation": {"epochs": 0}}"#, #"{"optimisation": {"epochs": "three"}}"#, #"{"seed": -1}"#,
    #"{"optimisation": 3}"#, #"{"data": {"recordings": "ntu"}}"#, #"{"stage": "dance"}"#, "[]", "{",
    #"{"data": {"labelledShare": 0}}"#, #"{"data": {"labelledShare": 0.5}}"#, #"{"encoder": {"layers": []}}"#,
    #"{"crossFit": {"first": "x"}}"#, #"{"data": {"labelledSubjects": [1]}}"#,
    #"{"skeleton": "kinect", "data": {"recordings": "utd", "labelledSubjects": [2]}}"#,
    #"{"skeleton": "kinect", "data": {"recordings": "utd", "labelledSubjects": [7]}, "validation": {"subjects": [7]}}"#,
    #"{"data": {"recordings": "utd"}}"#, #"{"lstmcnn": {"dense": 0}}"#,
    #"{"augmentation": {"rotation": 90}}"#,
    #"{"optimisation": {"recalibration": -1}}"#, #"{"encoder": {"layers": [{"channels": 20, "stride": 1}]}}"#,
    #"{"stage": "lstmcnn", "optimisation": {"precision": "bfloat16"}}"#,
    #"{"data": {"subjects": [1, 2], "testSubjects": [2, 4]}}"#, #"{"validation": {"subjects": [2]}}"#,
    #"{"stage": "parts"}"#, #"{"teaching": {"method": "mutual"}}"#, #"{"teaching": {"method": "best"}}"#,
    #"{"stage": "parts", "optimisation": {"average": 0}, "teaching": {"keep": 1}}"#,
    #"{"stage": "parts", "optimisation": {"average": 0}, "teaching": {"weak": {"shift": 0.1}}}"#,
    #"{"stage": "parts", "optimisation": {"average": 0}, "parts": {"hardExamples": {"confidence": 2}}}"#,
    #"{"stage": "parts", "optimisation": {"average": 0}, "teaching": {"weak": {"height": 0.1}}}"#,
    #"{"augmentation": {"height": 3}}"#, #"{"device": "tpu"}"#,
    #"{"windows": {"noise": 0.1}}"#, #"{"stage": "lstmcnn", "windows": {"shift": 1.5}}"#,
    #"{"stage": "parts", "optimisation": {"average": 0}, "teaching": {"strongWindows": {"shift": 1}}}"#,
  ])
  func aRecipeThatCannotBeIsRefused(json: String) {
    #expect(throws: TrainingError.self) { try recipe(json) }
  }

  /// An LSTM-CNN with a teacher, and a change that makes it wrong.
  private func taught(_ changes: String) throws -> Recipe {
    try recipe(
      #"{"stage": "lstmcnn", "skeleton": "kinect", "optimisation": {"average": 0}, "#
        + (changes.contains("\"data\"") ? "" : #""data": {"recordings": "utd", "labelledShare": 0.2}, "#)
        + changes + "}")
  }

  @Test func anLSTMCNNWithATeacherIsARecipe() throws {
    for method in ["crossPseudo", "mutual"] {
      #expect(try taught(#""teaching": {"method": "\#(method)"}"#).teaching.method.rawValue == method)
    }
    let known = try taught(#""teaching": {"method": "meanTeacher", "strongWindows": {"turn": 10}}"#)
    #expect(known.teaching.strongWindows.turn == 10 && known.teaching.strongWindows.shift == 40)
    #expect(try Recipe(json: known.json(), from: "r.json") == known)
    _ = try taught(
      #""data": {"syntheticSequences": 9}, "teaching": {"method": "meanTeacher", "unlabelled": "utd"}"#)
  }

  @Test(arguments: [
    (
      #""teaching": {"method": "mutual", "consistency": 0.3}"#,
      "r.json, teaching.partWeight, consistency, confidence, weak, strong, mix"
    ),
    (#""teaching": {"method": "meanTeachers"}"#, "r.json, teaching.method"),
    (#""teaching": {"method": "meanTeacher", "rate": 1}"#, "r.json, teaching.rate"),
    (
      #""teaching": {"method": "meanTeacher", "strongWindows": {"blur": 1}}"#,
      "r.json, teaching.strongWindows.blur"
    ),
    (
      #""teaching": {"method": "meanTeacher", "strongWindows": {"shift": "far"}}"#,
      "r.json, teaching.strongWindows.shift"
    ),
    (
      #""teaching": {"method": "meanTeacher", "strongWindows": {"shift": -1}}"#,
      "r.json, teaching.strongWindows.shift"
    ),
    (
      #""teaching": {"method": "meanTeacher", "strongWindows": {"stretch": 1}}"#,
      "r.json, teaching.strongWindows.stretch"
    ),
    (
      #""teaching": {"method": "meanTeacher", "strongWindows": {"lostFrames": 1}}"#,
      "r.json, teaching.strongWindows.lostFrames"
    ),
    (
      #""teaching": {"method": "meanTeacher", "strongWindows": {"turn": 60}}"#,
      "r.json, teaching.strongWindows.turn"
    ),
    (
      #""preset": "parts", "teaching": {"strongWindows": {"turn": 5}}"#, "r.json, teaching.strongWindows.turn"
    ),
    (#""teaching": {"method": "meanTeacher", "weakWindows": {"shift": 1}}"#, "r.json, teaching.weakWindows"),
    (#""windows": {"noise": "much"}"#, "r.json, windows.noise"),
    (
      #""teaching": {"method": "meanTeacher", "mix": 0.5}"#,
      "r.json, teaching.partWeight, consistency, confidence, weak, strong, mix"
    ),
    (#""teaching": {"method": "meanTeacher", "keep": 1}"#, "r.json, teaching.keep"),
    (#""data": {"recordings": "utd"}, "teaching": {"method": "meanTeacher"}"#, "r.json, teaching.unlabelled"),
    (
      #""data": {"syntheticSequences": 9}, "teaching": {"method": "meanTeacher"}"#,
      "r.json, teaching.unlabelled"
    ),
    (
      #""data": {"recordings": "utd", "labelledShare": 1.5}, "teaching": {"method": "meanTeacher"}"#,
      "r.json, data.labelledShare"
    ),
    (
      #""data": {"recordings": "utd", "labelledShare": 0.2, "testSubjects": [3]}, "teaching": {"method": "meanTeacher"}"#,
      "r.json, data.subjects"
    ),
  ])
  func aTaughtLSTMCNNThatCannotBeIsRefusedInOneLine(changes: String, place: String) {
    let error = #expect(throws: TrainingError.self) { try taught(changes) }
    #expect(error?.place == place)
    #expect(error?.description.contains("\n") == false)
  }

  @Test func theAverageBesideATeacherIsRefused() {
    let error = #expect(throws: TrainingError.self) {
      try recipe(
        #"{"stage": "lstmcnn", "skeleton": "kinect", "data": {"recordings": "utd", "labelledShare": 0.2}, "#
          + #""teaching": {"method": "meanTeacher"}}"#)
    }
    #expect(error?.place == "r.json, optimisation.average")
  }

  @Test func everyRecipeInTheFolderIsRead() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Recipes")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".json")
    }
    #expect(files.count >= 7)
    for file in files {
      let recipe = try Recipe(path: folder.appendingPathComponent(file).path)
      #expect(recipe.name + ".json" == file)
      #expect(!recipe.reproduces.isEmpty)
    }
  }

  @Test func theRateRisesToItsPeakAndEndsNearNothing() {
    var optimisation = Recipe.Optimisation()
    for schedule in [Recipe.Optimisation.Schedule.oneCycle, .cosine] {
      optimisation.schedule = schedule
      let rates = (0...1000).map { optimisation.rate(step: $0, of: 1000) }
      #expect(abs((rates.max() ?? 0) - optimisation.rate) < 0.01 * optimisation.rate)
      #expect(rates[0] < 0.1 * optimisation.rate)
      #expect(rates[1000] < 0.001 * optimisation.rate)
    }
    optimisation.schedule = .constant
    #expect(optimisation.rate(step: 5, of: 10) == optimisation.rate)
  }
}
