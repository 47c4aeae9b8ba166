import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereEvaluation

@Suite struct RecognitionProtocolTests {
  /// MSR-Action3D's 567 names: 20 actions, 10 subjects, 3 trials, less the 33 that nobody recorded, which the published
  /// counts by subject and by action do not tell apart; here all 600.
  private static let names: [SequenceName] = (1...20).flatMap { action in
    (1...10).flatMap { subject in
      (1...3).compactMap { trial in
        SequenceName(
          "a\(action < 10 ? "0" : "")\(action)_s\(subject < 10 ? "0" : "")\(subject)_e0\(trial)_sdepth")
      }
    }
  }

  @Test func theRulesPartTheNames() throws {
    #expect(Self.names.count == 600)
    let plan = RecognitionProtocol.msrOddEven
    let sides = try plan.sides(of: plan.splits[0], in: Self.names)
    #expect(sides.train.allSatisfy { Self.names[$0].subject % 2 == 1 })
    #expect(sides.test.allSatisfy { Self.names[$0].subject % 2 == 0 })
    #expect(sides.train.count + sides.test.count == 590)
    #expect(!(sides.train + sides.test).contains { plan.excluded.contains("\(Self.names[$0])") })
  }

  @Test func theThreeSetsHaveThreeTests() throws {
    let plan = RecognitionProtocol.msrSets
    #expect(plan.splits.count == 9)
    let first = try plan.sides(of: plan.splits[0], in: Self.names)
    #expect(plan.splits[0].name == "AS1 test 1")
    #expect(first.train.count == 80 && first.test.count == 160)
    #expect(Set(first.test.map { Self.names[$0].action }) == [2, 3, 5, 6, 10, 13, 18, 20])
    let third = try plan.sides(of: plan.splits[8], in: Self.names)
    #expect(plan.splits[8].name == "AS3 test 3")
    #expect(Set(third.train.map { Self.names[$0].subject }) == [1, 3, 5, 7, 9])
  }

  @Test func fiveOfTenSubjectsAreChosenIn252Ways() {
    let rules = RecognitionProtocol.msrFiveFive.splits.map(\.rule)
    #expect(rules.count == 252)
    #expect(rules.indices.allSatisfy { index in !rules[..<index].contains(rules[index]) })
  }

  @Test func everySyntheticPerformanceIsLeftOutOnce() throws {
    let plan = RecognitionProtocol.synthetic99
    let names = try #require(plan.performances).map(\.sequence)
    #expect(names.count == 99 && Set(names).count == 99 && plan.splits.count == 99 && plan.isPooled)
    var tested: [SequenceName] = []
    for split in plan.splits {
      let sides = try plan.sides(of: split, in: names)
      #expect(sides.train.count == 98)
      tested += sides.test.map { names[$0] }
    }
    #expect(Set(tested) == Set(names))
  }

  @Test func noDancerIsOnBothSidesOfAFold() throws {
    let plan = RecognitionProtocol.syntheticDance
    let names = try #require(plan.performances).map(\.sequence)
    #expect(names.count == 162 && plan.splits.count == 5)
    var tested = 0
    for split in plan.splits {
      let sides = try plan.sides(of: split, in: names)
      #expect(
        Set(sides.train.map { names[$0].subject }).isDisjoint(with: sides.test.map { names[$0].subject }))
      tested += sides.test.count
    }
    #expect(tested == 162)
  }

  @Test func missingSidesAndActionsAreNamed() {
    let plan = RecognitionProtocol.msrOddEven
    let odd = Self.names.filter { $0.subject % 2 == 1 }
    let error = #expect(throws: EvaluationError.self) { try plan.sides(of: plan.splits[0], in: odd) }
    #expect(error?.actual.contains("and 0") == true)
    let gap = Self.names.filter { $0.subject % 2 == 0 || $0.action != 7 }
    let other = #expect(throws: EvaluationError.self) { try plan.sides(of: plan.splits[0], in: gap) }
    #expect(other?.actual == "actions [7] are not")
  }
}

