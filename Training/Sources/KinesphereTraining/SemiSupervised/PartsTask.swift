import Kinesphere
import KinesphereData
import Torch

/// Trains part networks on labelled and unlabelled crops: supervised, by a mean teacher, by cross pseudo supervision, or by
/// two mean teachers that supervise each the other's student (``Recipe/Teaching``).
///
/// A step sees a labelled batch, each student its own, and, where the method has a use for it, one unlabelled batch. Both students
/// see the same views of the unlabelled crops in different noise; the teachers see them unmoved, in little noise, and their
/// answers are moved as the students' views were.
public struct PartsTask<Member: PartNetwork>: TrainingTask {
  private let classroom: Classroom<Member>
  private let recipe: Recipe
  private let labelled: CropSet
  private let unlabelled: CropSet
  private let held: CropSet
  private let export: (Member) throws -> NetworkWeights?
  /// One for each student that has its own.
  private var labelledOrders: [SampleOrder]
  private var labelledBatches: [CropBatch]
  private var unlabelledOrder: SampleOrder
  private var views: [CropBatch]
  private var weakView: CropBatch

  public var network: some TrainableNetwork { classroom }
  public var best: any TrainableNetwork { classroom.teachers[0] }
  /// Each student's gradients apart, so that one does not make the other's steps small.
  public var clipped: [[Tensor]] { classroom.students.map(\.parameters) }
  private var teaching: Recipe.Teaching { recipe.teaching }

  /// `make(k)` makes member k's network, with its initial numbers; `export` what the runtime reads of it.
  init(
    _ recipe: Recipe, labelled: CropSet, unlabelled: CropSet, validation: CropSet,
    export: @escaping (Member) throws -> NetworkWeights?, make: (Int) throws -> Member
  ) throws {
    try Self.check(recipe, labelled: labelled, unlabelled: unlabelled, validation: validation)
    self.recipe = recipe
    self.labelled = labelled
    self.unlabelled = unlabelled
    self.export = export
    held = validation
    let count = recipe.teaching.method.isPaired ? 2 : 1
    classroom = Classroom(
      students: try (0..<count).map(make), teachers: try (0..<count).map(make))
    try classroom.begin()
    let own = recipe.teaching.ownCrops ? count : 1
    labelledOrders = (0..<own).map {
      SampleOrder(count: labelled.count, seed: recipe.seed, stream: $0 == 0 ? 1 : 24)
    }
    labelledBatches = (0..<own).map { _ in CropBatch(count: recipe.optimisation.batch) }
    unlabelledOrder = SampleOrder(count: max(1, unlabelled.count), seed: recipe.seed, stream: 21)
    views = (0..<count).map { _ in CropBatch(count: recipe.teaching.batch) }
    weakView = CropBatch(count: recipe.teaching.batch)
  }

  private static func check(
    _ recipe: Recipe, labelled: CropSet, unlabelled: CropSet, validation: CropSet
  ) throws(TrainingError) {
    func fail(_ expected: String, _ actual: String) -> TrainingError {
      TrainingError(.data, at: "recipe `\(recipe.name)`", expected: expected, actual: actual)
    }
    guard labelled.count >= recipe.optimisation.batch else {
      throw fail("\(recipe.optimisation.batch) labelled crops or more", "there are \(labelled.count)")
    }
    guard validation.count > 0 else { throw fail("crops to validate on", "there are none") }
    guard labelled.hasParts, validation.hasParts else { throw fail("crops with parts", "they have none") }
    guard recipe.teaching.method == .supervised || unlabelled.count >= recipe.teaching.batch else {
      throw fail(
        "\(recipe.teaching.batch) crops without labels or more for the method \(recipe.teaching.method.rawValue)",
        "there are \(unlabelled.count)")
    }
  }

  private var samplesPerEpoch: Int {
    recipe.data.samplesPerEpoch == 0 ? labelled.count : recipe.data.samplesPerEpoch
  }
  public var batchesPerEpoch: Int { max(1, samplesPerEpoch / recipe.optimisation.batch) }

  public mutating func begin(epoch: Int) {}

  public mutating func stepped(_ step: Int) throws {
    try classroom.follow(step: step, keep: teaching.keep)
  }

