import Foundation
import Kinesphere
import KinesphereData
import Torch

/// Fits a model to a dancer, a camera, a stage and costumes from recordings alone, in under a minute.
///
/// The labelled side is synthetic dancers (for weights of Kinect's skeleton: what they said before of the recordings' frames) and,
/// where there are any, labelled frames of the recordings themselves, which make up half of it; the unlabelled side, where a
/// teacher labels it, is the recordings' frames. The crop encoder and its part head
/// move; the LSTM-CNN behind them stays.
public struct Adaptation {
  public struct Configuration: Sendable, Equatable {
    /// nil: 200 for weights of Kinect's skeleton, else 100.
    public var steps: Int?
    /// Who labels the recordings' frames that have no label; nil: nobody for weights of Kinect's skeleton, where labels are and a
    /// teacher holds back what they say (subject 7 of UTD-MHAD 3.21 instead of 3.07 cm), a mean teacher for others.
    public var method: Recipe.Teaching.Method?
    /// Crops of a batch on either side.
    public var batch = 32
    /// Largest learning rate; nil: 0.001 for weights of Kinect's skeleton, else 0.0005.
    public var rate: Double?
    /// Synthetic crops on the labelled side.
    public var synthetic = 2048
    public var seed: UInt64 = 1
    public var threads = 2
    /// Of the recordings, every n-th frame, 0: so that about ``mostFrames`` remain. Of those, every n-th keeps its label, 0: none.
    public var every = 0
    public var labelEvery = 0

    /// How a data set's skeletons are matched to the depth.
    public var labelTiming = LabelTiming.asRecorded

    /// More than the steps can see: 40 MB of crops.
    static let mostFrames = 4096

    public init() {}

    /// With what is left open settled for weights of `skeleton`: by subject 7 of UTD-MHAD, `kinesphere-train evaluate-adapt`.
    func settled(for skeleton: NetworkWeights.Skeleton) -> Configuration {
      var settled = self
      let isKinect = skeleton == .kinect
      settled.steps = steps ?? (isKinect ? 200 : 100)
      settled.rate = rate ?? (isKinect ? 0.001 : 0.0005)
      settled.method = method ?? (isKinect ? .supervised : .meanTeacher)
      return settled
    }

    fileprivate var stepCount: Int { steps ?? 0 }
  }

  public struct Outcome: Sendable {
    public let weights: NetworkWeights
    /// Frames of the recordings, and those whose labels were used.
    public let frames, labels: Int
  }

  private let configuration: Configuration
  private let start: NetworkWeights

  /// `start` must have an encoder; one of Kinect's skeleton needs labels, as nothing else holds it in place. Throws
  /// ``TrainingError`` otherwise.
  public init(_ start: NetworkWeights, _ configuration: Configuration) throws(TrainingError) {
    guard start.configuration.encoder != nil else {
      throw TrainingError(
        .data, at: start.source, expected: "weights with an encoder (preset crop or parts)",
        actual: "their preset is \(start.configuration.preset.rawValue)")
    }
    guard start.configuration.skeleton == .anatomical || configuration.labelEvery > 0 else {
      throw TrainingError(
        .data, at: start.source,
        expected:
          "some labels (--label-every 100), or weights of the anatomical skeleton such as the shipped ones",
        actual: "they are of Kinect's, and without labels they only get worse")
    }
    self.start = start
    self.configuration = configuration.settled(for: start.configuration.skeleton)
    guard self.configuration.method != .supervised || configuration.labelEvery > 0 else {
      throw TrainingError(
        .data, at: start.source, expected: "a method with a teacher, or some labels (--label-every 100)",
        actual: "the method is supervised, and without labels it would learn nothing of the recordings")
    }
  }

  /// Reads the recordings, trains and returns the new model. `progress` is told the steps done and of how many; throws where `shouldStop` says so.
  public func run(
    _ recordings: [String], options: RecordingOptions = RecordingOptions(),
    progress: (Int, Int) -> Void = { _, _ in },
    shouldStop: @escaping () -> Bool = { false }
  ) throws -> Outcome {
    var (labelled, frames) = (CropSet(), CropSet())
    var reader = AdaptationCrops()
    (reader.labelEvery, reader.shouldStop) = (configuration.labelEvery, shouldStop)
    reader.every = configuration.every
    reader.options = options
    reader.labelTiming = configuration.labelTiming
    if configuration.every == 0 { try reader.spread(recordings, wanted: Configuration.mostFrames) }
    reader.skeleton = start.configuration.skeleton
    for path in recordings {
      let sets = try reader.read(path, before: frames.count)
      labelled.append(contentsOf: sets.labelled)
      frames.append(contentsOf: sets.all)
    }
    guard frames.count >= configuration.batch else {
      throw TrainingError(
        .data, at: recordings.joined(separator: ", "),
        expected: "\(configuration.batch) frames that show a dancer or more",
        actual: "there are \(frames.count)"
      )
    }
    guard configuration.labelEvery == 0 || labelled.count > 0 else {
      throw TrainingError(
        .data, at: recordings.joined(separator: ", "),
        expected: "a label in every \(configuration.labelEvery) frames (a smaller --label-every)",
        actual: "none of \(frames.count) frames has one")
    }
    let weights = try train(labels: labelled, frames: frames, progress: progress, shouldStop: shouldStop)
    return Outcome(weights: weights, frames: frames.count, labels: labelled.count)
  }

