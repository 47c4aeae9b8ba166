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
    let answers = try sides.test.map {
      RecognitionReport.Answer(name: names[$0], said: try fitted.answer(to: samples[$0].rows))
    }
    let chosen = fitted.candidates[fitted.chosen]
    let result = RecognitionReport.Result(
      split: split.name, train: sides.train.count, answers: answers, machine: chosen.machine,
      cost: chosen.value,
      validation: fitted.validation, secondsToTrain: seconds)
    return (result, fitted.candidates)
  }
}
