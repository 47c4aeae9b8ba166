/// Linear machines on rows: one on the only row of each sequence, or one for each of its rows with their scores added.
///
/// Which machine and at what cost is chosen by left-out training subjects, as ``RecognitionEvaluation`` does; with one row the
/// answers are the same as its. The sum of scores is the plain form of late fusion (Kittler, Hatef, Duin, Matas 1998,
/// doi:10.1109/34.667881).
public struct LinearMethod<Describer: SequenceDescriber>: RecognitionMethod {
  public let name: String
  public var summary: String { describer.summary + ", linear machine" }
  private var describer: Describer
  private let blocks: LinearBlocks

  public init(_ name: String, _ describer: Describer, machines: [RecognitionEvaluation.Machine]) {
    (self.name, self.describer) = (name, describer)
    blocks = LinearBlocks(name: name, machines: machines)
  }

  public mutating func describe(_ sequence: ObservedSequence) -> [[Float]] { describer.describe(sequence) }

  public func fit(rows: [[[Float]]], classes: [Int], subjects: [Int]) throws -> FittedMethod {
    try check(rows: rows, classes: classes, subjects: subjects, count: rows.first?.count)
    return try blocks.fit(rows, classes: classes, subjects: subjects)
  }
}

/// A linear machine for each row (block) of the sequences.
struct LinearBlocks {
  let name: String
  let machines: [RecognitionEvaluation.Machine]

  private typealias Trained = (coordinates: Coordinates, planes: Hyperplanes)

  /// Rows as many for each sequence, checked.
  func fit(_ rows: [[[Float]]], classes: [Int], subjects: [Int]) throws -> FittedMethod {
    let candidates = machines.flatMap { machine in machine.costs.map { (machine, $0) } }
    let blocks = rows[0].indices.map { block in rows.map { $0[block] } }
    let products = blocks.map(RowProducts.all)
    func spaces(_ members: [Int]) -> [Coordinates] {
      products.map { Coordinates(products: $0, members: members) }
    }
    let choice = try LeftOutSubjects(subjects).choose(candidates.count, classes: classes) { members, held in
      let spaces = spaces(members)
      let tested = held.map { sample in
        zip(spaces, products).map { space, products in space.row(of: members.map { products[sample][$0] }) }
      }
      return try candidates.map { machine, cost in
        let planes = try spaces.map {
          try machine.learn($0.training, members.map { classes[$0] }, cost)
        }
        return tested.map { Self.answer(planes, $0) }
      }
    }
    let all = spaces(Array(rows.indices))
    let (machine, cost) = candidates[choice.best]
    let planes = try all.map { try machine.learn($0.training, classes, cost) }
    let name = name
    return FittedMethod(
      candidates: candidates.map { .init($0.0.name, $0.1) }, choice: choice
    ) { sequence in
      guard sequence.count == blocks.count, sequence.allSatisfy({ $0.count == blocks[0][0].count }) else {
        throw EvaluationError(
          file: name, expected: "\(blocks.count) rows of \(blocks[0][0].count) numbers",
          actual: "there are \(sequence.count) of \(Set(sequence.map(\.count)).sorted())")
      }
      let coordinates = zip(all, zip(blocks, sequence)).map { space, pair in
        space.row(of: pair.0.map { RowProducts.product($0, pair.1) })
      }
      return Self.answer(planes, coordinates)
    }
  }

  /// The class with the largest sum of scores; planes of all blocks are in the same order of classes.
  private static func answer(_ planes: [Hyperplanes], _ rows: [[Double]]) -> Int {
    var sums = [Int: Double]()
    for (planes, row) in zip(planes, rows) {
      for (index, label) in planes.classes.enumerated() {
        sums[label, default: 0] +=
          RowProducts.product(planes.weights[index], row) + planes.constants[index]
      }
    }
    let order = planes[0].classes
    var best = order[0]
    for label in order where (sums[label] ?? 0) > (sums[best] ?? 0) { best = label }
    return best
  }
}
