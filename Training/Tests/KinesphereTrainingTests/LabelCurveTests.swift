import Testing

@testable import KinesphereTraining

@Suite struct LabelCurveTests {
  private func point(
    _ share: Double, _ method: Recipe.Teaching.Method, _ draw: UInt64, metres: Float,
    hard: HardExamples.Unit = .none, hasParts: Bool = true
  ) -> LabelCurve.Point {
    var recipe = Recipe()
    (recipe.data.labelledShare, recipe.data.labelledSeed) = (share, draw)
    (recipe.teaching.method, recipe.parts.hardExamples.unit) = (method, hard)
    var errors = ErrorSums()
    var predicted = [Float](repeating: 0, count: 54)
    for point in 0..<18 { predicted[point * 3] = metres }
    errors.add(
      predicted: predicted, target: [Float](repeating: 0, count: 54), known: [Float](repeating: 1, count: 54),
      unit: 1)
    // Half of the head's pixels are right, and all of what is behind.
    if hasParts { errors.add(parts: [0, 18, 18], truth: [0, 0, 18]) }
    return LabelCurve.Point(recipe, errors.scores)
  }

  @Test func runsStandByShareMethodAndDraw() throws {
    let curve = try LabelCurve([
      point(0.2, .mutual, 2, metres: 0.0241, hard: .pictures), point(0.2, .supervised, 2, metres: 0.025),
      point(0.2, .supervised, 1, metres: 0.023), point(0.2, .mutual, 1, metres: 0.0225, hard: .pictures),
      point(1, .supervised, 1, metres: 0.02),
    ])
    let rows = curve.table.split(separator: "\n").map(String.init)
    #expect(rows.count == 5)
    #expect(rows[2] == "| all | supervised | 0.500 | 2.00 | 2.00 cm, 100.0 % |  |")
    #expect(rows[3] == "| 20 % | supervised | 0.500, 0.500 | 2.30, 2.50 | 2.40 cm, 100.0 %; +20.0 % |  |")
    #expect(
      rows[4] == "| 20 % | mutual, OHEM | 0.500, 0.500 | 2.25, 2.41 | 2.33 cm, 100.0 %; +16.5 % "
        + "| -0.05, -0.09; mean -0.07 |")
    let parts = curve.partTable.split(separator: "\n").map(String.init)
    #expect(parts[0].hasPrefix("| labels | method | head | chest |"))
    #expect(parts[2].hasPrefix("| all | supervised | 50 |  |"))
  }

  /// Sequences have no parts.
  @Test func withoutPartsThereIsNoColumnOfOverlaps() throws {
    let curve = try LabelCurve([
      point(0.2, .supervised, 1, metres: 0.025, hasParts: false),
      point(1, .supervised, 1, metres: 0.02, hasParts: false),
    ])
    #expect(
      curve.table.split(separator: "\n") == [
        "| labels | method | key-points by draw, cm | mean | against supervised, by draw, cm |",
        "|---|---|---|---|---|",
        "| all | supervised | 2.00 | 2.00 cm, 100.0 % |  |",
        "| 20 % | supervised | 2.50 | 2.50 cm, 100.0 %; +25.0 % |  |",
      ])
  }

  @Test(arguments: [Recipe.Teaching.Method.supervised, .mutual])
  func changedWindowsAreAMethodOfTheirOwn(method: Recipe.Teaching.Method) throws {
    var recipe = Recipe()
    (recipe.teaching.method, recipe.windows.noise) = (method, 0.1)
    let changed = LabelCurve.Point(recipe, ErrorSums().scores)
    recipe.windows = .none
    let plain = LabelCurve.Point(recipe, ErrorSums().scores)
    #expect(changed.method == plain.method + ", windows changed")
    _ = try LabelCurve([changed, plain])
  }

  @Test func thePictureHasAPlaceForEveryRun() throws {
    let curve = try LabelCurve([
      point(0.05, .supervised, 1, metres: 0.031), point(0.05, .supervised, 2, metres: 0.033),
      point(1, .supervised, 1, metres: 0.03), point(0.05, .mutual, 1, metres: 0.03),
    ])
    let lines = try curve.picture(title: "a < b").split(separator: "\n")
    #expect(lines[0].hasPrefix("<svg ") && lines[lines.count - 1] == "</svg>")
    #expect(lines.contains { $0.contains(">a &lt; b<") })
    // From 3.0 cm at the bottom, 350, to 3.3 at the top, 50; the second of two methods stands 3.5 to the right.
    #expect(lines.contains { $0.contains(#"points="96.5,150.0 476.5,350.0""#) })
    #expect(lines.contains { $0.contains(#"d="M96.5 250.0V50.0""#) })
    #expect(lines.contains { $0.contains(#"points="103.5,350.0""#) })
    #expect(
      lines.filter { $0.contains(">5 %<") }.count == 1 && lines.filter { $0.contains(">mutual<") }.count == 1)
    #expect(throws: TrainingError.self) { try LabelCurve([]).picture(title: "") }
  }

  @Test func twoRunsOfOneDrawAreRefused() {
    let error = #expect(throws: TrainingError.self) {
      try LabelCurve([
        point(1, .supervised, 1, metres: 0.02), point(0.2, .mutual, 2, metres: 0.02),
        point(0.2, .mutual, 2, metres: 0.03),
      ])
    }
    #expect(error?.actual == "there are two of 20 %, mutual, draw 2")
    // And before any is measured.
    var recipe = Recipe()
    recipe.data.labelledShare = 0.2
    var other = recipe
    other.data.labelledSeed = 2
    #expect(throws: Never.self) { try LabelCurve.requireDistinct([recipe, other]) }
    #expect(throws: TrainingError.self) { try LabelCurve.requireDistinct([recipe, other, recipe]) }
  }

  /// A mutual run whose draw nobody learned from supervised has nothing to stand against.
  @Test func aDrawWithoutItsPartnerSaysSo() throws {
    let curve = try LabelCurve([
      point(0.2, .supervised, 1, metres: 0.02), point(0.2, .supervised, 3, metres: 0.02),
      point(0.2, .mutual, 1, metres: 0.021), point(0.2, .mutual, 2, metres: 0.02),
      point(0.2, .mutual, 3, metres: 0.023),
    ])
    #expect(curve.table.hasSuffix("| +0.10, -, +0.30; mean +0.20 |"))
  }

  @Test func aRunThatUsedEveryLabelHasNoneLeftToMeasureOn() {
    var recipe = Recipe()
    recipe.data.recordings = "utd"
    let error = #expect(throws: TrainingError.self) {
      try PartEvaluation(unlabelledOf: recipe, locations: DataLocations(), every: 2)
    }
    #expect(error?.expected.contains("labelledShare below 1") == true)
  }

  @Test func aPointWithAnUnknownDepthHasNoDistance() {
    var known = [Float](repeating: 1, count: 54)
    known[2] = 0
    var predicted = [Float](repeating: 0, count: 54)
    predicted[2] = 5
    var errors = ErrorSums()
    errors.add(predicted: predicted, target: [Float](repeating: 0, count: 54), known: known, unit: 1)
    #expect(errors.scores.meanError == 0 && errors.scores.keyPoints == 17)
  }
}