@Suite struct RecognitionEvaluationTests {
  /// The class whose mean is nearest, as planes: a stand-in for the machine, which lives with the training.
  private static func nearestMeans(
    _ rows: [[Double]], _ classes: [Int], _ cost: Double
  ) throws -> Hyperplanes {
    let known = Set(classes).sorted()
    let means = known.map { label -> [Double] in
      let members = zip(rows, classes).filter { $1 == label }.map(\.0)
      return rows[0].indices.map { column in
        members.reduce(0) { $0 + $1[column] } / Double(members.count)
      }
    }
    return Hyperplanes(
      classes: known, weights: means, constants: means.map { $0.reduce(0) { $0 - $1 * $1 } / 2 })
  }

  private static let machine = RecognitionEvaluation.Machine(
    "nearest means", costs: [0.1, 1, 10, 100], learn: nearestMeans)

  private static func sample(_ action: Int, _ subject: Int, _ trial: Int, noise: Float) -> ActionSample? {
    guard
      let name = SequenceName(
        "a\(action < 10 ? "0" : "")\(action)_s\(subject < 10 ? "0" : "")\(subject)_e0\(trial)_sdepth")
    else { return nil }
    var generator = SeededGenerator(seed: UInt64(action * 100 + subject * 10 + trial))
    return ActionSample(
      name: name, features: (0..<40).map { ($0 == action ? 1 : 0) + noise * generator.normal() })
  }

  private static func samples(noise: Float) -> [ActionSample] {
    (1...20).flatMap { action in
      (1...10).flatMap { subject in (1...3).compactMap { sample(action, subject, $0, noise: noise) } }
    }
  }

