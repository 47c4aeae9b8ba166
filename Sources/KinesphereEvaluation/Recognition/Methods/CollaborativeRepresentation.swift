/// A sample written as a sum of all training samples; the class whose part comes nearest is the answer.
///
/// Zhang, Yang, Feng 2011, doi:10.1109/ICCV.2011.6126277, with Tikhonov's matrix as Chen, Liu, Kehtarnavaz 2016
/// (doi:10.1007/s11554-013-0370-1) set it: the squared weights are penalised by lambda times the squared distance of their sample.
/// Training costs n² products; each answer a Cholesky factor of n x n.
struct CollaborativeRepresentation {
  private let rows: [[Double]]
  private let classes: [Int]
  private let known: [Int]
  private let products: [[Double]]

  /// Rows of equal length with a class each.
  init(rows: [[Double]], classes: [Int]) {
    self.rows = rows.map(Self.unit)
    self.classes = classes
    known = Set(classes).sorted()
    let units = self.rows
    products = units.map { row in units.map { RowProducts.product(row, $0) } }
  }

  /// The answers at several lambdas, each above 0.
  func answers(to row: [Double], lambdas: [Double]) -> [Int] {
    let sample = Self.unit(row)
    let right = rows.map { RowProducts.product($0, sample) }
    let length = RowProducts.product(sample, sample)
    let distances = right.indices.map { max(0, products[$0][$0] - 2 * right[$0] + length) }
    return lambdas.map { lambda in
      var matrix = products
      for i in matrix.indices { matrix[i][i] += lambda * max(distances[i], 1e-6) }
      return nearest(to: sample, weights: CholeskyFactor(matrix).solve(right))
    }
  }

  private func nearest(to sample: [Double], weights: [Double]) -> Int {
    var parts = [[Double]](repeating: sample, count: known.count)
    let places = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
    for (index, row) in rows.enumerated() {
      guard let place = places[classes[index]] else { continue }
      for column in row.indices { parts[place][column] -= weights[index] * row[column] }
    }
    let rests = parts.map { RowProducts.product($0, $0) }
    var best = 0
    for index in rests.indices where rests[index] < rests[best] { best = index }
    return known[best]
  }

  private static func unit(_ row: [Double]) -> [Double] {
    let length = RowProducts.product(row, row).squareRoot()
    return length > 0 ? row.map { $0 / length } : row
  }
}

/// One row a sequence, brought to few numbers by ``PrincipalComponents`` and named by ``CollaborativeRepresentation``.
public struct CollaborativeMethod<Describer: SequenceDescriber>: RecognitionMethod {
  public let name: String
  public var summary: String { describer.summary + ", principal components, collaborative representation" }
  private var describer: Describer
  private let energy: Double
  private let lambdas: [Double]

  /// `energy` is the share of variance that is kept; lambda is chosen.
  public init(
    _ name: String, _ describer: Describer, energy: Double = 0.99,
    lambdas: [Double] = [0.001, 0.01, 0.1, 1, 10]
  ) {
    (self.name, self.describer, self.energy, self.lambdas) = (name, describer, energy, lambdas)
  }

  public mutating func describe(_ sequence: ObservedSequence) -> [[Float]] { describer.describe(sequence) }

  public func fit(rows: [[[Float]]], classes: [Int], subjects: [Int]) throws -> FittedMethod {
    try check(rows: rows, classes: classes, subjects: subjects, count: 1)
    let samples = rows.map { $0[0] }
    let products = RowProducts.all(samples)
    func learned(_ members: [Int]) -> (components: PrincipalComponents, machine: CollaborativeRepresentation)
    {
      let components = PrincipalComponents(
        products: RowProducts.part(products, members), energy: energy)
      return (components, .init(rows: components.training, classes: members.map { classes[$0] }))
    }
    let choice = LeftOutSubjects(subjects).choose(lambdas.count, classes: classes) { members, held in
      let (components, machine) = learned(members)
      let said = held.map { sample in
        machine.answers(to: components.row(of: members.map { products[sample][$0] }), lambdas: lambdas)
      }
      return lambdas.indices.map { index in said.map { $0[index] } }
    }
    let (components, machine) = learned(Array(samples.indices))
    let lambda = lambdas[choice.best]
    let name = name
    return FittedMethod(candidates: lambdas.map { .init("lambda", $0) }, choice: choice) { sequence in
      guard let row = sequence.first, row.count == samples[0].count else {
        throw EvaluationError(
          file: name, expected: "a row of \(samples[0].count) numbers", actual: "there is another")
      }
      let found = components.row(of: samples.map { RowProducts.product($0, row) })
      return machine.answers(to: found, lambdas: [lambda])[0]
    }
  }
}
