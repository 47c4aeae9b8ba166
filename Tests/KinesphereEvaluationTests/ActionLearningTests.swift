import Foundation
import Kinesphere
import KinesphereData
import RealModule
import Testing

@testable import KinesphereEvaluation

/// Somebody who moves the right wrist in one of three ways for two seconds: to the side, up, or round.
enum WristDance {
  static let names = ["side", "up", "round"]
  /// Directions alone: what is quick to learn in a test.
  static let features: ActionFeatures.Configuration = {
    var features = ActionFeatures.Configuration.keyPointsAlone
    (features.turnWeight, features.covarianceWeight) = (0, 0)
    return features
  }()

  static func spotting(people: Range<Int>) throws -> ActionLearning.Learned {
    var learning = SpottingLearning(names: names)
    learning.features = features
    return try learning.learn(sequences(people: people, takes: 2))
  }

  static func sequence(_ action: Int, person: Int, take: Int) -> PoseSequence {
    var generator = SeededGenerator(seed: UInt64(person * 100 + take * 10 + action))
    let (size, pace) = (generator.uniform(0.3, 0.5), generator.uniform(0.8, 1.2))
    let tilt = generator.uniform(-0.2, 0.2)
    let times = (0...Int(60 / pace)).map { Double($0) / 30 }
    let poses = times.map { time -> Pose in
      let phase = Float.pi * Float(time) * pace
      var pose = Pose(points: [SIMD3<Float>](repeating: SIMD3(0, 0, 3), count: KeyPoint.count))
      pose[.head].y = 0.7
      (pose[.leftAnkle].y, pose[.rightAnkle].y) = (-0.8, -0.8)
      let rise = size * Float.sin(phase / 2)
      let way: SIMD3<Float> =
        switch action {
        case 0: SIMD3(rise, tilt * rise, 0)
        case 1: SIMD3(tilt * rise, rise, 0)
        default: SIMD3(size * Float.sin(phase), size * (1 - Float.cos(phase)), 0)
        }
      pose[.rightWrist] += way
      for point in KeyPoint.allCases {
        pose[point] += SIMD3(generator.normal(), generator.normal(), generator.normal()) * 0.003
      }
      return pose
    }
    return PoseSequence(poses: poses, times: times, action: action, person: person)
  }

  static func sequences(people: Range<Int>, takes: Int = 3) -> [PoseSequence] {
    people.flatMap { person in
      (0..<takes).flatMap { take in names.indices.map { sequence($0, person: person, take: take) } }
    }
  }

  static func examples(_ sequences: [PoseSequence]) -> [ActionLearning.Example] {
    sequences.compactMap { sequence in
      sequence.features(features).map {
        .init(features: $0, action: sequence.action, person: sequence.person)
      }
    }
  }
}

@Suite struct ActionLearningTests {
  @Test func strangersAreNamedAndUntaughtActionsAreRefused() throws {
    let learning = ActionLearning(names: WristDance.names, features: WristDance.features)
    let learned = try learning.learn(WristDance.examples(WristDance.sequences(people: 0..<4)))
    #expect(learned.accuracy == 1)
    #expect(learned.knownAccepted + learned.unknownRefused > 1.5 && learned.area > 0.8, "\(learned.area)")
    var accepted = 0
    let strangers = WristDance.sequences(people: 10..<12)
    for sequence in strangers {
      let features = try #require(sequence.features(WristDance.features))
      let answer = learned.model.answer(to: features)
      #expect(answer.best == sequence.action)
      accepted += answer.isKnown ? 1 : 0
      #expect(abs(answer.probabilities.reduce(0, +) - 1) < 1e-5)
      #expect(answer.probabilities[answer.best] == answer.probabilities.max())
    }
    #expect(Double(accepted) > 0.7 * Double(strangers.count))
  }

  @Test func thePlanesAreThoseOfTheMachine() throws {
    let examples = WristDance.examples(WristDance.sequences(people: 0..<2))
    let learned = try ActionLearning(names: WristDance.names, features: WristDance.features).learn(examples)
    let planes = try LeastSquaresMachine.train(
      rows: examples.map { $0.features.map(Double.init) }, classes: examples.compactMap(\.action),
      cost: learned.cost)
    for example in examples.prefix(4) {
      let scores = learned.model.scores(of: example.features)
      for (index, weights) in planes.weights.enumerated() {
        let score = zip(weights, example.features).reduce(planes.constants[index]) {
          $0 + $1.0 * Double($1.1)
        }
        #expect(abs(score - Double(scores[index])) < 1e-3)
      }
    }
  }