  /// Coordinates keep all scalar products, so a machine cannot tell them from the numbers themselves.
  @Test func coordinatesKeepScalarProducts() {
    let samples = Self.samples(noise: 0.3).prefix(30).map(\.features)
    let products = samples.map { a in samples.map { b in zip(a, b).reduce(0) { $0 + Double($1.0 * $1.1) } } }
    let members = Array(0..<20)
    let coordinates = Coordinates(products: products, members: members)
    let rows =
      coordinates.training
      + (20..<30).map { row in
        coordinates.row(of: members.map { products[row][$0] })
      }
    for i in 0..<30 {
      for j in 0..<20 {
        let product = zip(rows[i], rows[j]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - products[i][j]) < 1e-4)
      }
    }
  }

  @Test func whatCanBeToldApartIsToldApart() throws {
    let evaluation = RecognitionEvaluation(.msrOddEven, machines: [Self.machine])
    let report = try evaluation.report(of: Self.samples(noise: 0.1), lost: ["a01_s01_e03"])
    let result = try #require(report.results.first)
    #expect(result.accuracy == 1, "\(result.wrong)")
    #expect(result.train == 292 && result.test == 298)
    #expect(report.lost == ["a01_s01_e03"] && report.excluded.count == 10)
    #expect(result.validation.count == 4 && result.cost == 0.1)
    #expect(report.text.contains("100.00 %"))
  }

  @Test func noiseIsNotTakenForSkill() throws {
    var samples = Self.samples(noise: 0)
    for index in samples.indices {
      var generator = SeededGenerator(seed: UInt64(index))
      samples[index] = ActionSample(
        name: samples[index].name, features: (0..<40).map { _ in generator.normal() })
    }
    let evaluation = RecognitionEvaluation(.msrOddEven, machines: [Self.machine])
    let result = try #require(try evaluation.report(of: samples, lost: []).results.first)
    #expect(result.accuracy < 0.2)
    #expect(result.confusion.flatMap(\.self).reduce(0, +) == result.test)
    #expect(result.wrong.count == result.test - Int((result.accuracy * Double(result.test)).rounded()))
  }

  @Test func theMeanIsOverAllSplits() throws {
    let evaluation = RecognitionEvaluation(.msrSets, machines: [Self.machine])
    let report = try evaluation.report(of: Self.samples(noise: 0.1), lost: [])
    #expect(report.results.count == 9 && report.meanAccuracy == 1)
  }

  /// Leaving one out: all answers are counted together, each sequence once, and F1 is that of the confusions.
  @Test func pooledSplitsAreCountedTogether() throws {
    let plan = RecognitionProtocol.synthetic99
    let samples = try #require(plan.performances).map { entry in
      var generator = SeededGenerator(seed: UInt64(entry.sequence.action * 100 + entry.sequence.subject))
      // Actions 1 and 2 look alike.
      let shown = entry.sequence.action == 2 ? 1 : entry.sequence.action
      return ActionSample(
        name: entry.sequence, features: (0..<12).map { ($0 == shown ? 1 : 0) + 0.05 * generator.normal() })
    }
    let report = try RecognitionEvaluation(plan, machines: [.leastSquares]).report(of: samples, lost: [])
    let result = try #require(report.results.first)
    #expect(report.results.count == 1 && result.train == 98 && result.test == 99)
    #expect(result.confusion.flatMap(\.self).reduce(0, +) == 99)
    let wrong = result.wrong.count
    #expect(wrong > 0 && wrong <= 18, "\(result.wrong)")
    #expect(abs(result.accuracy - Double(99 - wrong) / 99) < 1e-9)
    let rows = result.confusion
    let scores = rows.indices.map { i in
      2 * Double(rows[i][i]) / Double(rows[i].reduce(0, +) + rows.reduce(0) { $0 + $1[i] })
    }
    #expect(abs(result.macroF1 - scores.reduce(0, +) / 11) < 1e-9)
  }

  @Test func aPerformanceIsFilmedAndRead() throws {
    let plan = RecognitionProtocol.syntheticDance
    var reader = ActionSamples(network: try NetworkWeights.embedded().makePoseNetwork())
    for entry in try #require(plan.performances).prefix(2) { try reader.add(entry) }
    #expect(reader.samples.count == 2 && reader.lost.isEmpty)
    let (a, b) = (reader.samples[0].features, reader.samples[1].features)
    #expect(a.count == ActionFeatures.Configuration().count && a.allSatisfy { $0.isFinite })
    // The same action by the same dancer, to the other side.
    #expect(a != b)
  }

  /// At a high cost the planes answer 1 and -1 at their own samples; at a low one they answer the shares of the classes.
  @Test func leastSquaresGoThroughTheirSamples() throws {
    var generator = SeededGenerator(seed: 4)
    let rows = (0..<12).map { _ in (0..<20).map { _ in Double(generator.normal()) } }
    let classes = (0..<12).map { $0 % 3 }
    let planes = try LeastSquaresMachine.train(rows: rows, classes: classes, cost: 1e9)
    let blunt = try LeastSquaresMachine.train(rows: rows, classes: classes, cost: 1e-9)
    for (row, label) in zip(rows, classes) {
      for (index, known) in planes.classes.enumerated() {
        let score = zip(planes.weights[index], row).reduce(planes.constants[index]) { $0 + $1.0 * $1.1 }
        #expect(abs(score - (known == label ? 1 : -1)) < 1e-6)
        let shy = zip(blunt.weights[index], row).reduce(blunt.constants[index]) { $0 + $1.0 * $1.1 }
        #expect(abs(shy + 1.0 / 3) < 1e-6)
      }
    }
  }

  /// The normal equations, solved another way: the weights of one number with a ridge are known.
  @Test func leastSquaresOfOneNumberAreKnown() throws {
    let (x, classes) = ([1.0, 2, 3, 4], [0, 0, 1, 1])
    let planes = try LeastSquaresMachine.train(rows: x.map { [$0] }, classes: classes, cost: 0.5)
    // w = sum x t / (sum x x + 1 / cost) with t = -1, -1, 1, 1, whose mean is 0.
    #expect(abs(planes.weights[1][0] - 4.0 / 32) < 1e-9 && abs(planes.constants[1]) < 1e-12)
  }

  @Test func oneClassCannotBeLearned() {
    #expect(throws: EvaluationError.self) {
      try LeastSquaresMachine.train(rows: [[1], [2]], classes: [3, 3], cost: 1)
    }
  }
}
