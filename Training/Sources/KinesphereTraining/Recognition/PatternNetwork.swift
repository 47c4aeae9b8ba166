import KinesphereData
import KinesphereEvaluation
import Torch

/// A small convolutional network on square pictures: three times 3 x 3 convolution, batch normalisation, ReLU and the largest of 2 x 2
/// (16, 32, 64 channels), dropout of a half, a dense layer to the classes.
struct PatternNetwork {
  private let stages: [(convolution: Convolution, norm: BatchNormalisation)]
  private let dense: Linear
  let parameters: [Tensor]

  /// `side`, a multiple of 8, is the pictures' width and height.
  init(
    channels: Int, side: Int, classes: Int, using generator: inout some RandomNumberGenerator
  ) throws {
    precondition(side % 8 == 0 && side > 0, "three halvings")
    var stages: [(convolution: Convolution, norm: BatchNormalisation)] = []
    var parameters: [Tensor] = []
    var inputs = channels
    for outputs in [16, 32, 64] {
      let weight = try Initialisation.kaiming([outputs, inputs, 3, 3], using: &generator)
      let norm = try BatchNormalisation(channels: outputs)
      stages.append((Convolution(weight: weight, bias: nil, padding: 1), norm))
      parameters += [weight, norm.weight, norm.bias]
      inputs = outputs
    }
    let width = inputs * (side / 8) * (side / 8)
    dense = Linear(
      weight: try Initialisation.kaiming([classes, width], using: &generator),
      bias: try Tensor(repeating: 0, shape: [classes]).requiringGradient())
    self.stages = stages
    self.parameters = parameters + [dense.weight, dense.bias]
  }

  /// `[n, channels, side, side]` to logits `[n, classes]`.
  func callAsFunction(_ pictures: Tensor, training: Bool) throws -> Tensor {
    var x = pictures
    for stage in stages {
      x = try stage.norm(stage.convolution(x), training: training).relu().maxPooled(2)
    }
    return try dense(x.reshaped([x.shape[0], -1]).dropout(0.5, training: training))
  }
}

/// Depth motion maps, local ternary patterns and a convolutional network: Li et al. 2019, doi:10.1007/s11042-019-7356-3.
///
/// Where it departs: the paper's network and its training are not at hand, so a small one stands for it, with Adam at 0.001 and batches of
/// 32; each training picture is moved by up to three cells each time it is seen. How many rounds is chosen by left-out training
/// subjects. The same rows and seed give the same network on one machine and thread count. About 0.3 s a round of 283
/// sequences on one core.
public struct PatternNetworkMethod: RecognitionMethod {
  public let name = "dmm-ltp-cnn"
  public var summary: String { describer.summary + ", convolutional network" }
  private var describer = TernaryPatternDescriber()
  private let rounds: [Int]
  private let seed: UInt64

  /// `rounds` to choose from, rising.
  public init(rounds: [Int] = [10, 20, 40], seed: UInt64 = 1) {
    precondition(!rounds.isEmpty && rounds == rounds.sorted() && rounds[0] > 0, "rounds, rising")
    (self.rounds, self.seed) = (rounds, seed)
  }

  public mutating func describe(_ sequence: ObservedSequence) -> [[Float]] { describer.describe(sequence) }

  public func fit(rows: [[[Float]]], classes: [Int], subjects: [Int]) throws -> FittedMethod {
    try check(rows: rows, classes: classes, subjects: subjects, count: TernaryPatternDescriber.pictures)
    let width = TernaryPatternDescriber.side * TernaryPatternDescriber.side
    guard rows[0][0].count == width else {
      throw EvaluationError(
        file: name, expected: "pictures of \(width) numbers", actual: "they have \(rows[0][0].count)")
    }
    let known = Set(classes).sorted()
    let pictures = rows.map { $0.flatMap { $0 } }
    let labels = classes.map { label in known.firstIndex(of: label) ?? 0 }
    let choice = try LeftOutSubjects(subjects).choose(rounds.count, classes: classes) { members, held in
      var answers: [[Int]] = []
      _ = try train(members.map { pictures[$0] }, members.map { labels[$0] }, known.count, rounds) {
        network in
        answers.append(try held.map { known[try Self.answer(network, pictures[$0])] })
      }
      return answers
    }
    let network = try train(pictures, labels, known.count, [rounds[choice.best]]) { _ in }
    return FittedMethod(
      candidates: rounds.map { .init("network, rounds", Double($0)) }, choice: choice
    ) { sequence in
      guard sequence.count == TernaryPatternDescriber.pictures, sequence.allSatisfy({ $0.count == width })
      else {
        throw EvaluationError(
          file: "dmm-ltp-cnn", expected: "six pictures of \(width) numbers",
          actual: "there are \(sequence.count) of \(Set(sequence.map(\.count)).sorted())")
      }
      return known[try Self.answer(network, sequence.flatMap { $0 })]
    }
  }

  /// Trains to the last of `rounds`, and shows the network at each.
  private func train(
    _ pictures: [[Float]], _ labels: [Int], _ classes: Int, _ rounds: [Int],
    show: (PatternNetwork) throws -> Void
  ) throws -> PatternNetwork {
    try Engine.setSeed(seed)
    var generator = SeededGenerator(seed: seed)
    let network = try PatternNetwork(
      channels: TernaryPatternDescriber.pictures, side: TernaryPatternDescriber.side, classes: classes,
      using: &generator)
    let adam = try Adam(network.parameters)
    var order = Array(pictures.indices)
    for round in 1...(rounds.last ?? 1) {
      order.shuffle(using: &generator)
      for start in stride(from: 0, to: order.count, by: 32) {
        let batch = order[start..<min(order.count, start + 32)]
        let moved = batch.flatMap { Self.moved(pictures[$0], using: &generator) }
        let truth = try Tensor(integers: batch.map { Int64(labels[$0]) }, shape: [batch.count])
        try network(Self.tensor(moved, count: batch.count), training: true)
          .crossEntropy(to: truth).mean().backward()
        try adam.step(rate: 0.001)
      }
      if rounds.contains(round) { try show(network) }
    }
    return network
  }

  private static func tensor(_ numbers: [Float], count: Int) throws -> Tensor {
    let side = TernaryPatternDescriber.side
    return try Tensor(numbers, shape: [count, TernaryPatternDescriber.pictures, side, side])
  }

  private static func answer(_ network: PatternNetwork, _ pictures: [Float]) throws -> Int {
    try Engine.withoutGradients {
      Int(try network(tensor(pictures, count: 1), training: false).argmax(over: 1).integers()[0])
    }
  }

  /// All pictures of a sequence moved alike by up to three cells; zeros come in.
  private static func moved(_ pictures: [Float], using generator: inout SeededGenerator) -> [Float] {
    let side = TernaryPatternDescriber.side
    let (right, down) = (Int.random(in: -3...3, using: &generator), Int.random(in: -3...3, using: &generator))
    var out = [Float](repeating: 0, count: pictures.count)
    for first in stride(from: 0, to: pictures.count, by: side * side) {
      for y in max(0, down)..<min(side, side + down) {
        for x in max(0, right)..<min(side, side + right) {
          out[first &+ y &* side &+ x] = pictures[first &+ (y &- down) &* side &+ x &- right]
        }
      }
    }
    return out
  }
}
