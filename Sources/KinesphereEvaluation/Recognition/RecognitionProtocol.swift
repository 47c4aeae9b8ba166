import Kinesphere
import KinesphereData

/// Which sequences of a data set teach actions and which test them: data, not code, so that a new protocol is a new value.
public struct RecognitionProtocol: Sendable {
  /// Who is on which side.
  public enum Rule: Sendable, Equatable {
    /// Subjects that train, all others are tested.
    case subjects(Set<Int>)
    /// Trials (instances) that train, all others are tested; subjects are on both sides, as the authors did it.
    case trials(Set<Int>)
    /// Sequences that are tested, all others train.
    case allBut(Set<SequenceName>)
  }

  public struct Split: Sendable {
    public let name: String
    /// The actions that are told apart; nil for all.
    public let actions: Set<Int>?
    public let rule: Rule

    func isTraining(_ name: SequenceName) -> Bool {
      switch rule {
      case .subjects(let subjects): subjects.contains(name.subject)
      case .trials(let trials): trials.contains(name.trial)
      case .allBut(let tested): !tested.contains(name)
      }
    }
  }

  public let name: String
  public let dataSet: SequenceName.DataSet
  /// What the protocol leaves out, by name.
  public let excluded: Set<String>
  public let splits: [Split]
  /// The splits' answers are counted together, as where one sequence is left out at a time.
  public var isPooled = false

  /// How many sequences are listed, less what is left out.
  public var listedCount: Int {
    (performances?.count ?? dataSet.listedCount ?? 0) - excluded.count
  }

  /// What is known to be missing of the listed ones, in words; nil where nothing is.
  public var gap: String? {
    switch dataSet {
    case .msrAction3D:
      excluded.isEmpty
        ? "Depth of a04_s09_e01 is not given out, nor, in the copy used here, that of the ten that others leave out."
        : "Depth of a04_s09_e01 is not given out."
    case .utdMHAD: "Depth of subject 8 (107 sequences) is not given out with the copy used here."
    case .synthetic: nil
    }
  }

  /// Both sides of a split, as places in `names`. Throws where a side, or an action of the test side in training, is missing.
  public func sides(of split: Split, in names: [SequenceName]) throws -> (train: [Int], test: [Int]) {
    let used = names.indices.filter { index in
      !excluded.contains("\(names[index])") && (split.actions?.contains(names[index].action) ?? true)
    }
    let train = used.filter { split.isTraining(names[$0]) }
    let test = used.filter { !split.isTraining(names[$0]) }
    guard !train.isEmpty, !test.isEmpty else {
      throw EvaluationError(
        file: "\(name), split \(split.name)", expected: "sequences to learn from and to test",
        actual: "there are \(train.count) and \(test.count)")
    }
    let missing = Set(test.map { names[$0].action }).subtracting(train.map { names[$0].action })
    guard missing.isEmpty else {
      throw EvaluationError(
        file: "\(name), split \(split.name)", expected: "every tested action among those to learn from",
        actual: "actions \(missing.sorted()) are not")
    }
    return (train, test)
  }
}

extension RecognitionProtocol {
  /// The ten of MSR-Action3D's 567 sequences that Wang, Liu, Wu, Yuan 2012 (doi:10.1109/CVPR.2012.6247813) left out.
  static let wang: Set<String> = [
    "a02_s03_e02", "a04_s03_e01", "a07_s04_e01", "a13_s09_e01", "a13_s09_e02", "a13_s09_e03", "a14_s03_e01",
    "a20_s07_e01", "a20_s07_e03", "a20_s10_e03",
  ]

  /// The three sets of eight actions of Li, Zhang, Liu 2010 (doi:10.1109/CVPRW.2010.5543273).
  static let sets: [(name: String, actions: Set<Int>)] = [
    ("AS1", [2, 3, 5, 6, 10, 13, 18, 20]), ("AS2", [1, 4, 7, 8, 9, 11, 12, 14]),
    ("AS3", [6, 14, 15, 16, 17, 18, 19, 20]),
  ]

