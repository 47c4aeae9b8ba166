import Kinesphere
import KinesphereData
import Torch

/// Trains an LSTM-CNN on labelled and unlabelled sequences: a mean teacher over time (Tarvainen, Valpola 2017,
/// arXiv 1703.01780).
///
/// A step sees one labelled batch of windows and one unlabelled. The teacher predicts an unlabelled window's last instant from
/// the window nearly as it is; the student predicts the same instant from a window that overlaps it: begun later, at another
/// pace, with observations and key-points lost, turned and in noise (``WindowAugmentation``). What it says is to be the
/// teacher's pose, turned along. A window's output is of its last observation, so both end there: views that differ in where
/// they end would speak of two instants.
///
/// The labelled loss is ``LSTMCNNTask``'s to the bit; the teacher's is the same loss, times
/// `pointWeight · exp(-5 (1 - t)²)`. The teacher is what is validated and exported.
public struct TaughtLSTMCNNTask: TrainingTask {
  private let classroom: Classroom<TrainableLSTMCNN>
  private let recipe: Recipe
  private var supervised: LSTMCNNTask
  private let unlabelled: [ObservationSequence]
  private let places: [WindowPlace]
  private let deviation: [Float]
  private var order: SampleOrder

  public var network: some TrainableNetwork { classroom }
  public var best: any TrainableNetwork { teacher }
  public var clipped: [[Tensor]] { [student.parameters] }
  private var student: TrainableLSTMCNN { classroom.students[0] }
  private var teacher: TrainableLSTMCNN { classroom.teachers[0] }

  /// `teacher` is a network of the sizes of the task's, whose numbers it takes. Labels of `unlabelled` are never read.
  public init(
    _ recipe: Recipe, supervised: LSTMCNNTask, teacher: TrainableLSTMCNN, unlabelled: [ObservationSequence]
  ) throws {
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
    classroom = Classroom(students: [supervised.network], teachers: [teacher])
    try classroom.begin()
    deviation = try teacher.deviation.floats()
    order = SampleOrder(count: places.count, seed: recipe.seed, stream: 31)
  }

  public var batchesPerEpoch: Int { supervised.batchesPerEpoch }

  public mutating func begin(epoch: Int) { supervised.begin(epoch: epoch) }

  public mutating func stepped(_ step: Int) throws {
    try classroom.follow(step: step, keep: recipe.teaching.keep)
  }

  public mutating func loss(batch: Int, epoch: Int) throws -> (loss: Tensor, errors: ErrorSums) {
    let step = epoch * batchesPerEpoch + batch
    // The labelled side first: its dropout is then that of supervised learning.
    let (labelled, errors) = try supervised.loss(batch: batch, epoch: epoch)
    let size = recipe.teaching.batch
    let chosen = order.samples(step * size..<(step + 1) * size).map { places[$0] }
    let weak = windows(chosen, recipe.teaching.weakWindows, step: step, view: 0)
    var strong = windows(chosen, recipe.teaching.strongWindows, step: step, view: 1)
    strong.aim(at: try poses(of: weak))
    let taught = try strong.loss(strong.output(of: student, training: true), recipe.loss)
    let ramp = recipe.teaching.ramp(step: step, of: recipe.optimisation.epochs * batchesPerEpoch)
    return (try labelled + taught * (ramp * recipe.teaching.pointWeight), errors)
  }

  private func windows(
    _ chosen: [WindowPlace], _ augmentation: WindowAugmentation, step: Int, view: UInt64
  ) -> WindowBatch {
    let seed = recipe.seed
    return WindowBatch(
      chosen[...], of: unlabelled, steps: teacher.configuration.steps, augmentation, deviation: deviation
    ) { SeededGenerator(seed: seed, stream: UInt64(step) &* 2 &+ (1 << 32) &+ view, index: UInt64($0)) }
  }

  /// What the teacher says, 54 coordinates a window.
  private func poses(of batch: WindowBatch) throws -> [ArraySlice<Float>] {
    let said = try Engine.withoutGradients { try batch.output(of: teacher, training: false).floats() }
    return batch.views.enumerated().map { row, view in
      zip(said[row * LSTMCNN.outputs..<(row + 1) * LSTMCNN.outputs], view.base).map(+)[...]
    }
  }

  /// Nothing runs along: the z-score is fixed before the first step.
  public mutating func recalibrate() throws {}

  public mutating func validate() throws -> ErrorSums {
    try LSTMCNNTask.errors(of: teacher, on: supervised.held)
  }

  public func exported() throws -> NetworkWeights? { try supervised.exported(teacher) }
}