  public mutating func loss(batch: Int, epoch: Int) throws -> (loss: Tensor, errors: ErrorSums) {
    let step = epoch * batchesPerEpoch + batch
    let samples = fillLabelled(step: step)
    let usesUnlabelled = teaching.method != .supervised
    if usesUnlabelled { fillViews(step: step) }
    let labels = usesUnlabelled ? try teacherLabels() : []
    var total = try Tensor(repeating: 0, shape: [])
    var errors = ErrorSums()
    var said: [PartAnswer] = []
    for (index, student) in classroom.students.enumerated() {
      let side = min(index, labelledBatches.count - 1)
      let batch = labelledBatches[side]
      let own = try answer(student, to: batch)
      let base = Self.parts(of: labelled, samples[side])
      total = try total + supervised(own, to: batch, base: base, counting: &errors)
      if index == 0, let places = own.points?.places {
        errors.add(
          predicted: try places.floats(), target: batch.target, known: batch.known, unit: 0.1)
      }
      // Apart from the labelled crops: what is normalised together should look alike, and what is used later is not mixed,
      // turned and cut as these views are.
      if usesUnlabelled { said.append(try answer(student, to: views[index])) }
    }
    if usesUnlabelled { total = try total + taught(said, labels: labels, ramp: ramp(step)) }
    return (total, errors)
  }

  /// The samples of each labelled batch.
  private mutating func fillLabelled(step: Int) -> [[Int]] {
    let size = recipe.optimisation.batch
    let seed = recipe.seed
    return labelledOrders.indices.map { side in
      let samples = labelledOrders[side].samples(step * size..<(step + 1) * size)
      let stream = UInt64(step) &+ (side == 0 ? 1000 : 1 << 48)
      labelledBatches[side].fill(from: labelled, samples[...], augmentation: recipe.augmentation) { sample in
        SeededGenerator(seed: seed, stream: stream, index: UInt64(sample))
      }
      return samples
    }
  }

  private func answer(_ student: Member, to batch: CropBatch) throws -> PartAnswer {
    let crops = try batch.cropTensor()
    return try Engine.inBFloat16(recipe.optimisation.precision == .bfloat16) {
      try student.answer(crops, .learning)
    }
  }

  private func ramp(_ step: Int) -> Double {
    teaching.ramp(step: step, of: recipe.optimisation.epochs * batchesPerEpoch)
  }

  private static func parts(of set: CropSet, _ samples: [Int]) -> [UInt8] {
    samples.flatMap { set.parts[$0 * CropSet.pixels..<($0 + 1) * CropSet.pixels] }
  }

  public mutating func validate() throws -> ErrorSums {
    try recalibrate()
    return try Self.errors(of: classroom.teachers[0], on: held)
  }

  /// The statistics of the first teacher's normalisation, anew: it learned them in passing from another time's weights.
  ///
  /// From the labelled crops, on which it can be seen to be right: taken from another data set's crops instead
  /// (`unlabelled-utd`), key-points of the validation were 5.2 instead of 4 cm off.
  public mutating func recalibrate() throws { try recalibrate(on: labelled) }

  /// The same on other crops: those that the network will see.
  mutating func recalibrate(on crops: CropSet) throws {
    let size = recipe.optimisation.batch
    for number in 0..<min(recipe.optimisation.recalibration, crops.count / size) {
      let samples = (0..<size).map { ($0 * (crops.count / size) + number) }
      let seed = recipe.seed
      labelledBatches[0].fill(from: crops, samples[...], augmentation: recipe.augmentation) { sample in
        SeededGenerator(seed: seed, stream: 22, index: UInt64(sample))
      }
      let crops = try labelledBatches[0].cropTensor()
      try Engine.withoutGradients {
        _ = try classroom.teachers[0].answer(crops, .observing(momentum: 1 / Double(number + 1)))
      }
    }
  }

  public func exported() throws -> NetworkWeights? { try export(classroom.teachers[0]) }
}

/// What unlabelled crops teach.
extension PartsTask {
  /// Fills both views and the weak one.
  private mutating func fillViews(step: Int) {
    let size = teaching.batch
    let samples = unlabelledOrder.samples(step * size..<(step + 1) * size)
    let seed = recipe.seed
    func generator(_ stream: UInt64) -> (Int) -> SeededGenerator {
      { SeededGenerator(seed: seed, stream: UInt64(step) &* 8 &+ (1 << 32) &+ stream, index: UInt64($0)) }
    }
    weakView.fill(
      from: unlabelled, samples[...], augmentation: teaching.weak, generator: generator(0))
    for view in views.indices {
      views[view].fill(
        from: unlabelled, samples[...], augmentation: teaching.strong, generator: generator(1),
        noise: generator(UInt64(2 + view)))
    }
    var mixer = SeededGenerator(seed: seed, stream: 23, index: UInt64(step))
    let pieces = views[0].pieces(chance: teaching.mix, onBody: teaching.strong.onBody, using: &mixer)
    for view in views.indices { views[view].mix(pieces) }
  }

