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
    #"{"data": {"labelledShare": 0}}"#, #"{"encoder": {"layers": []}}"#, #"{"crossFit": {"first": "x"}}"#,
    #"{"data": {"recordings": "utd"}}"#, #"{"lstmcnn": {"dense": 0}}"#,
    #"{"augmentation": {"rotation": 90}}"#,
    #"{"optimisation": {"recalibration": -1}}"#, #"{"encoder": {"layers": [{"channels": 20, "stride": 1}]}}"#,
    #"{"stage": "lstmcnn", "optimisation": {"precision": "bfloat16"}}"#,
    #"{"data": {"subjects": [1, 2], "testSubjects": [2, 4]}}"#, #"{"validation": {"subjects": [2]}}"#,
    #"{"stage": "parts"}"#, #"{"teaching": {"method": "mutual"}}"#, #"{"teaching": {"method": "best"}}"#,
    #"{"stage": "parts", "optimisation": {"average": 0}, "teaching": {"keep": 1}}"#,
    #"{"stage": "parts", "optimisation": {"average": 0}, "teaching": {"weak": {"shift": 0.1}}}"#,
    #"{"stage": "parts", "optimisation": {"average": 0}, "parts": {"hardExamples": {"confidence": 2}}}"#,
  ])
  func aRecipeThatCannotBeIsRefused(json: String) {
    #expect(throws: TrainingError.self) { try recipe(json) }
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
