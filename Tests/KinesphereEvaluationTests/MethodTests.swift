import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereEvaluation

/// Whole methods: what they learn, what they refuse, and that the evaluation is the same for all.
@Suite struct MethodTests {
  private static let machines = [RecognitionEvaluation.Machine.leastSquares]

  private static func methods() -> [any RecognitionMethod] {
    [
      NearestByTimeWarp(), CollaborativeMethod("crc", MapDescriber()),
      GaussianMethod("gaussian", CovarianceDescriber()),
      LinearMethod("linear", MapDescriber(), machines: machines),
      WordBagMethod(machines: machines, words: 12, points: 10),
    ]
  }

  /// `count` rows about a corner of a simplex for each sequence; three trials of each of four subjects.
  private static func rows(_ count: Int, noise: Float = 0.2) -> (
    rows: [[[Float]]], classes: [Int], subjects: [Int]
  ) {
    var generator = SeededGenerator(seed: 9)
    var data: (rows: [[[Float]]], classes: [Int], subjects: [Int]) = ([], [], [])
    for action in 0..<4 {
      for subject in 1...4 {
        for _ in 0..<3 {
          data.rows.append(
            (0..<count).map { _ in (0..<6).map { ($0 == action ? 1 : 0) + noise * generator.normal() } })
          data.classes.append(action + 10)
          data.subjects.append(subject)
        }
      }
    }
    return data
  }

  @Test(arguments: 0..<5) func whatCanBeToldApartIsLearned(index: Int) throws {
    let method = Self.methods()[index]
    let data = Self.rows(index == 0 || index == 4 ? 8 : 1)
    let fitted = try method.fit(rows: data.rows, classes: data.classes, subjects: data.subjects)
    #expect(fitted.validation.count == fitted.candidates.count)
    #expect(fitted.validation[fitted.chosen] == fitted.validation.max())
    #expect(fitted.validation[fitted.chosen] > 0.9, "\(method.name)")
    for action in 0..<4 {
      let clean = (0..<data.rows[0].count).map { _ in (0..<6).map { Float($0 == action ? 1 : 0) } }
      #expect(try fitted.answer(to: clean) == action + 10, "\(method.name)")
    }
  }

  @Test(arguments: 0..<5) func theSameRowsGiveTheSameAnswers(index: Int) throws {
    let data = Self.rows(index == 0 || index == 4 ? 8 : 1, noise: 0.8)
    let fits = try (0..<2).map { _ in
      try Self.methods()[index].fit(rows: data.rows, classes: data.classes, subjects: data.subjects)
    }
    #expect(fits[0].validation == fits[1].validation)
    let answers = try fits.map { fit in try data.rows.map(fit.answer) }
    #expect(answers[0] == answers[1])
  }

  /// Validation has nothing to leave out: the middle setting stands.
  @Test(arguments: 0..<5) func oneSubjectAloneLearnsWithTheMiddleSetting(index: Int) throws {
    let data = Self.rows(index == 0 || index == 4 ? 8 : 1)
    let fitted = try Self.methods()[index].fit(
      rows: data.rows, classes: data.classes, subjects: data.subjects.map { _ in 1 })
    #expect(fitted.validation.isEmpty && fitted.chosen == fitted.candidates.count / 2)
    #expect(try fitted.answer(to: data.rows[0]) == data.classes[0])
  }

