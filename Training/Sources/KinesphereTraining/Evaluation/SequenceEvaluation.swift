import Kinesphere
import KinesphereData

/// How well runs of the stage `lstmcnn` place key-points on the recordings of people that they never saw, every frame in which
/// the dancer is found, by the windows that the tracker would have seen.
public struct SequenceEvaluation {
  /// What a run reached.
  public struct Result: Sendable, Equatable, Codable {
    public let all: Scores
    public let bySubject: [Int: Scores]
  }

  /// Measured instead of the recipe's test subjects; empty: those, or all that it does not train on.
  private let subjects: [Int]
  private let locations: DataLocations
  private let cache: String
  private let say: (String) -> Void

  public init(
    subjects: [Int] = [], locations: DataLocations, cache: String, say: @escaping (String) -> Void = { _ in }
  ) {
    (self.subjects, self.locations, self.cache, self.say) = (subjects, locations, cache, say)
  }

  /// Scores of a run's best network.
  public func scores(of run: RunFolder) throws -> Result {
    let recipe = try run.recipe()
    guard recipe.stage == .lstmcnn else {
      throw TrainingError(
        .run, at: run.path, expected: "a run of the stage lstmcnn",
        actual: "its stage is \(recipe.stage.rawValue)")
    }
    let takes = try takes(recipe, run: run.path)
    // Nor may what it starts from, or looks through, have learned from them.
    try KnownSubjects(of: run.path, in: Self.dataSet(of: recipe)).requireStrangers(
      Set(takes.map(\.name.subject)))
    let preparation = try Preparation(recipe: recipe, locations: locations, cache: cache, say: say)
    let sequences = try preparation.recorded(takes, preparation.encoderWeights(recipe.encoderWeights))
    let network = try Self.network(of: run, recipe)
    var all = ErrorSums()
    var bySubject: [Int: Scores] = [:]
    for subject in Set(takes.map(\.name.subject)).sorted() {
      let own = try LSTMCNNTask.errors(of: network, on: sequences.filter { $0.subject == subject })
      bySubject[subject] = own.scores
      all.merge(own)
    }
    return Result(all: all.scores, bySubject: bySubject)
  }

  private static func dataSet(of recipe: Recipe) -> String {
    recipe.data.recordings.isEmpty ? recipe.teaching.unlabelled : recipe.data.recordings
  }

  private func takes(_ recipe: Recipe, run: String) throws -> [RecordedCrops.Take] {
    let name = Self.dataSet(of: recipe)
    guard !name.isEmpty else {
      throw TrainingError(
        .run, at: run, expected: "a run that knows a data set of recordings",
        actual: "it learned from synthetic dances alone")
    }
    guard recipe.skeleton == .kinect else {
      throw TrainingError(
        .run, at: run,
        expected: "a run of Kinect's skeleton, as the recordings' labels are (others: `kinesphere evaluate`)",
        actual: "it is of the anatomical one")
    }
    let seen = Set(recipe.data.subjects)
    guard seen.isDisjoint(with: subjects) else {
      throw TrainingError(
        .run, at: run, expected: "subjects that it did not learn from", actual: "it did from \(seen.sorted())"
      )
    }
    let wanted = Set(subjects.isEmpty ? recipe.data.testSubjects : subjects)
    let takes = try RecordedCrops.takes(in: locations.folder(of: name), timing: recipe.data.labelTiming)
      .filter {
        !seen.contains($0.name.subject) && (wanted.isEmpty || wanted.contains($0.name.subject))
      }
    guard !takes.isEmpty else {
      throw TrainingError(
        .data, at: "data set `\(name)`",
        expected: wanted.isEmpty
          ? "recordings of subjects besides \(seen.sorted())" : "recordings of subjects \(wanted.sorted())",
        actual: "there is none")
    }
    return takes
  }

  private static func network(of run: RunFolder, _ recipe: Recipe) throws -> TrainableLSTMCNN {
    var configuration = recipe.lstmcnn
    configuration.inputs = NetworkWeights.inputs(of: recipe.preset)
    let unknown = [Float](repeating: 1, count: configuration.inputs)
    var generator = SeededGenerator(seed: 0)
    let network = try TrainableLSTMCNN(configuration, mean: unknown, deviation: unknown, using: &generator)
    let path = run.file("best.safetensors")
    try network.load(Parameters(Safetensors(path: path)), file: path)
    return network
  }
}
