import KinesphereData

extension RecognitionEvaluation {
  /// Scores a method by a protocol as ``report(of:lost:progress:)`` scores today's: the same sides, check for leaks and report.
  /// `lost` names sequences that gave no rows. `progress` is told the splits done.
  public static func report(
    by plan: RecognitionProtocol, _ method: any RecognitionMethod, of samples: [DescribedSequence],
    lost: [String],
    progress: (Int) throws -> Void = { _ in }
  ) throws -> RecognitionReport {
    var results: [RecognitionReport.Result] = []
    var candidates: [FittedMethod.Candidate] = []
    for (index, split) in plan.splits.enumerated() {
      try progress(index)
      let (result, tried) = try result(of: split, plan, method, samples)
      results.append(result)
      candidates = tried
    }
    if plan.isPooled { results = [pooled(results)] }
    var report = RecognitionReport(
      protocolName: plan.name, excluded: plan.excluded.sorted(), lost: lost.sorted(), results: results)
    report.machines = candidates.map(\.machine)
    report.costs = candidates.map(\.value)
    report.listed = plan.listedCount
    report.found = samples.count { !plan.excluded.contains("\($0.name)") } + lost.count
    report.method = "\(method.name): \(method.summary)"
    return report
  }

  private static func result(
    of split: RecognitionProtocol.Split, _ plan: RecognitionProtocol, _ method: any RecognitionMethod,
    _ samples: [DescribedSequence]
  ) throws -> (RecognitionReport.Result, [FittedMethod.Candidate]) {
    let names = samples.map(\.name)
    let sides = try plan.sides(of: split, in: names)
    try checkLeak(plan, split, names, sides)
    let clock = ContinuousClock()
    let start = clock.now
    let fitted = try method.fit(
      rows: sides.train.map { samples[$0].rows }, classes: sides.train.map { names[$0].action },
      subjects: sides.train.map { names[$0].subject })
    let seconds = (clock.now - start) / .seconds(1)
    var swept = [Int](repeating: 0, count: fitted.candidates.count)
    var isSwept = false
    let answers = try sides.test.map { sample in
      let rows = samples[sample].rows
      if let each = try fitted.answers(to: rows) {
        isSwept = true
        for (index, said) in each.enumerated() where said == names[sample].action { swept[index] += 1 }
        return RecognitionReport.Answer(name: names[sample], said: each[fitted.chosen])
      }
      return RecognitionReport.Answer(name: names[sample], said: try fitted.answer(to: rows))
    }
    let chosen = fitted.candidates[fitted.chosen]
    var result = RecognitionReport.Result(
      split: split.name, train: sides.train.count, answers: answers, machine: chosen.machine,
      cost: chosen.value,
      validation: fitted.validation, secondsToTrain: seconds)
    if isSwept { result.sweep = swept.map { Double($0) / Double(max(1, sides.test.count)) } }
    return (result, fitted.candidates)
  }
}
