import Kinesphere
import KinesphereData
import Testing
import _KinesphereTestSupport

@testable import KinesphereTraining

@Suite struct EvaluationTests {
  private func score(skeleton: NetworkWeights.Skeleton) throws -> SyntheticEvaluation.Result {
    var configuration = SyntheticEvaluation.Configuration()
    (configuration.dances, configuration.framesPerDance) = (2, 4)
    // A model that puts every key-point at the crop's middle.
    let network = try PoseNetwork(
      lstmcnn: LSTMCNN(
        LSTMCNN.Configuration(), parameters: TrainableLSTMCNN.zeros(LSTMCNN.Configuration())), encoder: nil)
    return try SyntheticEvaluation(configuration, clips: [], skeleton: skeleton).score(network)
  }

  @Test func seenAndHiddenKeyPointsMakeUpAll() throws {
    let result = try score(skeleton: .anatomical)
    #expect(result.all.keyPoints == 2 * 4 * 18)
    #expect(result.seen.keyPoints + result.hidden.keyPoints == result.all.keyPoints)
    #expect(result.hidden.keyPoints > 0 && result.seen.keyPoints > result.hidden.keyPoints)
    let mean =
      (result.seen.meanError * Double(result.seen.keyPoints)
        + result.hidden.meanError * Double(result.hidden.keyPoints)) / Double(result.all.keyPoints)
    #expect(abs(mean - result.all.meanError) < 1e-9)
    // Joints lie half a metre from the body's middle on the mean.
    #expect((0.2...0.8).contains(result.all.meanError))
  }

  @Test func theAreaIsTheShareOfPairsInTheRightOrder() throws {
    #expect(ConfidenceScore.area([(0.1, false), (0.9, true), (0.5, false), (0.6, true)]) == 1)
    #expect(ConfidenceScore.area([(0.1, true), (0.9, false)]) == 0)
    // Of 2 x 2 pairs: 0.5 against 0.5 counts half, against 0.2 whole; 0.3 against 0.5 nothing, against 0.2 whole.
    #expect(ConfidenceScore.area([(0.5, true), (0.5, false), (0.3, true), (0.2, false)]) == 2.5 / 4)
    #expect(ConfidenceScore.area([(0.5, true)]).isNaN)
    let known = try score(skeleton: .anatomical).confidence
    #expect((0...1).contains(known.seen) && (0...1).contains(known.hidden))
    // Everything is put in the middle with the same confidence, which tells nothing.
    #expect(abs(known.areaBySight - 0.5) < 0.2)
    #expect(ConfidenceScore.area([(.nan, true), (0.5, false), (.nan, true)]) <= 1, "and it ends")
  }

  @Test func eachSkeletonIsMeasuredAgainstItsOwnTruth() throws {
    #expect(try score(skeleton: .kinect).all.meanError != score(skeleton: .anatomical).all.meanError)
  }

  /// What `evaluate-sequences` refuses before it reads any recording.
  @Test func sequencesAreMeasuredOnStrangersOfRunsThatKnowThem() throws {
    let folder = try SmallData.folder()
    defer { SmallData.remove(folder) }
    var recipe = Recipe()
    (recipe.stage, recipe.skeleton, recipe.data.recordings) = (.lstmcnn, .kinect, "utd")
    func refused(_ name: String, _ recipe: Recipe, subjects: [Int] = []) throws -> TrainingError? {
      let run = try RunFolder(creating: "\(folder)/\(name)", recipe: recipe)
      let evaluation = SequenceEvaluation(subjects: subjects, locations: DataLocations(), cache: folder)
      return #expect(throws: TrainingError.self) { try evaluation.scores(of: run) }
    }
    #expect(try refused("seen", recipe, subjects: [2, 3])?.actual.contains("[1, 3, 5, 7]") == true)
    #expect(try refused("nowhere", recipe)?.place == "data set `utd`")
    recipe.data.recordings = ""
    #expect(try refused("synthetic", recipe)?.actual.contains("synthetic dances alone") == true)
    (recipe.data.recordings, recipe.stage) = ("utd", .encoder)
    #expect(try refused("encoder", recipe)?.actual == "its stage is encoder")
  }
}
