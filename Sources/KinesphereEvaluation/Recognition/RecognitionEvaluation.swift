import Foundation
import Kinesphere
import KinesphereData
import RealModule

/// A sequence with its name and its numbers.
public struct ActionSample: Sendable {
  public let name: SequenceName
  public let features: [Float]

  public init(name: SequenceName, features: [Float]) {
    self.name = name
    self.features = features
  }
}

/// Hyperplanes in the coordinates of the training samples.
public struct Hyperplanes: Sendable {
  public let classes: [Int]
  /// A row and a constant for each class.
  public let weights: [[Double]]
  public let constants: [Double]

  public init(classes: [Int], weights: [[Double]], constants: [Double]) {
    self.classes = classes
    self.weights = weights
    self.constants = constants
  }

  func answer(to row: [Double]) -> Int {
    let scores = zip(weights, constants).map { zip($0, row).reduce($1) { $0 + $1.0 * $1.1 } }
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    return classes[best]
  }
}

/// Measures how well actions are recognised by a named protocol.
///
/// Every split's machine and its cost C are chosen by leaving out each training subject in turn, on the training side alone; the
/// first of equally good ones is taken. The tested sequences are scored once.
public struct RecognitionEvaluation {
  /// Learns hyperplanes from rows with their classes at a cost.
  public typealias Learn =
    @Sendable (_ rows: [[Double]], _ classes: [Int], _ cost: Double) throws -> Hyperplanes

  /// A way to learn, and the costs to try.
  public struct Machine: Sendable {
    public let name: String
    public var costs: [Double]
    let learn: Learn

    public init(_ name: String, costs: [Double], learn: @escaping Learn) {
      (self.name, self.costs, self.learn) = (name, costs, learn)
    }

    public static let leastSquares = Machine(
      "least squares", costs: [10, 30, 100, 300], learn: LeastSquaresMachine.train)
  }

  public let plan: RecognitionProtocol
  private let machines: [Machine]
  /// Which of the training sequences are learned from; nil for all.
  private let labels: LabelShare?
  /// How the training sequences that keep no label are learned from; nil where they are left out.
  private let teaching: MutualTeaching?
  /// Every machine with every cost.
  private var candidates: [(machine: Machine, cost: Double)] {
    machines.flatMap { machine in machine.costs.map { (machine, $0) } }
  }

  /// `teaching` learns from the rest of each training side too, by least squares at the cost that the labelled ones chose.
  public init(
    _ plan: RecognitionProtocol, machines: [Machine], labels: LabelShare? = nil,
    teaching: MutualTeaching? = nil
  ) {
    precondition(!machines.isEmpty && machines.allSatisfy { !$0.costs.isEmpty }, "machines, each with a cost")
    precondition(teaching == nil || labels != nil, "who teaches the unlabelled needs a share of labels")
    self.plan = plan
    self.labels = labels
    self.teaching = teaching
    self.machines = machines
  }

  /// Scores samples; `lost` names sequences that gave no numbers. `progress` is told the splits done.
  ///
  /// With ``MutualTeaching`` the first `viewWidth` numbers of a sample are one view, the others the other.
  public func report(
    of samples: [ActionSample], lost: [String], viewWidth: Int = 0, progress: (Int) throws -> Void = { _ in }
  ) throws -> RecognitionReport {
    var views: [[[Double]]] = []
    let products: [[Double]]
    if teaching == nil {
      products = Self.products(samples.map(\.features))
    } else {
      let width = samples.first?.features.count ?? 0
      precondition(samples.isEmpty || (1..<width).contains(viewWidth), "two views, each with numbers")
      views = [0..<viewWidth, viewWidth..<width].map { part in
        Self.products(samples.map { Array($0.features[part]) })
      }
      products = zip(views[0], views[1]).map { zip($0, $1).map { $0 + $1 } }
    }
    var results: [RecognitionReport.Result] = []
    for (index, split) in plan.splits.enumerated() {
      try progress(index)
      results.append(try result(of: split, number: index, samples: samples, products: products, views: views))
    }
    if plan.isPooled { results = [Self.pooled(results)] }
    var report = RecognitionReport(
      protocolName: plan.name, excluded: plan.excluded.sorted(), lost: lost.sorted(), results: results)
    report.machines = candidates.map(\.machine.name)
    report.costs = candidates.map(\.cost)
    report.listed = plan.listedCount
    report.found = samples.count { !plan.excluded.contains("\($0.name)") } + lost.count
    report.labelShare = labels?.share
    report.labelSeed = labels?.seed
    report.learnsUnlabelled = teaching == nil ? nil : true
    return report
  }