  /// All 20 actions, odd subjects against even ones.
  public static let msrOddEven = RecognitionProtocol(
    name: "msr20-odd-even", dataSet: .msrAction3D, excluded: wang,
    splits: [Split(name: "odd-even", actions: nil, rule: .subjects([1, 3, 5, 7, 9]))])

  /// All 20 actions, subjects 1 to 5 against 6 to 10.
  public static let msrFirstHalf = RecognitionProtocol(
    name: "msr20-first-half", dataSet: .msrAction3D, excluded: wang,
    splits: [Split(name: "first-half", actions: nil, rule: .subjects([1, 2, 3, 4, 5]))])

  /// Three sets of actions, three tests each: the first trial, the first two, and the odd subjects train. Nothing is left out.
  public static let msrSets = RecognitionProtocol(
    name: "msr-as", dataSet: .msrAction3D, excluded: [],
    splits: [
      ("test 1", Rule.trials([1])), ("test 2", .trials([1, 2])), ("test 3", .subjects([1, 3, 5, 7, 9])),
    ].flatMap { test in
      sets.map { Split(name: "\($0.name) \(test.0)", actions: $0.actions, rule: test.1) }
    })

  /// All 20 actions, every choice of five subjects that train: 252 splits.
  public static let msrFiveFive = RecognitionProtocol(
    name: "msr20-five-five", dataSet: .msrAction3D, excluded: wang,
    splits: choices(of: 5, from: Array(1...10)).map {
      Split(name: $0.map(String.init).joined(separator: " "), actions: nil, rule: .subjects(Set($0)))
    })

  /// UTD-MHAD's 27 actions, subjects 1, 3, 5, 7 against 2, 4, 6, 8.
  public static let utd = RecognitionProtocol(
    name: "utd27-cross-subject", dataSet: .utdMHAD, excluded: [],
    splits: [Split(name: "cross-subject", actions: nil, rule: .subjects([1, 3, 5, 7]))])

  /// The paper's eleven actions by nine synthetic performers, each of the 99 left out in turn.
  public static let synthetic99: RecognitionProtocol = {
    let names = SyntheticActionSet.actions.entries(seed: syntheticSeed).map(\.sequence)
    return RecognitionProtocol(
      name: "synthetic99-leave-one-out", dataSet: .synthetic, excluded: [],
      splits: names.map { Split(name: "without \($0)", actions: nil, rule: .allBut([$0])) }, isPooled: true)
  }()

  /// Six steps of dance by nine synthetic performers, three times each: five folds of one or two performers, none of whom is
  /// learned from when tested.
  public static let syntheticDance: RecognitionProtocol = {
    let folds = (0..<5).map { fold in Set((1...Performer.count).filter { $0 % 5 == fold }) }
    return RecognitionProtocol(
      name: "synthetic-dance-five-fold", dataSet: .synthetic, excluded: [],
      splits: folds.map { fold in
        Split(
          name: "without " + fold.sorted().map { "p\($0)" }.joined(separator: " "), actions: nil,
          rule: .subjects(Set(1...Performer.count).subtracting(fold)))
      })
  }()

  /// The people of the synthetic sets.
  public static let syntheticSeed: UInt64 = 1

  /// What a synthetic protocol's performances are; nil for recorded data sets.
  public var performances: [SyntheticActionSet.Entry]? {
    switch name {
    case Self.synthetic99.name: SyntheticActionSet.actions.entries(seed: Self.syntheticSeed)
    case Self.syntheticDance.name: SyntheticActionSet.dance.entries(seed: Self.syntheticSeed)
    default: nil
    }
  }

  /// The protocol of a name; nil where there is none.
  public static func named(_ name: String) -> RecognitionProtocol? { all.first { $0.name == name } }

  public static let all = [
    msrOddEven, msrFirstHalf, msrSets, msrFiveFive, utd, synthetic99, syntheticDance,
  ]

  private static func choices(of count: Int, from numbers: [Int]) -> [[Int]] {
    if count == 0 { return [[]] }
    return numbers.indices.flatMap { index in
      choices(of: count - 1, from: Array(numbers[(index + 1)...])).map { [numbers[index]] + $0 }
    }
  }
}