  @Test(arguments: 0..<5) func oneClassAndMissingRowsAreErrors(index: Int) {
    let method = Self.methods()[index]
    let data = Self.rows(1)
    let ones = data.classes.map { _ in 1 }
    #expect(throws: EvaluationError.self) {
      try method.fit(rows: data.rows, classes: ones, subjects: data.subjects)
    }
    #expect(throws: EvaluationError.self) { try method.fit(rows: [], classes: [], subjects: []) }
    var gap = data.rows
    gap[5] = []
    let error = #expect(throws: EvaluationError.self) {
      try method.fit(rows: gap, classes: data.classes, subjects: data.subjects)
    }
    #expect(error?.expected.contains("sequence 5") == true && error?.actual == "it has 0")
    gap[5] = [[1, 2]]
    #expect(throws: EvaluationError.self) {
      try method.fit(rows: gap, classes: data.classes, subjects: data.subjects)
    }
  }

  /// A class that one subject alone performs is missing where that subject is left out: its sequences count as wrong there.
  @Test(arguments: 0..<5) func aClassOfOneSubjectIsNotAnError(index: Int) throws {
    var data = Self.rows(index == 0 || index == 4 ? 8 : 1)
    let kept = data.classes.indices.filter { data.classes[$0] != 10 || data.subjects[$0] == 1 }
    data = (kept.map { data.rows[$0] }, kept.map { data.classes[$0] }, kept.map { data.subjects[$0] })
    let fitted = try Self.methods()[index].fit(
      rows: data.rows, classes: data.classes, subjects: data.subjects)
    let missed = 3 / Double(kept.count)
    #expect(fitted.validation.allSatisfy { $0 <= 1 - missed + 1e-9 })
    // The Gaussian machine's setting is chosen where nobody shows that class, and may pass its three sequences over.
    let answer = try fitted.answer(to: data.rows[0])
    #expect(answer == 10 || (index == 2 && data.classes.contains(answer)))
  }

  @Test(arguments: 0..<5) func nothingSeenGivesNoRows(index: Int) throws {
    var method = Self.methods()[index]
    let empty = ObservedSequence(cloud: MotionCloud(), poses: [], times: [])
    #expect(try method.describe(empty).isEmpty)
    let pose = Pose(points: [SIMD3<Float>](repeating: .zero, count: 18))
    let one = ObservedSequence(cloud: MotionCloud(), poses: [pose], times: [0])
    #expect(try method.describe(one).isEmpty)
  }

  /// Scores of two views are added: each alone confuses two of the classes.
  @Test func viewsCompleteEachOther() throws {
    let data = Self.rows(1, noise: 0.05)
    let split = data.rows.map { rows in [Array(rows[0][..<2]), Array(rows[0][2..<4])] }
    let method = LinearMethod("views", MapDescriber(splitsViews: true), machines: Self.machines)
    let fitted = try method.fit(rows: split, classes: data.classes, subjects: data.subjects)
    #expect(try split.map(fitted.answer) == data.classes)
    #expect(throws: EvaluationError.self) { try fitted.answer(to: [split[0][0]]) }
  }

  private static func named(noise: Float) -> [DescribedSequence] {
    (1...8).flatMap { action in
      (1...10).flatMap { subject in
        (1...3).map { trial in
          var generator = SeededGenerator(seed: UInt64(action * 100 + subject * 10 + trial))
          return DescribedSequence(
            name: SequenceName(.msrAction3D, action: action, subject: subject, trial: trial),
            rows: [(0..<40).map { ($0 == action ? 1 : 0) + noise * generator.normal() }])
        }
      }
    }
  }

  /// With one row a sequence the linear method is today's evaluation: same answers, same choice, same report.
  @Test func aLinearMethodIsTodaysEvaluation() throws {
    let samples = Self.named(noise: 0.4)
    let method = LinearMethod("linear", MapDescriber(), machines: Self.machines)
    let report = try RecognitionEvaluation.report(by: .msrOddEven, method, of: samples, lost: ["x"])
    let today = try RecognitionEvaluation(.msrOddEven, machines: Self.machines).report(
      of: samples.map { ActionSample(name: $0.name, features: $0.rows[0]) }, lost: ["x"])
    let (one, other) = (try #require(report.results.first), try #require(today.results.first))
    #expect(one.accuracy > 0.3 && one.accuracy < 1)
    #expect(one.wrong == other.wrong && one.validation == other.validation && one.cost == other.cost)
    #expect(report.machines == today.machines && report.costs == today.costs && report.lost == today.lost)
    #expect(report.excluded == today.excluded && report.method.contains("linear"))
  }

  @Test func aSequenceOnBothSidesIsRefused() {
    let samples = Self.named(noise: 0.1)
    let twin = DescribedSequence(name: samples[0].name, rows: samples[0].rows)
    let split = RecognitionProtocol.Split(
      name: "leaky", actions: nil, rule: .subjects([1, 3, 5, 7, 9]))
    let sides = (train: [0], test: [samples.count])
    #expect(throws: EvaluationError.self) {
      try RecognitionEvaluation.checkLeak(.msrOddEven, split, (samples + [twin]).map(\.name), sides)
    }
  }
}
