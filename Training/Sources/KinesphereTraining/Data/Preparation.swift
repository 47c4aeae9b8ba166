import Foundation
import Kinesphere
import KinesphereData
import Torch

/// Gets a recipe's data ready: reads recordings, makes synthetic crops, and keeps both in a cache folder.
public struct Preparation {
  public let recipe: Recipe
  let locations: DataLocations
  /// Folder of prepared sets; made on need.
  let cache: String
  /// Told what is being prepared, a line each.
  let say: (String) -> Void

  public init(
    recipe: Recipe, locations: DataLocations, cache: String, say: @escaping (String) -> Void = { _ in }
  ) throws {
    self.recipe = recipe
    self.locations = locations
    self.cache = cache
    self.say = say
  }

  /// The encoder's task with its data and its initial weights.
  public func encoderTask() throws -> EncoderTask {
    var generator = SeededGenerator(seed: recipe.seed, stream: 0, index: 0)
    let network = try TrainableCropEncoder(recipe.encoder, using: &generator)
    let (training, validation) = try cropSets()
    if !recipe.start.isEmpty {
      let (block, file) = try start()
      try load(block, file: file, into: network, crops: training)
    }
    say("\(training.count) crops to learn from, \(validation.count) to validate on")
    return try EncoderTask(recipe, network: network, training: training, validation: validation)
  }

  /// Takes the numbers of a run folder or of its network file, or those of a weights file: there normalisation is folded
  /// away, and comes back from the statistics of the crops.
  private func load(_ block: Parameters, file: String, into network: TrainableCropEncoder, crops: CropSet)
    throws
  {
    guard block.entry("encoder.layer0.bias") != nil else { return try network.load(block, file: file) }
    try network.unfold(block, file: file, crops: crops)
  }

  /// What the recipe starts from, and the file that it comes from.
  func start() throws -> (block: Parameters, file: String) {
    let path = Self.networkFile(recipe.start)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
      throw TrainingError(
        .recipe, at: "recipe `\(recipe.name)`, start", expected: "a run folder or a weights file",
        actual: "\(recipe.start) is neither (train it first, or name another with --start)")
    }
    return (try Parameters(Safetensors(path: path)), path)
  }

  /// `best.safetensors` of a run folder, or the file itself.
  static func networkFile(_ path: String) -> String {
    let inFolder = "\(path)/best.safetensors"
    return FileManager.default.fileExists(atPath: inFolder) ? inFolder : path
  }

  private func cropSets() throws -> (training: CropSet, validation: CropSet) {
    var training = CropSet()
    var validation = CropSet()
    if !recipe.data.recordings.isEmpty {
      let split = try RecordedSplit(
        recipe,
        takes: RecordedCrops.takes(
          in: locations.folder(of: recipe.data.recordings), timing: recipe.data.labelTiming))
      say(
        "reading \(split.training.count) recordings to learn from, \(split.validation.count) to validate on")
      training.append(
        contentsOf: try RecordedCrops.read(
          split.training, every: recipe.data.every, threads: recipe.threads,
          progress: tell(of: split.training.count)))
      validation.append(
        contentsOf: try RecordedCrops.read(
          split.validation, every: recipe.data.every, threads: recipe.threads))
    }
    if recipe.data.synthetic > 0 {
      training.append(
        contentsOf: try synthetic(seed: recipe.data.syntheticSeed, count: recipe.data.synthetic))
      if validation.count == 0 {
        validation.append(
          contentsOf: try synthetic(
            seed: recipe.data.syntheticSeed ^ 0x5EED, count: recipe.validation.synthetic))
      }
    }
    try requireLabels(to: "learn from", training.hasKnownPoints)
    try requireLabels(to: "validate on", validation.hasKnownPoints)
    return (training, validation)
  }

  /// Where every label is missing there is nothing to learn, and an error over no key-point would be zero.
  func requireLabels(to purpose: String, _ isKnown: Bool) throws(TrainingError) {
    guard !isKnown else { return }
    throw TrainingError(
      .data, at: "recipe `\(recipe.name)`", expected: "a known key-point to \(purpose)",
      actual: "every label is missing")
  }

  /// Part of the name of all that is kept for the next run. Raise it whenever the same settings make other crops, labels or
  /// observations, so that nothing older is used.
  static let version = 2

  /// Crops of synthetic dancers; another seed means other people, poses and pictures.
  func synthetic(seed: UInt64, count: Int, hasParts: Bool = false) throws -> CropSet {
    let settings = recipe.data.crops
    let clips = try clips()
    let poses = clips.reduce(0) { $0 + $1.poses.count }
    let drawn = clips.map { "\($0.name) \($0.poses.count)" }
    let sets = SyntheticCropSets(
      supply: SyntheticCrops(seed: seed, configuration: settings, clips: clips),
      identity: try "\(Self.version) \(seed) \(drawn) \(words())", cache: cache, threads: recipe.threads,
      hasParts: hasParts)
    say("synthetic crops: \(count), \(clips.count) clips of motion capture with \(poses) poses")
    var set = try sets.crops(0..<count, progress: tell(of: count))
    if recipe.skeleton == .kinect { set.moveToKinectConvention() }
    return set
  }

  /// CMU's dances, where the recipe draws from them.
  func clips() throws -> [MotionClip] {
    guard recipe.data.crops.mocapShare > 0 else { return [] }
    let held = Set(recipe.data.heldClips)
    let clips = try MotionClip.cmu(folder: locations.folder(of: "cmu")).filter { !held.contains($0.name) }
    if clips.isEmpty {
      throw TrainingError(
        .data, at: "data set `cmu`", expected: "motion capture (or data.crops.mocapShare 0)",
        actual: "its folder holds none")
    }
    return clips
  }

  /// The synthetic settings as text.
  func words() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(recipe.data.crops), as: UTF8.self)
  }

  /// Says every tenth part of the way.
  func tell(of count: Int) -> (Int) -> Void {
    var tenth = 0
    return { done in
      guard done * 10 / max(1, count) > tenth else { return }
      tenth = done * 10 / count
      say("  \(done) of \(count)")
    }
  }
}
