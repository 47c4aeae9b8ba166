import Foundation
import Kinesphere
import KinesphereData
import Torch

extension Preparation {
  /// The LSTM-CNN's task with its observations and its initial weights.
  public func lstmcnnTask() throws -> LSTMCNNTask {
    let encoder = try encoderWeights(recipe.encoderWeights)
    return try lstmcnnTask(sequences(encoder), encoder)
  }

  /// The same beside teachers of what has no labels.
  public func taughtLSTMCNNTask() throws -> TaughtLSTMCNNTask {
    let encoder = try encoderWeights(recipe.encoderWeights)
    let sequences = try sequences(encoder)
    let students = 0..<TaughtLSTMCNNTask.students(of: recipe)
    return try TaughtLSTMCNNTask(
      recipe, supervised: students.map { try lstmcnnTask(sequences, encoder, student: $0) },
      teachers: students.map { _ in try makeLSTMCNN(sequences.training, seed: recipe.seed) },
      unlabelled: sequences.unlabelled)
  }

  /// The second student of a pair begins elsewhere (``makeStudent(_:_:)``) and sees the labelled windows in another order.
  private func lstmcnnTask(
    _ sequences: ObservedSides, _ encoder: NetworkWeights?, student: Int = 0
  ) throws -> LSTMCNNTask {
    let training = sequences.training
    if student == 0 {
      let windows = training.reduce(0) { $0 + $1.count }
      say(
        "\(windows) windows of \(training.count) sequences to learn from, \(sequences.unlabelled.count) sequences without labels, \(sequences.validation.count) to validate on"
      )
    }
    var own = recipe
    own.seed = seed(of: student)
    return try LSTMCNNTask(
      own, network: makeStudent(student, training), training: training, validation: sequences.validation,
      encoder: encoder)
  }

  private func seed(of student: Int) -> UInt64 { recipe.seed &+ UInt64(student) << 32 }

  /// A student with its initial numbers: the start's, or drawn. The second of a pair has others: drawn anew, or with a start its
  /// dense layers off by a tenth of each tensor's root mean square, as two that start alike would say the same.
  func makeStudent(_ student: Int, _ training: [ObservationSequence]) throws -> TrainableLSTMCNN {
    let network = try makeLSTMCNN(training, seed: seed(of: student))
    guard !recipe.start.isEmpty else { return network }
    let path = Self.networkFile(recipe.start)
    try network.load(Parameters(Safetensors(path: path)), file: path)
    guard student > 0 else { return network }
    var generator = SeededGenerator(seed: seed(of: student), stream: 23, index: 0)
    for layer in network.dense {
      for tensor in [layer.weight, layer.bias] { try tensor.disturb(by: 0.1, using: &generator) }
    }
    return network
  }

  /// The recipe's LSTM-CNN with its initial numbers and the statistics of the training side.
  private func makeLSTMCNN(_ training: [ObservationSequence], seed: UInt64) throws -> TrainableLSTMCNN {
    var configuration = recipe.lstmcnn
    configuration.inputs = NetworkWeights.inputs(of: recipe.preset)
    let statistics = ObservationStatistics(training)
    var generator = SeededGenerator(seed: seed, stream: 0, index: 0)
    let network = try TrainableLSTMCNN(
      configuration, mean: statistics.mean, deviation: statistics.deviation,
      stateDropout: recipe.dropout.state, denseDropout: recipe.dropout.dense, using: &generator)
    try network.dense[1].bias.set(statistics.target)
    return network
  }

  /// The weights whose encoder observes; nil in the preset `channels`.
  func encoderWeights(_ path: String) throws -> NetworkWeights? {
    guard recipe.preset != .channels else { return nil }
    guard !path.isEmpty else {
      throw TrainingError(
        .recipe, at: "recipe `\(recipe.name)`, encoderWeights",
        expected: "a run folder or weights with an encoder",
        actual: "it is empty")
    }
    let inFolder = "\(path)/weights.safetensors"
    let weights = try NetworkWeights.load(FileManager.default.fileExists(atPath: inFolder) ? inFolder : path)
    guard weights.configuration.encoder != nil else {
      throw TrainingError(.recipe, at: path, expected: "weights with an encoder", actual: "they have none")
    }
    guard recipe.preset == .crop || weights.configuration.parts != nil else {
      throw TrainingError(
        .recipe, at: path, expected: "weights with parts, for the preset parts", actual: "they have none")
    }
    guard weights.configuration.skeleton == recipe.skeleton else {
      throw TrainingError(
        .recipe, at: path, expected: "an encoder of the \(recipe.skeleton.rawValue) skeleton",
        actual: "it is of the \(weights.configuration.skeleton.rawValue) one")
    }
    return recipe.preset == .crop ? weights.withoutParts : weights
  }

  /// Sequences with labels, those without, and those that choose the epoch.
  struct ObservedSides {
    var training: [ObservationSequence] = []
    var unlabelled: [ObservationSequence] = []
    var validation: [ObservationSequence] = []
  }

