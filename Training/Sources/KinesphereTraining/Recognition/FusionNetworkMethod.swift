import Kinesphere
import KinesphereData
import KinesphereEvaluation
import Torch

/// The learned recogniser: ``FusionNetwork`` trained with Adam, its running mean (a mean teacher, Tarvainen, Valpola 2017,
/// arXiv:1703.01780) answers.
///
/// How many iterations, 500 to 3,500 as in the paper's figure 7, is chosen by left-out training subjects; what each would have reached on
/// the tested side is told beside it and chooses nothing. Maps are moved by up to two cells; key-points are turned about the vertical by
/// up to 20 degrees, scaled by up to 5 % and mirrored in neither. The same rows and seed give the same network on one machine and
/// thread count. About 20 ms an iteration of 16 sequences on one core.
public struct FusionNetworkMethod: RecognitionMethod {
  public let name = "fusion-network"
  public var summary: String { describer.summary + ", convolutional network and LSTM-CNN, fused" }
  private var describer = FusionDescriber()
  private let iterations: [Int]
  private let seed: UInt64
  static let batch = 16
  /// Of the running mean; min(1 - 1 / (step + 1), this).
  static let decay = 0.99

  /// `iterations` to choose from, rising.
  public init(iterations: [Int] = Array(stride(from: 500, through: 3500, by: 500)), seed: UInt64 = 1) {
    precondition(
      !iterations.isEmpty && iterations == iterations.sorted() && iterations[0] > 0, "iterations, rising")
    (self.iterations, self.seed) = (iterations, seed)
  }

  public mutating func describe(_ sequence: ObservedSequence) -> [[Float]] { describer.describe(sequence) }

  public func fit(rows: [[[Float]]], classes: [Int], subjects: [Int]) throws -> FittedMethod {
    try check(rows: rows, classes: classes, subjects: subjects, count: 1)
    guard rows[0][0].count == FusionDescriber.count else {
      throw EvaluationError(
        file: name, expected: "rows of \(FusionDescriber.count) numbers",
        actual: "they have \(rows[0][0].count)")
    }
    let known = Set(classes).sorted()
    let sequences = rows.map { $0[0] }
    let labels = classes.map { label in known.firstIndex(of: label) ?? 0 }
    let choice = try LeftOutSubjects(subjects).choose(iterations.count, classes: classes) { members, held in
      try train(members.map { sequences[$0] }, members.map { labels[$0] }, known.count).map { network in
        try held.map { known[try Self.answer(network, sequences[$0])] }
      }
    }
    let networks = try train(sequences, labels, known.count)
    return FittedMethod(
      candidates: iterations.map { .init("iterations", Double($0)) }, choice: choice
    ) { sequence in
      guard sequence.count == 1, sequence[0].count == FusionDescriber.count else {
        throw EvaluationError(
          file: "fusion-network", expected: "a row of \(FusionDescriber.count) numbers",
          actual: "there are \(sequence.count) of \(Set(sequence.map(\.count)).sorted())")
      }
      return try networks.map { known[try Self.answer($0, sequence[0])] }
    }
  }

  /// The running means at each of ``iterations``.
  private func train(_ sequences: [[Float]], _ labels: [Int], _ classes: Int) throws -> [FusionNetwork] {
    try Engine.setSeed(seed)
    var generator = SeededGenerator(seed: seed)
    let network = try FusionNetwork(classes: classes, using: &generator)
    let adam = try Adam(network.tensors)
    var mean = network.tensors
    var kept: [FusionNetwork] = []
    var order: [Int] = []
    for iteration in 1...(iterations.last ?? 1) {
      var batch: [Int] = []
      while batch.count < Self.batch {
        if order.isEmpty { order = sequences.indices.shuffled(using: &generator) }
        batch.append(order.removeLast())
      }
      let seen = batch.map { FusionAugmentation(using: &generator).applied(to: sequences[$0]) }
      let truth = try Tensor(integers: batch.map { Int64(labels[$0]) }, shape: [batch.count])
      let (pictures, steps) = try Self.tensors(seen)
      try network(pictures, steps, training: true).crossEntropy(to: truth).mean().backward()
      try adam.step(rate: 0.001)
      let decay = min(1 - 1 / Double(iteration + 1), Self.decay)
      try Engine.withoutGradients {
        mean = try zip(mean, network.tensors).map { try $0 * decay + $1 * (1 - decay) }
      }
      if iterations.contains(iteration) { kept.append(FusionNetwork(mean)) }
    }
    return kept
  }

  static func tensors(_ rows: [[Float]]) throws -> (pictures: Tensor, steps: Tensor) {
    let (side, numbers) = (FusionDescriber.side, FusionDescriber.pictureNumbers)
    return (
      try Tensor(
        rows.flatMap { $0[..<numbers] }, shape: [rows.count, FusionDescriber.pictures, side, side]),
      try Tensor(
        rows.flatMap { $0[numbers...] },
        shape: [rows.count, FusionDescriber.steps, FusionDescriber.stepWidth])
    )
  }

  private static func answer(_ network: FusionNetwork, _ row: [Float]) throws -> Int {
    try Engine.withoutGradients {
      let (pictures, steps) = try tensors([row])
      return Int(try network(pictures, steps, training: false).argmax(over: 1).integers()[0])
    }
  }
}
