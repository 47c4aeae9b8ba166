import Kinesphere

/// What one pass over a recording sees: the dancer's points, and the tracked poses with their times.
public struct ObservedSequence: Sendable {
  public let cloud: MotionCloud
  /// Metres in the camera frame; one for each time, seconds, rising.
  public let poses: [Pose]
  public let times: [Double]

  public init(cloud: MotionCloud, poses: [Pose], times: [Double]) {
    precondition(poses.count == times.count, "a time for each pose")
    (self.cloud, self.poses, self.times) = (cloud, poses, times)
  }
}

/// A way to tell actions apart, from the observed sequence to the action's number: what ``MethodEvaluation`` compares.
///
/// A sequence is described once, while it is read; the rows are all that a method keeps of it. Everything that is learned, and
/// every setting that is chosen, comes from the rows given to ``fit(rows:classes:subjects:)``.
public protocol RecognitionMethod {
  /// As the command line calls it.
  var name: String { get }
  /// What it does, in words, for the report.
  var summary: String { get }
  /// The rows of a sequence: one or many, all of one width. None where nothing can be said, as of a single frame.
  mutating func describe(_ sequence: ObservedSequence) throws -> [[Float]]
  /// Learns from `rows` of sequences with a class and a subject each. Settings are chosen by leaving out each subject in turn;
  /// of one subject alone the middle setting is taken. Throws ``EvaluationError`` where rows are missing or there is one class.
  func fit(rows: [[[Float]]], classes: [Int], subjects: [Int]) throws -> FittedMethod
}

/// What a method learned.
public struct FittedMethod {
  /// A setting that was tried.
  public struct Candidate: Sendable, Equatable {
    public let machine: String
    public let value: Double

    public init(_ machine: String, _ value: Double) { (self.machine, self.value) = (machine, value) }
  }

  /// All settings in order, and the place of the one chosen.
  public let candidates: [Candidate]
  public let chosen: Int
  /// The share of right answers over left-out training subjects, for each candidate; empty where there was one subject.
  public let validation: [Double]
  private let predict: ([[Float]]) throws -> Int
  private let predictEach: (([[Float]]) throws -> [Int])?

  public init(
    candidates: [Candidate], choice: LeftOutSubjects.Choice, predict: @escaping ([[Float]]) throws -> Int
  ) {
    precondition(candidates.indices.contains(choice.best), "the chosen one is a candidate")
    (self.candidates, chosen, validation) = (candidates, choice.best, choice.validation)
    (self.predict, predictEach) = (predict, nil)
  }

  /// For a method that keeps what every candidate learned, as a network's stages: `predictEach` answers for each of them.
  public init(
    candidates: [Candidate], choice: LeftOutSubjects.Choice,
    predictEach: @escaping ([[Float]]) throws -> [Int]
  ) {
    precondition(candidates.indices.contains(choice.best), "the chosen one is a candidate")
    (self.candidates, chosen, validation) = (candidates, choice.best, choice.validation)
    predict = { try predictEach($0)[choice.best] }
    self.predictEach = predictEach
  }

  /// What each candidate would have answered; nil where only the chosen one was kept. For a curve over a setting, chooses nothing.
  public func answers(to rows: [[Float]]) throws -> [Int]? { try predictEach?(rows) }

  /// The class of a sequence from its rows.
  public func answer(to rows: [[Float]]) throws -> Int { try predict(rows) }

  /// The same behind another reading of the rows.
  func reading(_ read: @escaping ([[Float]]) throws -> [[Float]]) -> FittedMethod {
    let predict = predict
    return FittedMethod(
      candidates: candidates, choice: .init(best: chosen, validation: validation)
    ) { try predict(read($0)) }
  }
}

extension RecognitionMethod {
  /// Throws where a method cannot learn: no sequences, one class alone, no rows, or rows of different widths. `count` is how many
  /// rows each sequence should have, where that is fixed.
  public func check(rows: [[[Float]]], classes: [Int], subjects: [Int], count: Int? = nil) throws {
    precondition(
      rows.count == classes.count && rows.count == subjects.count, "a class and a subject a sequence")
    guard Set(classes).count > 1 else {
      throw EvaluationError(
        file: name, expected: "two classes or more", actual: "there are \(Set(classes).count)")
    }
    let width = rows.first?.first?.count ?? 0
    for (index, sequence) in rows.enumerated() {
      guard !sequence.isEmpty, sequence.count == count ?? sequence.count else {
        throw EvaluationError(
          file: name, expected: "\(count.map(String.init) ?? "one or more") rows of sequence \(index)",
          actual: "it has \(sequence.count)")
      }
      guard width > 0, sequence.allSatisfy({ $0.count == width }) else {
        throw EvaluationError(
          file: name, expected: "rows of \(width) numbers, more than 0, of sequence \(index)",
          actual: "they have \(Set(sequence.map(\.count)).sorted())")
      }
    }
  }
}
