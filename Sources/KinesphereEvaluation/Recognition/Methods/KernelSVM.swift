import KinesphereData
import RealModule

/// A support vector machine on a kernel matrix, one class against the rest, without an offset.
///
/// Hinge loss; of the dual one coordinate is solved at a time, the order drawn anew each round from a seed (Hsieh et al. 2008,
/// doi:10.1145/1390156.1390208, on a kernel; Steinwart, Hush, Scovel 2011, JMLR 12, 141-202, on leaving out the offset). A step that moves
/// a weight costs n.
struct KernelSVM {
  let classes: [Int]
  /// For each class a signed weight a training sample.
  private let weights: [[Double]]

  /// `kernel` is `[n, n]`, positive semidefinite with a diagonal above 0; `cost` bounds a weight. Stops where a round moves no
  /// gradient by more than 1e-3, or after 200 rounds.
  init(kernel: [[Double]], classes: [Int], cost: Double, seed: UInt64 = 1) {
    let known = Set(classes).sorted()
    self.classes = known
    weights = known.map { label in
      Self.weights(kernel, classes.map { $0 == label ? 1 : -1 }, cost: cost, seed: seed)
    }
  }

  private static func weights(_ kernel: [[Double]], _ signs: [Double], cost: Double, seed: UInt64) -> [Double]
  {
    let n = signs.count
    var generator = SeededGenerator(seed: seed)
    var (alpha, scores) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
    var order = Array(0..<n)
    for _ in 0..<200 {
      order.shuffle(using: &generator)
      var worst = 0.0
      for i in order {
        let gradient = signs[i] * scores[i] - 1
        let inside =
          alpha[i] <= 0 ? min(gradient, 0) : alpha[i] >= cost ? max(gradient, 0) : gradient
        worst = max(worst, abs(inside))
        guard abs(inside) > 1e-6 else { continue }
        let moved = min(max(alpha[i] - gradient / kernel[i][i], 0), cost)
        let step = (moved - alpha[i]) * signs[i]
        alpha[i] = moved
        let row = kernel[i]
        for j in 0..<n { scores[j] = Relaxed.multiplyAdd(step, row[j], scores[j]) }
      }
      if worst < 1e-3 { break }
    }
    return zip(alpha, signs).map { $0 * $1 }
  }

  /// The class with the largest score, from the kernel of a sample with each training sample.
  func answer(to kernel: [Double]) -> Int {
    let scores = weights.map { RowProducts.product($0, kernel) }
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    return classes[best]
  }
}

/// A Gaussian (RBF) kernel's support vector machine on the only row of each sequence.
///
/// The kernel is exp(-gamma d²) with gamma in units of one over the mean squared distance of the training rows. Gamma and C are
/// chosen by left-out training subjects.
public struct GaussianMethod<Describer: SequenceDescriber>: RecognitionMethod {
  public let name: String
  public var summary: String { describer.summary + ", support vector machine with a Gaussian kernel" }
  private var describer: Describer
  private let gammas: [Double]
  private let costs: [Double]

  public init(
    _ name: String, _ describer: Describer, gammas: [Double] = [0.03, 0.06, 0.125, 0.25, 0.5],
    costs: [Double] = [1, 10, 100]
  ) {
    (self.name, self.describer, self.gammas, self.costs) = (name, describer, gammas, costs)
  }

  public mutating func describe(_ sequence: ObservedSequence) -> [[Float]] { describer.describe(sequence) }

  public func fit(rows: [[[Float]]], classes: [Int], subjects: [Int]) throws -> FittedMethod {
    try check(rows: rows, classes: classes, subjects: subjects, count: 1)
    let samples = rows.map { $0[0] }
    let products = RowProducts.all(samples)
    let squares = samples.indices.map { products[$0][$0] }
    func distances(_ row: [Double], square: Double) -> [Double] {
      row.indices.map { max(0, square + squares[$0] - 2 * row[$0]) }
    }
    let all = samples.indices.map { distances(products[$0], square: squares[$0]) }
    let mean = all.reduce(0) { $0 + $1.reduce(0, +) } / Double(all.count * all.count)
    let candidates = gammas.flatMap { gamma in costs.map { (gamma: gamma / max(mean, 1e-12), cost: $0) } }
    func kernel(_ row: [Double], gamma: Double) -> [Double] { row.map { Double.exp(-gamma * $0) } }
    let choice = LeftOutSubjects(subjects).choose(candidates.count, classes: classes) { members, held in
      candidates.map { gamma, cost in
        let part = RowProducts.part(all, members).map { kernel($0, gamma: gamma) }
        let machine = KernelSVM(kernel: part, classes: members.map { classes[$0] }, cost: cost)
        return held.map { sample in
          machine.answer(to: kernel(members.map { all[sample][$0] }, gamma: gamma))
        }
      }
    }
    let (gamma, cost) = candidates[choice.best]
    let machine = KernelSVM(kernel: all.map { kernel($0, gamma: gamma) }, classes: classes, cost: cost)
    let (name, width) = (name, samples[0].count)
    let told = gammas.flatMap { gamma in
      costs.map { FittedMethod.Candidate("gamma \(gamma), C", $0) }
    }
    return FittedMethod(candidates: told, choice: choice) { sequence in
      guard let row = sequence.first, row.count == width else {
        throw EvaluationError(file: name, expected: "a row of \(width) numbers", actual: "there is another")
      }
      let found = distances(
        samples.map { RowProducts.product($0, row) }, square: RowProducts.product(row, row))
      return machine.answer(to: kernel(found, gamma: gamma))
    }
  }
}