  private func train(
    labels: CropSet, frames: CropSet, progress: (Int, Int) -> Void, shouldStop: () -> Bool
  ) throws -> NetworkWeights {
    let recipe = recipe
    let supervised = try supervisedSide(labels, frames: frames)
    let block = start.parameters
    let encoder = start.configuration.encoder ?? recipe.encoder
    var task = try PartsTask(
      recipe, labelled: supervised, unlabelled: frames, validation: supervised,
      export: { try $0.exported(skeleton: recipe.skeleton) },
      make: { member in
        var generator = SeededGenerator(seed: recipe.seed, stream: 0, index: UInt64(member))
        let network = try TrainablePartPose(
          encoder, parts: start.configuration.parts ?? recipe.parts.head, using: &generator)
        try network.load(starting: block, file: start.source, crops: frames)
        if member > 0 { try network.setApart(by: 0.1, using: &generator) }
        return network
      })
    let adam = try Adam(task.network.parameters)
    for step in 0..<configuration.stepCount {
      if shouldStop() {
        throw TrainingError(
          .run, at: start.source, expected: "\(configuration.stepCount) steps",
          actual: "it was stopped after \(step); nothing was written")
      }
      _ = try task.step(
        step, batch: step, epoch: 0, seed: recipe.seed &+ UInt64(step),
        rate: recipe.optimisation.rate(step: step, of: configuration.stepCount),
        clip: recipe.optimisation.clip,
        with: adam
      ) {
        TrainingError(
          .diverged, at: start.source, expected: "a finite loss (a lower --learning-rate may help)",
          actual: "it is \($0) in step \(step + 1)")
      }
      progress(step + 1, configuration.stepCount)
    }
    // Where synthetic dancers are what is known to be right, their statistics are too.
    try task.recalibrate(on: start.configuration.skeleton == .kinect ? frames : supervised)
    return try merged(task.exported())
  }

  /// The settings of the run; `parts.weight` is 0 where the start has no part head.
  private var recipe: Recipe {
    var recipe = Recipe()
    recipe.stage = .parts
    recipe.seed = configuration.seed
    recipe.threads = configuration.threads
    recipe.skeleton = start.configuration.skeleton
    recipe.data.samplesPerEpoch = configuration.stepCount * configuration.batch
    recipe.teaching.method = configuration.method ?? .supervised
    recipe.teaching.batch = configuration.batch
    recipe.teaching.keep = 0.97
    if start.configuration.parts == nil { recipe.parts.weight = 0 }
    (recipe.augmentation.scale, recipe.augmentation.noise) = (0.08, 0.004)
    (recipe.loss.beta, recipe.loss.scaleWeight) = (0.3, 0.05)
    recipe.optimisation.batch = configuration.batch
    recipe.optimisation.epochs = 1
    recipe.optimisation.rate = configuration.rate ?? 0
    recipe.optimisation.clip = 2
    recipe.optimisation.average = 0
    recipe.optimisation.recalibration = 20
    recipe.optimisation.precision = .bfloat16
    return recipe
  }

  /// What keeps the network in place, and as many repetitions of the labelled frames as make both halves alike.
  ///
  /// Synthetic dancers keep anatomical weights. Where Kinect puts its joints they are centimetres wrong, more than such weights
  /// are on strangers; those are kept by what they said of the frames themselves before.
  private func supervisedSide(_ labels: CropSet, frames: CropSet) throws -> CropSet {
    let isKinect = start.configuration.skeleton == .kinect
    let rule: NearestBone = isKinect ? .kinect : .anatomical
    var set = CropSet()
    if isKinect {
      // Labelled frames too: without these, subject 7 was 3.11 instead of 3.05 cm off (docs/parts-trials.md).
      set = try said(of: frames)
      set.labelParts(by: rule)
    } else {
      set = try SyntheticCropSets(
        supply: SyntheticCrops(seed: configuration.seed ^ 0xADA9), identity: "", cache: "",
        threads: configuration.threads, hasParts: true
      ).make(0..<configuration.synthetic) { _ in }
    }
    guard labels.count > 0 else { return set }
    var known = labels
    known.labelParts(by: rule)
    for _ in 0..<max(1, set.count / known.count) { set.append(contentsOf: known) }
    return set
  }

  /// The frames with the key-points that the start gives them.
  private func said(of frames: CropSet) throws -> CropSet {
    guard var encoder = try start.makeEncoder() else { return frames }
    var set = frames
    var crop = [Float](repeating: 0, count: CropSet.pixels)
    set.place { sample in
      frames.read(sample, into: &crop)
      let estimate = encoder.estimate(crop)
      return (0..<CropSet.coordinates).map { estimate.points[$0 / 3][$0 % 3] }
    }
    return set
  }

  /// The start with the new encoder and parts.
  private func merged(_ new: NetworkWeights?) throws -> NetworkWeights {
    guard let new else { return start }
    var parameters = Parameters()
    for entry in start.parameters.entries {
      let isObserver = entry.name.hasPrefix("encoder.") || entry.name.hasPrefix("parts.")
      let values = (isObserver ? new : start).parameters.tensor(entry.name) ?? []
      parameters.append(entry.name, shape: entry.shape, values: values)
    }
    return NetworkWeights(
      configuration: start.configuration, parameters: parameters, source: "adapted \(start.source)")
  }
}
