import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation
import KinesphereFlags
import KinesphereTraining

struct EvaluateActions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate-actions",
    abstract: "Measure how well actions are recognised, by a named protocol.",
    discussion: """
      Motion maps and key-points of every sequence, a linear machine for each split: least squares or support vectors.
      Which one, and its cost, is chosen by leaving out each training subject in turn; the tested sequences choose nothing.

      Protocols:
        msr20-odd-even       MSR-Action3D, 20 actions, odd subjects against even ones
        msr20-first-half     the same, subjects 1 to 5 against 6 to 10
        msr20-five-five      the same, all 252 choices of five subjects
        msr-as               the three sets of eight actions, three tests each
        utd27-cross-subject  UTD-MHAD, 27 actions, subjects 1, 3, 5, 7 against the others

      Methods (docs/recognition.md says where each comes from):
        \(MethodNames.list)

      Examples:
        kinesphere-train evaluate-actions msr20-odd-even --json actions.json --report actions.html
        kinesphere-train evaluate-actions msr20-odd-even --label-share 0.2 --seed 3
        kinesphere-train evaluate-actions utd27-cross-subject --method dtw-nearest,maps-crc
      """)

  @Argument(help: ArgumentHelp("The protocol's name.", valueName: "protocol"), transform: Self.plan)
  var plan: RecognitionProtocol

  @Option(
    help: ArgumentHelp(
      "The method; several with commas are read in one pass.", valueName: "method"),
    transform: MethodNames.init)
  var method = MethodNames.standard

  @Option(help: "The data set's folder; default where its data is found.")
  var folder: String?

  @Option(help: ArgumentHelp("Write JSON too, as docs/evaluation.schema.json tells.", valueName: "file"))
  var json: String?

  @Option(help: "A weights file for the key-points; default the shipped ones.")
  var weights: String?

  @Option(help: "How much the key-points count beside the maps, 1 as they should; 0 leaves them out.")
  var keyPointWeight: Float = 1

  @OptionGroup(title: "Recognition")
  var recognition: RecognitionFlags

  @OptionGroup var data: DataOptions

  func validate() throws {
    guard json == nil || method.names.count == 1 else {
      throw ValidationError("--json writes one report, but there are \(method.names.count) methods")
    }
    if method != .standard, !recognition.isEmpty || keyPointWeight != 1 {
      throw ValidationError("--label-share, --report and --key-point-weight go with maps-key-points alone")
    }
    guard !recognition.unlabelled || keyPointWeight > 0 else {
      throw ValidationError("--unlabelled needs maps and key-points, but --key-point-weight is 0")
    }
    guard keyPointWeight >= 0, keyPointWeight.isFinite else {
      throw ValidationError("--key-point-weight must be 0 or more, but is \(keyPointWeight)")
    }
    if let json, json == recognition.report {
      throw ValidationError("--json and --report name the same file, \(json)")
    }
  }

  func run() throws {
    guard method == .standard else { return try compare() }
    let model = try weights.map { try NetworkWeights.load($0) } ?? NetworkWeights.embedded()
    var configuration = ActionFeatures.Configuration()
    configuration.directionWeight *= keyPointWeight
    configuration.turnWeight *= keyPointWeight
    configuration.covarianceWeight *= keyPointWeight
    var reader = ActionSamples(network: try model.makePoseNetwork(), configuration)
    let set = plan.dataSet == .msrAction3D ? "msr" : "utd"
    let survey = try NamedRecording.survey(
      folder ?? data.locations.folder(of: set), of: plan.dataSet)
    let recordings = survey.recordings.filter { !plan.excluded.contains("\($0.name)") }
    Session.say("reading \(recordings.count) recordings")
    for (index, recording) in recordings.enumerated() {
      try reader.add(recording)
      if (index + 1) % 100 == 0 { Session.say("  \(index + 1) of \(recordings.count)") }
    }
    let labels = recognition.labelShare.map { LabelShare(share: $0, seed: recognition.seed ?? 1) }
    let evaluation = RecognitionEvaluation(
      plan, machines: recognition.unlabelled ? [.leastSquares] : [.leastSquares, .support], labels: labels,
      teaching: recognition.unlabelled ? MutualTeaching() : nil)
    var report = try evaluation.report(
      of: reader.samples, lost: reader.lost, viewWidth: configuration.mapNumbers
    ) { done in
      if done > 0, done % 20 == 0 { Session.say("  \(done) of \(plan.splits.count) splits") }
    }
    report.method =
      "motion maps" + (keyPointWeight > 0 ? " and key-points" : "")
    report.secondsPerSample = reader.secondsPerSample
    report.secondsToDescribe = reader.secondsToDescribe
    report.unnamed = survey.unnamed
    if let json { try OutputFile.writeWhole(report.json() + "\n", to: json) }
    if let page = recognition.report {
      try OutputFile.writeWhole(RecognitionPage([report]).html(), to: page)
    }
    print(report.text)
  }

  static func plan(_ text: String) throws -> RecognitionProtocol {
    guard let plan = RecognitionProtocol.all.first(where: { $0.name == text }) else {
      let names = RecognitionProtocol.all.map(\.name).joined(separator: ", ")
      throw ValidationError("the protocol should be one of \(names), but is '\(text)'")
    }
    return plan
  }
}
