import Kinesphere
import KinesphereData
import KinesphereEvaluation

/// Measures a protocol of recognition, with progress.
struct RecognitionRun {
  let plan: RecognitionProtocol
  let network: PoseNetwork
  let labels: LabelShare?
  let teaching: MutualTeaching?

  init(
    _ plan: RecognitionProtocol, network: PoseNetwork, labels: LabelShare? = nil,
    teaching: MutualTeaching? = nil
  ) {
    self.plan = plan
    self.network = network
    self.labels = labels
    self.teaching = teaching
  }

  /// `folder` is the data set's; nil for synthetic protocols.
  func measure(in folder: String?) throws -> RecognitionReport {
    let (reader, unnamed) = try read(folder)
    let evaluation = RecognitionEvaluation(
      plan, machines: [.leastSquares], labels: labels, teaching: teaching)
    var progress: ProgressLine?
    defer { progress?.end() }
    var report = try evaluation.report(
      of: reader.samples, lost: reader.lost, viewWidth: ActionFeatures.Configuration().mapNumbers
    ) { done in
      try Interruption.check()
      guard plan.splits.count > 1 else { return }
      var line = progress ?? ProgressLine("learning", total: plan.splits.count, unit: "splits")
      line.show(done)
      progress = line
    }
    report.secondsPerSample = reader.secondsPerSample
    report.secondsToDescribe = reader.secondsToDescribe
    report.unnamed = unnamed
    return report
  }

  /// The samples, and the files whose names say no sequence; nil where nothing is read from files.
  func read(_ folder: String?) throws -> (samples: ActionSamples, unnamed: [String]?) {
    var reader = ActionSamples(network: network)
    if let performances = plan.performances {
      var progress = ProgressLine("filming", total: performances.count, unit: "performances")
      defer { progress.end() }
      for (index, entry) in performances.enumerated() {
        try Interruption.check()
        progress.show(index)
        try reader.add(entry)
      }
      return (reader, nil)
    }
    let survey = try NamedRecording.survey(folder ?? ".", of: plan.dataSet)
    let recordings = survey.recordings.filter { !plan.excluded.contains("\($0.name)") }
    var progress = ProgressLine("reading", total: recordings.count, unit: "recordings")
    defer { progress.end() }
    for (index, recording) in recordings.enumerated() {
      try Interruption.check()
      progress.show(index)
      try reader.add(recording)
    }
    return (reader, survey.unnamed)
  }
}