  /// The labels that each student learns from.
  private func teacherLabels() throws -> [TeacherLabels] {
    func labels(_ member: Member) throws -> TeacherLabels {
      try TeacherLabels(
        member, crops: weakView.crops, isMirrored: teaching.mirrored, confidence: teaching.confidence)
    }
    switch teaching.method {
    case .supervised: return []
    case .meanTeacher: return [try labels(classroom.teachers[0])]
    case .crossPseudo: return try classroom.students.reversed().map(labels)
    case .mutual: return try classroom.teachers.reversed().map(labels)
    }
  }

  private mutating func taught(_ said: [PartAnswer], labels: [TeacherLabels], ramp: Double) throws -> Tensor {
    var total = try Tensor(repeating: 0, shape: [])
    let side = classroom.students[0].side
    for (view, answer) in said.enumerated() {
      let cells = views[view].labels(from: labels[view].parts, side: side)
      let classes = try Tensor(integers: cells, shape: [teaching.batch, side, side])
      total =
        try total
        + recipe.parts.loss(answer.cells, labels: classes)
        * (ramp * teaching.partWeight * recipe.parts.weight)
      guard let points = answer.points else { continue }
      views[view].setTarget(labels[view].points)
      total =
        try total + pointLoss(points, of: views[view], teachesScales: false) * (ramp * teaching.pointWeight)
    }
    if said.count == 2 {
      let apart = try Disagreement(partWeight: recipe.parts.weight, beta: recipe.loss.beta)(
        said, seen: views.map { $0.hasReading(side: side) }, known: views.map(\.known))
      total = try total + apart * (ramp * teaching.consistency)
    }
    return total
  }

  private func supervised(
    _ answer: PartAnswer, to batch: CropBatch, base: [UInt8], counting errors: inout ErrorSums
  ) throws -> Tensor {
    let side = classroom.students[0].side
    let cells = batch.labels(from: base, side: side)
    let shape = [batch.count, side, side]
    let classes = try Tensor(integers: cells, shape: shape)
    var weights: Tensor?
    if recipe.parts.hardExamples.unit != .none {
      let losses = try answer.cells.detached().crossEntropy(to: classes).floats()
      let labelled = cells.map { $0 >= 0 }
      let chosen = recipe.parts.hardExamples.weights(
        losses: losses, labelled: labelled, pictures: batch.count)
      errors.add(
        labelled: labelled.count { $0 }, taught: chosen.count { $0 > 0 })
      weights = try Tensor(chosen, shape: shape)
    }
    let parts = try recipe.parts.loss(answer.cells, labels: classes, weights: weights) * recipe.parts.weight
    guard let points = answer.points else { return parts }
    return try parts + pointLoss(points, of: batch, teachesScales: true)
  }

  private func pointLoss(
    _ points: (places: Tensor, logScales: Tensor), of batch: CropBatch, teachesScales: Bool
  ) throws -> Tensor {
    let shape = [batch.count, KeyPoint.count, 3]
    var settings = recipe.loss
    if !teachesScales { settings.scaleWeight = 0 }
    return try EncoderLoss(settings: settings)(
      TrainableCropEncoder.Output(points: points.places, logScales: points.logScales),
      target: Tensor(batch.target, shape: shape), known: Tensor(batch.known, shape: shape))
  }

  /// Errors of a network in the runtime's form on the crops of a set, key-points and parts, as they are.
  static func errors(of member: Member, on set: CropSet) throws -> ErrorSums {
    var errors = ErrorSums()
    for start in stride(from: 0, to: set.count, by: 128) {
      let samples = Array(start..<min(start + 128, set.count))
      var batch = CropBatch(count: samples.count)
      batch.fill(from: set, samples[...], augmentation: .none) { SeededGenerator(seed: UInt64($0)) }
      let crops = try batch.cropTensor()
      let answer = try Engine.withoutGradients { try member.answer(crops, .answering) }
      if set.hasParts {
        let truth = batch.labels(from: parts(of: set, samples), side: DepthCrop.size)
        var said = try answer.logits().argmax(over: 1).integers()
        // Nothing was read there, so nothing of the body is there.
        for pixel in said.indices where batch.crops[pixel] >= 1 { said[pixel] = Int64(PartLabels.background) }
        errors.add(parts: said, truth: truth)
      }
      if let places = answer.points?.places {
        errors.add(predicted: try places.floats(), target: batch.target, known: batch.known, unit: 0.1)
      }
    }
    return errors
  }
}