  private func sequences(_ encoder: NetworkWeights?) throws -> ObservedSides {
    var sides = ObservedSides()
    var split: RecordedSplit?
    if !recipe.data.recordings.isEmpty {
      let folder = try locations.folder(of: recipe.data.recordings)
      split = try RecordedSplit(
        recipe, takes: RecordedCrops.takes(in: folder, timing: recipe.data.labelTiming))
    }
    // Before minutes of observing. Who validates is a stranger, without labels too.
    let held = Set(split?.validation.map(\.path) ?? [])
    var rest = split?.unlabelled ?? []
    if recipe.teaching.method != .supervised {
      if !recipe.teaching.unlabelled.isEmpty {
        let subjects = Set(recipe.data.subjects).subtracting(recipe.validation.subjects)
        rest = try RecordedCrops.takes(
          in: locations.folder(of: recipe.teaching.unlabelled), timing: recipe.data.labelTiming
        )
        .filter { subjects.contains($0.name.subject) && !held.contains($0.path) }
      }
      guard !rest.isEmpty else {
        throw TrainingError(
          .data, at: "recipe `\(recipe.name)`", expected: "recordings without labels for the teachers",
          actual: recipe.teaching.unlabelled.isEmpty
            ? "every one has its labels" : "\(recipe.teaching.unlabelled) has none of these subjects")
      }
    }
    if let split {
      sides.training = try recorded(split.training, encoder)
      sides.validation = try recorded(split.validation, encoder)
    }
    if recipe.data.syntheticSequences > 0 {
      sides.training += try synthetic(
        recipe.data.syntheticSeed, count: recipe.data.syntheticSequences, encoder)
      if sides.validation.isEmpty {
        sides.validation = try synthetic(
          recipe.data.syntheticSeed ^ 0x5EED, count: recipe.validation.syntheticSequences, encoder)
      }
    }
    try requireLabels(to: "learn from", sides.training.contains(where: \.hasKnownPoints))
    try requireLabels(to: "validate on", sides.validation.contains(where: \.hasKnownPoints))
    if recipe.teaching.method != .supervised {
      sides.unlabelled = try recorded(rest, encoder)
      for index in sides.unlabelled.indices { sides.unlabelled[index].forgetLabels() }
    }
    return sides
  }

  /// Recordings observed in the order given. Every recording of a subject is observed once and kept.
  func recorded(_ takes: [RecordedCrops.Take], _ weights: NetworkWeights?) throws -> [ObservationSequence] {
    var known: [String: ObservationSequence] = [:]
    for folder in Set(takes.map(\.folder)).sorted() {
      let all = try RecordedCrops.takes(in: folder, timing: recipe.data.labelTiming)
      let wanted = Set(takes.filter { $0.folder == folder }.map(\.name.subject))
      for subject in wanted.sorted() {
        let own = all.filter { $0.name.subject == subject }
        for (take, sequence) in zip(own, try observed(own, of: subject, weights)) {
          known[take.path] = sequence
        }
      }
    }
    return takes.compactMap { known[$0.path] }
  }

  private func observed(
    _ takes: [RecordedCrops.Take], of subject: Int, _ weights: NetworkWeights?
  ) throws -> [ObservationSequence] {
    let other = try recipe.crossFit["\(subject)"].flatMap { try encoderWeights($0) }
    let observer = other ?? weights
    let files = takes.flatMap { [$0.path, SkeletonLabels.file(beside: $0.path) ?? "no skeleton"] }
      .map { "\($0) \(Self.state(of: $0))" }
    return try cached("recorded", "\(files) \(mark(observer)) \(recipe.data.labelTiming.rawValue)") {
      say("observing \(takes.count) recordings of subject \(subject)")
      return try RecordedSequences.read(
        takes, observer: observer?.makeObserver(), threads: recipe.threads, progress: tell(of: takes.count))
    }
  }

  private func synthetic(_ seed: UInt64, count: Int, _ weights: NetworkWeights?) throws
    -> [ObservationSequence]
  {
    let supply = SyntheticSequences(
      seed: seed, settings: recipe.data.crops, clips: try clips(),
      frameCount: recipe.data.sequenceFrames, skeleton: recipe.skeleton)
    let identity = try
      "\(clips().map { "\($0.name) \($0.poses.count)" }) \(seed) \(count) \(recipe.data.sequenceFrames) \(recipe.skeleton) \(words()) \(mark(weights))"
    return try cached("synthetic-sequences", identity) {
      say("filming \(count) synthetic dances of \(recipe.data.sequenceFrames) frames")
      let observer = try weights?.makeObserver()
      return try OrderedWork.map(count, threads: recipe.threads, progress: tell(of: count)) { index in
        try supply.sequence(index, observer: observer)
      }
    }
  }

  /// Words that change with a file: one that is repaired or unpacked anew is observed anew.
  private static func state(of path: String) -> String {
    guard let facts = try? FileManager.default.attributesOfItem(atPath: path) else { return "missing" }
    let time = (facts[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return "\(facts[.size] ?? 0) \(time)"
  }

  /// Words that change with a model's numbers.
  private func mark(_ weights: NetworkWeights?) throws -> String {
    guard let weights else { return "none" }
    let bits = weights.parameters.values.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01B3
    }
    let width = NetworkWeights.inputs(of: weights.configuration.parts == nil ? .crop : .parts)
    return "\(String(bits, radix: 16)) \(width)"
  }

  private func cached(
    _ kind: String, _ identity: String, make: () throws -> [ObservationSequence]
  ) throws -> [ObservationSequence] {
    let path = "\(cache)/\(kind)-\(SyntheticCropSets.hash("\(Self.version) \(identity)")).safetensors"
    if let known = ObservationFile.read(path) { return known }
    let made = try make()
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    try ObservationFile.write(made, to: path)
    return made
  }
}
