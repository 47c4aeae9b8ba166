import Kinesphere
import KinesphereData
import Torch

/// Trains LSTM-CNNs on labelled and unlabelled sequences by a mean teacher over time (Tarvainen, Valpola 2017,
/// arXiv 1703.01780), by cross pseudo supervision or by two mean teachers who label for each other's student
/// (``Recipe/Teaching``).
///
/// A step sees one labelled batch of windows and one unlabelled for each student. Who labels predicts an unlabelled window's last
/// instant from the window nearly as it is; the student predicts the same instant from a window that overlaps it: begun later, at another
/// pace, with observations and key-points lost, turned and in noise (``WindowAugmentation``). What it says is to be
/// that pose, turned along. A window's output is of its last observation, so both end there: views that differ in where
/// they end would speak of two instants.
///
/// The labelled loss is ``LSTMCNNTask``'s to the bit; that of what is taught is the same loss, times
/// `pointWeight · exp(-5 (1 - t)²)`. Of two students the second has other initial numbers, other labelled batches and other
/// strong windows of the same unlabelled instants. The first teacher is what is validated and exported.
public struct TaughtLSTMCNNTask: TrainingTask {
  private let classroom: Classroom<TrainableLSTMCNN>
  private let recipe: Recipe
  /// The labelled side of each student.
  private var supervised: [LSTMCNNTask]
  private let unlabelled: [ObservationSequence]
  private let places: [WindowPlace]
  private let deviation: [Float]
  private var order: SampleOrder

  public var network: some TrainableNetwork { classroom }
  public var best: any TrainableNetwork { teacher }
  public var clipped: [[Tensor]] { classroom.students.map(\.parameters) }
  private var teacher: TrainableLSTMCNN { classroom.teachers[0] }

  /// A task and a teacher for each student that the method has, one or two; `teachers` are networks of the sizes of the
  /// students, whose numbers they take. Labels of `unlabelled` are never read.
  public init(
    _ recipe: Recipe, supervised: [LSTMCNNTask], teachers: [TrainableLSTMCNN],
    unlabelled: [ObservationSequence]
  ) throws {
    let count = Self.students(of: recipe)
    precondition(supervised.count == count && teachers.count == count, "a task and a teacher a student")
    self.recipe = recipe
    self.supervised = supervised
    self.unlabelled = unlabelled
    places = LSTMCNNTask.places(unlabelled)
    guard places.count >= recipe.teaching.batch else {
      throw TrainingError(
        .data, at: "recipe `\(recipe.name)`",
        expected:
          "\(recipe.teaching.batch) windows without labels or more for the method \(recipe.teaching.method.rawValue)",
        actual: "there are \(places.count)")
    }
    classroom = Classroom(students: supervised.map(\.network), teachers: teachers)
    try classroom.begin()
    deviation = try teachers[0].deviation.floats()
    order = SampleOrder(count: places.count, seed: recipe.seed, stream: 31)
  }

  static func students(of recipe: Recipe) -> Int { recipe.teaching.method.isPaired ? 2 : 1 }

  public var batchesPerEpoch: Int { supervised[0].batchesPerEpoch }

  public mutating func begin(epoch: Int) {
    for index in supervised.indices { supervised[index].begin(epoch: epoch) }
  }

  public mutating func stepped(_ step: Int) throws {
    try classroom.follow(step: step, keep: recipe.teaching.keep)
  }

  public mutating func loss(batch: Int, epoch: Int) throws -> (loss: Tensor, errors: ErrorSums) {
    let step = epoch * batchesPerEpoch + batch
    // The labelled side first: its dropout is then that of supervised learning.
    var (sum, errors) = try supervised[0].loss(batch: batch, epoch: epoch)
    for index in supervised.indices.dropFirst() {
      sum = try sum + supervised[index].loss(batch: batch, epoch: epoch).loss
    }
    let size = recipe.teaching.batch
    let chosen = order.samples(step * size..<(step + 1) * size).map { places[$0] }
    let weak = windows(chosen, recipe.teaching.weakWindows, step: step, stream: 0)
    let ramp = recipe.teaching.ramp(step: step, of: recipe.optimisation.epochs * batchesPerEpoch)
    for (index, student) in classroom.students.enumerated() {
      var strong = windows(
        chosen, recipe.teaching.strongWindows, step: step, stream: index == 0 ? 1 : 1 << 33)
      strong.aim(at: try poses(of: weak, from: labeller(of: index)))
      let taught = try strong.loss(strong.output(of: student, training: true), recipe.loss)
      sum = try sum + taught * (ramp * recipe.teaching.pointWeight)
    }
    return (sum, errors)
  }

  /// Who labels for a student.
  private func labeller(of student: Int) -> TrainableLSTMCNN {
    switch recipe.teaching.method {
    case .supervised, .meanTeacher: classroom.teachers[student]
    case .crossPseudo: classroom.students[1 - student]
    case .mutual: classroom.teachers[1 - student]
    }
  }

  private func windows(
    _ chosen: [WindowPlace], _ augmentation: WindowAugmentation, step: Int, stream: UInt64
  ) -> WindowBatch {
    let seed = recipe.seed
    return WindowBatch(
      chosen[...], of: unlabelled, steps: teacher.configuration.steps, augmentation, deviation: deviation
    ) { SeededGenerator(seed: seed, stream: UInt64(step) &* 2 &+ (1 << 32) &+ stream, index: UInt64($0)) }
  }

  /// What a network says, 54 coordinates a window.
  private func poses(of batch: WindowBatch, from network: TrainableLSTMCNN) throws -> [ArraySlice<Float>] {
    let said = try Engine.withoutGradients { try batch.output(of: network, training: false).floats() }
    return batch.views.enumerated().map { row, view in
      zip(said[row * LSTMCNN.outputs..<(row + 1) * LSTMCNN.outputs], view.base).map(+)[...]
    }
  }

  /// Nothing runs along: the z-score is fixed before the first step.
  public mutating func recalibrate() throws {}

  public mutating func validate() throws -> ErrorSums {
    try LSTMCNNTask.errors(of: teacher, on: supervised[0].held)
  }

  public func exported() throws -> NetworkWeights? { try supervised[0].exported(teacher) }
}