  /// All answers as one split's; the cost that was chosen most often stands for all.
  static func pooled(_ results: [RecognitionReport.Result]) -> RecognitionReport.Result {
    var chosen: [String: Int] = [:]
    for result in results { chosen["\(result.machine) \(result.cost)", default: 0] += 1 }
    let usual = results.max {
      (chosen["\($0.machine) \($0.cost)"] ?? 0) < (chosen["\($1.machine) \($1.cost)"] ?? 0)
    }
    let count = Double(max(1, results.count))
    let validated = results.map(\.validation).filter { !$0.isEmpty }
    let validation = validated.first?.indices.map { index in
      validated.reduce(0) { $0 + $1[index] } / Double(validated.count)
    }
    return RecognitionReport.Result(
      split: "\(results.count) splits together", train: results.map(\.train).min() ?? 0,
      answers: results.flatMap(\.answers), machine: usual?.machine ?? "", cost: usual?.cost ?? 0,
      validation: validation ?? [], secondsToTrain: results.reduce(0) { $0 + $1.secondsToTrain } / count)
  }

  private func result(
    of split: RecognitionProtocol.Split, number: Int, samples: [ActionSample], products: [[Double]],
    views: [[[Double]]]
  ) throws -> RecognitionReport.Result {
    let names = samples.map(\.name)
    var sides = try plan.sides(of: split, in: names)
    let whole = sides.train
    if let labels { sides.train = labels.kept(of: sides.train, names: names, split: number) }
    try Self.checkLeak(plan, split, names, sides)
    let clock = ContinuousClock()
    let start = clock.now
    let choice = try choose(sides.train, names: names, products: products)
    let said: [Int]
    if let teaching {
      let kept = Set(sides.train)
      said = taught(
        teaching, choice.cost, sides, unlabelled: whole.filter { !kept.contains($0) }, names: names,
        views: views,
        products: products)
    } else {
      let coordinates = Coordinates(products: products, members: sides.train)
      let planes = try choice.machine.learn(
        coordinates.training, sides.train.map { names[$0].action }, choice.cost)
      said = sides.test.map { sample in
        planes.answer(to: coordinates.row(of: sides.train.map { products[sample][$0] }))
      }
    }
    let seconds = (clock.now - start) / .seconds(1)
    let answers = zip(sides.test, said).map { RecognitionReport.Answer(name: names[$0], said: $1) }
    return RecognitionReport.Result(
      split: split.name, train: sides.train.count, answers: answers, machine: choice.machine.name,
      cost: choice.cost, validation: choice.validation, secondsToTrain: seconds)
  }

  /// No sequence, and by the rule of subjects no subject, is on both sides.
  static func checkLeak(
    _ plan: RecognitionProtocol, _ split: RecognitionProtocol.Split, _ names: [SequenceName],
    _ sides: (train: [Int], test: [Int])
  ) throws {
    let trained = Set(sides.train.map { "\(names[$0])" })
    var shared = sides.test.map { "\(names[$0])" }.filter(trained.contains)
    if case .subjects = split.rule {
      let subjects = Set(sides.train.map { names[$0].subject })
      shared += sides.test.filter { subjects.contains(names[$0].subject) }.map { "\(names[$0])" }
    }
    guard shared.isEmpty else {
      throw EvaluationError(
        file: "\(plan.name), split \(split.name)", expected: "nothing to be learned from and tested too",
        actual: "\(shared.sorted().prefix(3).joined(separator: ", ")) are")
    }
  }

  /// The machine and cost with the best share of right answers over left-out training subjects. Only sequences count whose
  /// action another subject shows; where there are none, the first machine's middle cost is taken.
  private func choose(
    _ train: [Int], names: [SequenceName], products: [[Double]]
  ) throws -> (machine: Machine, cost: Double, validation: [Double]) {
    let candidates = candidates
    var right = [Int](repeating: 0, count: candidates.count)
    var asked = 0
    for subject in Set(train.map { names[$0].subject }).sorted() {
      let members = train.filter { names[$0].subject != subject }
      let known = Set(members.map { names[$0].action })
      let held = train.filter { names[$0].subject == subject && known.contains(names[$0].action) }
      guard known.count > 1, !held.isEmpty else { continue }
      asked += held.count
      let coordinates = Coordinates(products: products, members: members)
      let rows = held.map { sample in coordinates.row(of: members.map { products[sample][$0] }) }
      for (index, candidate) in candidates.enumerated() {
        let planes = try candidate.machine.learn(
          coordinates.training, members.map { names[$0].action }, candidate.cost)
        right[index] += zip(rows, held).count { planes.answer(to: $0) == names[$1].action }
      }
    }
    guard asked > 0 else { return (machines[0], machines[0].costs[machines[0].costs.count / 2], []) }
    var best = 0
    for index in right.indices where right[index] > right[best] { best = index }
    return (candidates[best].machine, candidates[best].cost, right.map { Double($0) / Double(asked) })
  }

  private static func products(_ features: [[Float]]) -> [[Double]] {
    var products = [[Double]](repeating: [Double](repeating: 0, count: features.count), count: features.count)
    for i in features.indices {
      for j in 0...i {
        products[i][j] = Double(product(features[i], features[j]))
        products[j][i] = products[i][j]
      }
    }
    return products
  }

  private static func product(_ a: [Float], _ b: [Float]) -> Float {
    var sum: Float = 0
    for index in a.indices { sum = Relaxed.multiplyAdd(a[index], b[index], sum) }
    return sum
  }
}
