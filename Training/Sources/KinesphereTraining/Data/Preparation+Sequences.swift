import Foundation
import Kinesphere
import KinesphereData
import Torch

extension Preparation {
  /// The LSTM-CNN's task with its observations and its initial weights.
  public func lstmcnnTask() throws -> LSTMCNNTask {
    let encoder = try encoderWeights(recipe.encoderWeights)
    let (training, validation) = try sequences(encoder)
    let windows = training.reduce(0) { $0 + $1.count }
    say(
      "\(windows) windows of \(training.count) sequences to learn from, \(validation.count) sequences to validate on"
    )
    var configuration = recipe.lstmcnn
    configuration.inputs = NetworkWeights.inputs(of: recipe.preset)
    let statistics = ObservationStatistics(training)
    var generator = SeededGenerator(seed: recipe.seed, stream: 0, index: 0)
    let network = try TrainableLSTMCNN(
      configuration, mean: statistics.mean, deviation: statistics.deviation,
      stateDropout: recipe.dropout.state, denseDropout: recipe.dropout.dense, using: &generator)
    try network.dense[1].bias.set(statistics.target)
    if !recipe.start.isEmpty {
      let path = Self.networkFile(recipe.start)
      try network.load(Parameters(Safetensors(path: path)), file: path)
    }
    return try LSTMCNNTask(
      recipe, network: network, training: training, validation: validation, encoder: encoder)
  }

  /// The weights whose encoder observes; nil in the preset `channels`.
  private func encoderWeights(_ path: String) throws -> NetworkWeights? {
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

  private func sequences(
    _ encoder: NetworkWeights?
  ) throws -> (training: [ObservationSequence], validation: [ObservationSequence]) {
    var training: [ObservationSequence] = []
    var validation: [ObservationSequence] = []
    if !recipe.data.recordings.isEmpty {
      let folder = try locations.folder(of: recipe.data.recordings)
      let split = try RecordedSplit(recipe, takes: RecordedCrops.takes(in: folder))
      training += try recorded(split.training, encoder)
      validation += try recorded(split.validation, encoder)
    }
    if recipe.data.syntheticSequences > 0 {
      training += try synthetic(recipe.data.syntheticSeed, count: recipe.data.syntheticSequences, encoder)
      if validation.isEmpty {
        validation += try synthetic(
          recipe.data.syntheticSeed ^ 0x5EED, count: recipe.validation.syntheticSequences, encoder)
      }
    }
    return (training, validation)
  }

  private func recorded(_ takes: [RecordedCrops.Take], _ weights: NetworkWeights?) throws
    -> [ObservationSequence]
  {
    var others: [Int: NetworkWeights] = [:]
    for (subject, path) in recipe.crossFit {
      if let number = Int(subject), let known = try encoderWeights(path) { others[number] = known }
    }
    let identity = try
      "\(takes.map(\.path)) \(mark(weights)) \(others.keys.sorted().map { try "\($0): \(mark(others[$0]))" })"
    return try cached("recorded", identity) {
      say("observing \(takes.count) recordings")
      return try RecordedSequences.read(
        takes, observer: weights?.makeObserver(), others: others.compactMapValues { try $0.makeObserver() },
        threads: recipe.threads, progress: tell(of: takes.count))
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
    let path = "\(cache)/\(kind)-\(SyntheticCropSets.hash("1 " + identity)).safetensors"
    if let known = ObservationFile.read(path) { return known }
    let made = try make()
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    try ObservationFile.write(made, to: path)
    return made
  }
}