  @Test func aMissingActionIsNamed() {
    let examples = WristDance.examples(WristDance.sequences(people: 0..<2)).filter { $0.action != 1 }
    let error = #expect(throws: EvaluationError.self) {
      try ActionLearning(names: WristDance.names, features: WristDance.features).learn(examples)
    }
    #expect(error?.actual == "none of up")
  }

  /// Nobody can be left out: it learns, and says that nothing is known of others.
  @Test func onePersonAloneIsLearned() throws {
    let examples = WristDance.examples(WristDance.sequences(people: 0..<1))
    let learned = try ActionLearning(names: WristDance.names, features: WristDance.features).learn(examples)
    #expect(learned.accuracy.isNaN && learned.model.configuration.threshold == -1)
  }

  @Test func theBorderPartsKnownFromUnknown() {
    #expect(ActionLearning.border(known: [0.5, 0.8, 0.9], unknown: [-0.5, 0.1]) == 0.3)
    #expect(ActionLearning.area(known: [1, 2], unknown: [0, 3]) == 0.5)
    #expect(ActionLearning.border(known: [], unknown: [1]) == -1)
  }

  @Test func streamsKeepTheTruth() {
    let sequences = WristDance.sequences(people: 3..<4)
    let streams = PoseStream.streams(of: sequences, length: 5, seed: 2)
    #expect(streams.map(\.segments.count) == [5, 4])
    #expect(streams.flatMap { $0.segments.map(\.action) }.sorted() == sequences.map(\.action).sorted())
    for stream in streams {
      #expect(zip(stream.times, stream.times.dropFirst()).allSatisfy { $0 < $1 })
      #expect(zip(stream.segments, stream.segments.dropFirst()).allSatisfy { $0.end < $1.start })
    }
    let segment = PoseStream.Segment(action: 0, start: 1, end: 3)
    #expect(segment.overlap(2, 4) == 1.0 / 3 && segment.overlap(3, 4) == 0 && segment.overlap(1, 3) == 1)
  }

  @Test func actionsOfStrangersAreFoundInStreams() throws {
    let learned = try WristDance.spotting(people: 0..<4)
    let streams = PoseStream.streams(of: WristDance.sequences(people: 20..<22), length: 9, seed: 3)
    let report = try SpottingReport(learned.model, on: streams)
    #expect(report.segments == 18 && report.f1 > 0.8, "\(report.text)")
    #expect(report.medianDelay < 1)
    #expect(report.right <= min(report.found, report.segments))
    // The same seed, the same model.
    let again = try WristDance.spotting(people: 0..<4)
    #expect(again.model.weights == learned.model.weights)
    #expect(again.model.configuration == learned.model.configuration)
  }

  @Test func nothingIsFoundInWhoeverStandsStill() throws {
    let learned = try WristDance.spotting(people: 0..<3)
    var spotter = try #require(ActionSpotter(learned.model))
    let pose = WristDance.sequence(0, person: 1, take: 1).poses[0]
    var told: [ActionSpotter.Found] = []
    for frame in 0..<300 { if let action = spotter.add(pose, at: Double(frame) / 30) { told.append(action) } }
    #expect(told.isEmpty)
    // Times that stand still or go back are passed over.
    let back = spotter.add(pose, at: 0)
    #expect(back == nil)
  }

  @Test func aModelOfWholesFindsNothingInStreams() throws {
    let examples = WristDance.examples(WristDance.sequences(people: 0..<2))
    let learned = try ActionLearning(names: WristDance.names, features: WristDance.features).learn(examples)
    #expect(ActionSpotter(learned.model) == nil)
    #expect(throws: EvaluationError.self) { try SpottingReport(learned.model, on: []) }
  }
}

@Suite struct ActionModelFileTests {
  private static func model() throws -> ActionModel {
    try WristDance.spotting(people: 0..<2).model
  }

  private static func folder() throws -> String {
    let path = NSTemporaryDirectory() + "kinesphere-actions-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  @Test func aModelComesBackAsItWas() throws {
    let (model, folder) = (try Self.model(), try Self.folder())
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try model.write(to: folder + "/a.safetensors")
    let back = try ActionModel.load(folder + "/a.safetensors")
    #expect(back.configuration == model.configuration)
    let features = try #require(
      WristDance.sequence(2, person: 9, take: 1).features(model.configuration.features))
    for (a, b) in zip(model.scores(of: features), back.scores(of: features)) { #expect(abs(a - b) < 5e-3) }
  }

  @Test func theShippedModelKnowsTheSyntheticActions() throws {
    let model = try ActionModel.embedded()
    #expect(model.configuration.actions == SyntheticAction.allCases.map(\.rawValue))
    #expect(ActionSpotter(model) != nil)
  }

  @Test func foreignAndDamagedFilesAreRefused() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.safetensors"
    try Self.model().write(to: path)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for length in [0, 7, 100, whole.count - 1] {
      try whole.prefix(length).write(to: URL(fileURLWithPath: path))
      #expect(throws: WeightsError.self) { try ActionModel.load(path) }
    }
    #expect(throws: WeightsError.self) { try ActionModel.load(folder + "/none") }
    // Weights of a network are no model of actions.
    try Safetensors.write(Parameters(), metadata: ["format": "kinesphere-weights", "version": "1"], to: path)
    let error = #expect(throws: WeightsError.self) { try ActionModel.load(path) }
    #expect(error?.actual.contains("kinesphere-weights") == true)
  }
}
