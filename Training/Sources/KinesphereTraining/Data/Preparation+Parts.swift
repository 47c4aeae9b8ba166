import Kinesphere
import KinesphereData

/// The stage `parts`: crops with parts and key-points, crops without, and the networks.
extension Preparation {
  /// The part head on the crop encoder.
  public func partPoseTask() throws -> PartsTask<TrainablePartPose> {
    let sets = try partSets()
    let recipe = recipe
    let start = recipe.start.isEmpty ? nil : try start()
    return try PartsTask(
      recipe, labelled: sets.labelled, unlabelled: sets.unlabelled, validation: sets.validation,
      export: { try $0.exported(skeleton: recipe.skeleton) },
      make: { member in
        var generator = SeededGenerator(seed: recipe.seed, stream: 0, index: UInt64(member))
        let network = try TrainablePartPose(recipe.encoder, parts: recipe.parts.head, using: &generator)
        if let (block, path) = start {
          try network.load(starting: block, file: path, crops: sets.labelled)
        }
        if member > 0, start != nil { try network.setApart(by: 0.1, using: &generator) }
        return network
      })
  }

  /// DeepLabv3+ with a residual backbone.
  public func deepLabTask() throws -> PartsTask<DeepLab> {
    let sets = try partSets()
    let recipe = recipe
    let start = recipe.start.isEmpty ? nil : try start()
    return try PartsTask(
      recipe, labelled: sets.labelled, unlabelled: sets.unlabelled, validation: sets.validation,
      export: { _ in nil },
      make: { member in
        var generator = SeededGenerator(seed: recipe.seed, stream: 0, index: UInt64(member))
        let network = try recipe.makeDeepLab(using: &generator)
        if let (block, path) = start {
          try network.load(block, file: path)
        }
        if member > 0, start != nil { try network.disturb(by: 0.1, using: &generator) }
        return network
      })
  }

  /// Labelled crops, crops without labels, and those that choose the epoch.
  func partSets() throws -> (labelled: CropSet, unlabelled: CropSet, validation: CropSet) {
    // Before minutes of rendering.
    let isTaught = recipe.teaching.method != .supervised
    for name in [recipe.data.recordings, isTaught ? recipe.teaching.unlabelled : ""] where !name.isEmpty {
      let folder = try locations.folder(of: name)
      if !["utd", "msr"].contains(name) { _ = try RecordedCrops.recordings(in: folder) }
    }
    var (labelled, unlabelled, validation) = (CropSet(), CropSet(), CropSet())
    var rest: [RecordedCrops.Take] = []
    // Who validates is a stranger, without labels too.
    var held: Set<String> = []
    if !recipe.data.recordings.isEmpty {
      let split = try RecordedSplit(
        recipe,
        takes: RecordedCrops.takes(
          in: locations.folder(of: recipe.data.recordings), timing: recipe.data.labelTiming))
      labelled = try recorded(split.training, say: "to learn from", isLabelled: true)
      validation = try recorded(split.validation, say: "to validate on", isLabelled: true)
      rest = split.unlabelled
      if isTaught, recipe.teaching.unlabelled.isEmpty, rest.isEmpty {
        say("every recording has its labels: those that teach are seen without them as well")
        rest = split.training
      }
      held = Set(split.validation.map(\.path))
    }
    if recipe.data.synthetic > 0 {
      let people = try synthetic(
        seed: recipe.data.syntheticSeed, count: recipe.data.synthetic, hasParts: true)
      // Beside recordings, the share is of those.
      let share = recipe.data.recordings.isEmpty ? recipe.data.labelledShare : 1
      let drawn = people.drawn(
        share: share, inGroupsOf: recipe.data.crops.posesPerPerson, seed: recipe.data.labelledSeed)
      labelled.append(contentsOf: drawn.labelled)
      unlabelled = drawn.unlabelled
      if validation.count == 0 {
        validation = try synthetic(
          seed: recipe.data.syntheticSeed ^ 0x5EED, count: recipe.validation.synthetic, hasParts: true)
      }
    }
    try requireLabels(to: "learn from", labelled.hasKnownPoints)
    try requireLabels(to: "validate on", validation.hasKnownPoints)
    if recipe.teaching.method == .supervised {
      unlabelled = CropSet()
    } else {
      unlabelled.append(contentsOf: try unlabelledRecordings(rest, besides: held))
    }
    say(
      "\(labelled.count) crops to learn from, \(unlabelled.count) without labels, \(validation.count) to validate on"
    )
    return (labelled, unlabelled, validation)
  }

  /// Crops whose labels nobody looks at: of a data set's training subjects besides those that validate, of every recording of
  /// a folder, or of `rest` where the recipe names neither. None of them needs a skeleton.
  private func unlabelledRecordings(
    _ rest: [RecordedCrops.Take], besides held: Set<String>
  ) throws -> CropSet {
    let name = recipe.teaching.unlabelled
    if name.isEmpty { return try recorded(rest, say: "without labels", isLabelled: false) }
    let folder = try locations.folder(of: name)
    guard ["utd", "msr"].contains(name) else {
      say("reading the recordings in \(folder), without labels")
      return try RecordedCrops.unlabelled(
        in: folder, every: recipe.data.every, threads: recipe.threads, progress: tell(of:))
    }
    let subjects = Set(recipe.data.subjects).subtracting(recipe.validation.subjects)
    let takes = try RecordedCrops.takes(in: folder)
      .filter { subjects.contains($0.name.subject) && !held.contains($0.path) }
    return try recorded(takes, say: "without labels", isLabelled: false)
  }

  private func recorded(_ takes: [RecordedCrops.Take], say name: String, isLabelled: Bool) throws -> CropSet {
    if takes.isEmpty { return CropSet() }
    say("reading \(takes.count) recordings \(name)")
    var set = try RecordedCrops.read(
      takes, every: recipe.data.every, isLabelled: isLabelled, threads: recipe.threads,
      progress: tell(of: takes.count))
    if isLabelled {
      set.labelParts(by: recipe.skeleton == .kinect ? .kinect : .anatomical)
    } else {
      set.forgetLabels()
    }
    return set
  }
}

extension CropSet {
  /// A share of the crops with their labels and the rest without, drawn by whole groups of neighbours: the poses of one person
  /// are all labelled or none is. At least one group is.
  func drawn(
    share: Double, inGroupsOf size: Int, seed: UInt64
  ) -> (labelled: CropSet, unlabelled: CropSet) {
    guard share < 1 else { return (self, CropSet()) }
    let groups = (count + size - 1) / size
    var generator = SeededGenerator(seed: seed, stream: 12, index: 0)
    let chosen = Set(
      (0..<groups).shuffled(using: &generator).prefix(max(1, Int((share * Double(groups)).rounded()))))
    var (labelled, rest) = (CropSet(), CropSet())
    labelled.sequences = sequences
    rest.sequences = sequences
    for sample in 0..<count {
      if chosen.contains(sample / size) {
        labelled.append(sample, of: self, origin: origins[sample])
      } else {
        rest.append(sample, of: self, origin: origins[sample])
      }
    }
    rest.forgetLabels()
    return (labelled, rest)
  }
}
