import Foundation
import Kinesphere
import KinesphereData

/// How well runs of the stage `parts` name parts and place key-points on the recordings of people that they never saw.
///
/// Truth is the nearest-bone labels and the key-points of the recordings' skeletons; of a run that learned from synthetic people
/// alone, the renderer's parts and joints of others. Frame by frame, without the LSTM-CNN.
public struct PartEvaluation {
  /// The test recordings' crops with their labels.
  private let test: CropSet
  public var crops: Int { test.count }
  public var recordings: Int { test.sequences.count }
  /// Numbers of the people; of synthetic ones 0.
  public let subjects: [Int]

  /// Tests on `count` crops of synthetic people that the recipe neither learns from nor chooses its epoch by.
  public init(synthetic count: Int, for recipe: Recipe, locations: DataLocations, cache: String) throws {
    guard recipe.data.recordings.isEmpty, recipe.data.synthetic > 0 else {
      throw TrainingError(
        .recipe, at: "recipe `\(recipe.name)`", expected: "a run that learned from synthetic people alone",
        actual: "it learned from the recordings `\(recipe.data.recordings)`")
    }
    let preparation = try Preparation(recipe: recipe, locations: locations, cache: cache)
    test = try preparation.synthetic(seed: recipe.data.syntheticSeed ^ 0x7E57, count: count, hasParts: true)
    subjects = [0]
  }

  /// The recordings of the run's own subjects whose labels it did not use, with these labels: how right a teacher is where it
  /// teaches.
  public init(
    unlabelledOf recipe: Recipe, locations: DataLocations, every: Int,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    guard recipe.hasUnlabelledRecordings else {
      throw TrainingError(
        .recipe, at: "recipe `\(recipe.name)`",
        expected: "recordings with data.labelledShare below 1, or data.labelledSubjects",
        actual: "every label was used")
    }
    try Self.requireKinect(recipe)
    let takes = try RecordedCrops.takes(
      in: locations.folder(of: recipe.data.recordings), timing: recipe.data.labelTiming)
    let split = try RecordedSplit(recipe, takes: takes)
    guard !split.unlabelled.isEmpty else {
      throw TrainingError(
        .recipe, at: "recipe `\(recipe.name)`", expected: "recordings whose labels were not used",
        actual: "there is none")
    }
    try self.init(split.unlabelled, every: every, threads: recipe.threads, progress: progress)
  }

  private static func requireKinect(_ recipe: Recipe) throws(TrainingError) {
    guard recipe.skeleton == .kinect else {
      throw TrainingError(
        .recipe, at: "recipe `\(recipe.name)`",
        expected: "a run of Kinect's skeleton, as the recordings' labels are (others: `kinesphere evaluate`)",
        actual: "it is of the anatomical one")
    }
  }

  private init(
    _ takes: [RecordedCrops.Take], every: Int, threads: Int, progress: (Int, Int) -> Void
  ) throws {
    var set = try RecordedCrops.read(takes, every: every, threads: threads) { progress($0, takes.count) }
    set.labelParts(by: .kinect)
    test = set
    subjects = Swift.Set(takes.map(\.name.subject)).sorted()
  }

  /// Reads every `every`-th frame of the recipe's test subjects, or of all that it does not train on.
  public init(
    _ recipe: Recipe, locations: DataLocations, every: Int, progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    guard !recipe.data.recordings.isEmpty || !recipe.teaching.unlabelled.isEmpty else {
      throw TrainingError(
        .recipe, at: "recipe `\(recipe.name)`",
        expected: "a run that knows a data set of recordings (others: --synthetic)",
        actual: "it learned from synthetic crops alone")
    }
    try Self.requireKinect(recipe)
    let name = recipe.data.recordings.isEmpty ? recipe.teaching.unlabelled : recipe.data.recordings
    let seen = Set(recipe.data.subjects)
    let tested = Set(recipe.data.testSubjects)
    let takes = try RecordedCrops.takes(in: locations.folder(of: name), timing: recipe.data.labelTiming)
      .filter {
        !seen.contains($0.name.subject) && (tested.isEmpty || tested.contains($0.name.subject))
      }
    guard !takes.isEmpty else {
      throw TrainingError(
        .data, at: "data set `\(name)`", expected: "recordings of subjects besides \(seen.sorted())",
        actual: "there is none")
    }
    try self.init(takes, every: every, threads: recipe.threads, progress: progress)
  }

  /// Scores of a run's best network.
  public func scores(of run: RunFolder) throws -> Scores {
    let recipe = try run.recipe()
    guard recipe.stage == .parts else {
      throw TrainingError(
        .run, at: run.path, expected: "a run of the stage parts",
        actual: "its stage is \(recipe.stage.rawValue)")
    }
    let path = run.file("best.safetensors")
    let block = try Parameters(Safetensors(path: path))
    var generator = SeededGenerator(seed: 0, stream: 0, index: 0)
    switch recipe.parts.network {
    case .light:
      let network = try TrainablePartPose(recipe.encoder, parts: recipe.parts.head, using: &generator)
      try network.load(block, file: path)
      return try PartsTask.errors(of: network, on: test).scores
    case .resnet18, .resnet101:
      let network = try recipe.makeDeepLab(using: &generator)
      try network.load(block, file: path)
      return try PartsTask.errors(of: network, on: test).scores
    }
  }
}

extension Recipe {
  /// DeepLabv3+ as the recipe describes it.
  func makeDeepLab(using generator: inout SeededGenerator) throws -> DeepLab {
    var configuration = DeepLab.Configuration(backbone: parts.network == .resnet101 ? .resnet101 : .resnet18)
    configuration.width = parts.width
    configuration.rates = parts.rates
    return try DeepLab(configuration, using: &generator)
  }
}
