/// The training side without each of its subjects in turn: how every method chooses its settings.
public struct LeftOutSubjects: Sendable {
  /// The best setting, the first of equally good ones, and each one's share of right answers.
  public struct Choice: Sendable, Equatable {
    public let best: Int
    public let validation: [Double]

    public init(best: Int, validation: [Double]) { (self.best, self.validation) = (best, validation) }
  }

  /// Places that learn and those left out, for each subject in order; none where there is one subject.
  public let folds: [(members: [Int], held: [Int])]
  private let count: Int

  /// `subjects` holds the subject of each training sequence.
  public init(_ subjects: [Int]) {
    let known = Set(subjects).sorted()
    count = subjects.count
    folds =
      known.count < 2
      ? []
      : known.map { subject in
        (
          subjects.indices.filter { subjects[$0] != subject },
          subjects.indices.filter { subjects[$0] == subject }
        )
      }
  }

  /// Chooses among `candidates` settings. `answers` returns, for the places in `members` that learn, a row for each setting with
  /// the answers to the places in `held`. A fold whose members are of one class has nothing to tell and is passed over.
  public func choose(
    _ candidates: Int, classes: [Int],
    answers: (_ members: [Int], _ held: [Int]) throws -> [[Int]]
  ) rethrows -> Choice {
    var right = [Int](repeating: 0, count: candidates)
    var told = false
    for fold in folds where Set(fold.members.map { classes[$0] }).count > 1 {
      told = true
      for (index, row) in try answers(fold.members, fold.held).enumerated() {
        right[index] += zip(row, fold.held).count { $0 == classes[$1] }
      }
    }
    guard told else { return Choice(best: candidates / 2, validation: []) }
    var best = 0
    for index in right.indices where right[index] > right[best] { best = index }
    return Choice(best: best, validation: right.map { Double($0) / Double(count) })
  }
}
