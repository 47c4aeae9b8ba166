import ArgumentParser
import Foundation
import KinesphereData
import KinesphereEvaluation
import KinesphereFlags

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure key-points, recognition, posture or detection by a named protocol.",
    discussion: """
      Key-points: tracks every recording of the protocol's subjects and compares with the skeletons that come with \
      them. What is learned for the comparison (where Kinect puts its joints, the baselines) is learned on the \
      training subjects alone.

        utd-key-points   UTD-MHAD, subjects 1, 3, 5, 7 against 2, 4, 6
        msr-key-points   MSR-Action3D, odd against even subjects, relative to the pelvis
        utd-label-timing, msr-label-timing
                         by how many frames skeletons and depth are apart in time, on the training subjects alone

      Recognition: motion maps and key-points of every sequence, a least squares machine for each split, its cost \
      chosen by leaving out each training subject in turn; the tested sequences choose nothing.

        msr20-odd-even       MSR-Action3D, 20 actions, odd subjects against even ones
        msr20-first-half     the same, subjects 1 to 5 against 6 to 10
        msr20-five-five      the same, all 252 choices of five subjects
        msr-as               the three sets of eight actions, three tests each
        utd27-cross-subject  UTD-MHAD, 27 actions, subjects 1, 3, 5, 7 against the others
        synthetic99-leave-one-out
                             11 actions by 9 synthetic performers, each left out in turn; no data
        synthetic-dance-five-fold
                             6 steps of dance, 162 performances, five folds of performers; no data

      Actions in streams of people nobody learned from, found with no word of where one begins: sequences joined, ten \
      at a time; right where the name is and half of both times together is shared.

        utd27-spotting       UTD-MHAD, subjects 1, 3, 5, 7 against the others
        synthetic-spotting   17 actions, nine synthetic performers against nine others; no data

      None of these: some actions are not taught, and strangers' are to be refused.

        utd27-open-set       UTD-MHAD, three of 27 actions untaught at a time, nine folds
        msr20-open-set       MSR-Action3D, two of 20 actions untaught at a time, ten folds

      Detection:

        synthetic-detection  silhouettes of every detector in synthetic rooms, with the truth of every pixel; no data

      Posture:

        synthetic-posture    joint angles of 9 synthetic performers, and faults of 80 dances, told or not; no data

      Examples:
        kinesphere evaluate utd-key-points data/utd
        kinesphere evaluate synthetic99-leave-one-out
        kinesphere evaluate msr20-odd-even data/msr --json actions.json --report actions.html
        kinesphere evaluate synthetic-dance-five-fold --label-share 0.2 --seed 3 --json fifth.json
        kinesphere evaluate msr-key-points data/msr --weights runs/msr-channels/weights.safetensors --json msr.json
      """)

  @Argument(
    help: ArgumentHelp("Which protocol; see above.", valueName: "protocol"),
    transform: Self.plan)
  var plan: Plan

  @Argument(
    help: ArgumentHelp(
      "The data set's folder: depth and skeletons below it; not for what is synthetic.", valueName: "folder"))
  var folder: String?

  @Option(help: ArgumentHelp("The same as the folder.", valueName: "folder"))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "Write JSON too, as docs/key-points.schema.json, docs/label-timing.schema.json, docs/evaluation.schema.json, docs/spotting.schema.json, docs/open-set.schema.json, docs/posture-measurement.schema.json or docs/detection.schema.json tells; - for standard output alone.",
      valueName: "file")
  )
  var json: String?

  @Flag(help: "Key-points: move labels to the instants of the depth (docs/key-points.md).")
  var alignedLabels = false

  @OptionGroup(title: "Recognition")
  var recognition: RecognitionFlags

  @OptionGroup(title: "Networks")
  var weightsFlags: WeightsFlags

  /// What is measured.
  enum Plan {
    case keyPoints(KeyPointProtocol)
    case labelTiming(KeyPointProtocol)
    case recognition(RecognitionProtocol)
    case spotting(SpottingRun.Plan)
    case openSet(OpenSetRun.Plan)
    case detection
    case posture

    var isRecognition: Bool {
      if case .recognition = self { return true }
      return false
    }
    var isKeyPoints: Bool {
      if case .keyPoints = self { return true }
      return false
    }
    var name: String {
      switch self {
      case .keyPoints(let plan): plan.name
      case .labelTiming(let plan): plan.timingName
      case .recognition(let plan): plan.name
      case .spotting(let plan): plan.rawValue
      case .openSet(let plan): plan.rawValue
      case .detection: "synthetic-detection"
      case .posture: "synthetic-posture"
      }
    }
    /// Made here, not read from a folder.
    var isSynthetic: Bool {
      switch self {
      case .keyPoints, .labelTiming, .openSet: false
      case .recognition(let plan): plan.performances != nil
      case .spotting(let plan): plan == .synthetic
      case .detection, .posture: true
      }
    }
  }

  func validate() throws {
    guard folder == nil || data == nil else {
      throw ValidationError("the data set's folder is given twice: leave out --data")
    }
    guard plan.isRecognition || recognition.isEmpty else {
      throw ValidationError(
        "--report, --label-share and --seed are for recognition, which \(plan.name) is not")
    }
    guard plan.isKeyPoints || !alignedLabels else {
      throw ValidationError("--aligned-labels is for key-points, which \(plan.name) is not")
    }
    if let json, json == recognition.report {
      throw ValidationError("--json and --report name the same file, \(json)")
    }
    if plan.isSynthetic, folder ?? data != nil {
      throw ValidationError("\(plan.name) makes its own scenes: leave out the folder")
    }
    if !plan.isSynthetic, folder ?? data == nil { throw ValidationError("the data set's folder is missing") }
  }

  func run() throws {
    Interruption.watch()
    for path in [json == "-" ? nil : json, recognition.report].compactMap(\.self) {
      try OutputFile.check(path)
    }
    switch plan {
    case .detection:
      let comparison = try DetectionTable().measure()
      try answer(text: comparison.text, json: comparison.json())
    case .posture:
      let measured = try PostureMeasurement(weights: try weightsFlags.load()).measure()
      try answer(text: measured.text, json: measured.json())
    case .keyPoints(let plan): try measure(plan, in: folder ?? data ?? ".")
    case .labelTiming(let plan):
      let report = try Self.showing("recordings") { progress in
        try LabelTimingReport(plan, folder: folder ?? data ?? ".", progress: progress)
      }
      try answer(text: report.text, json: report.json())
    case .spotting(let plan):
      let weights = try weightsFlags.load()
      let report = try SpottingRun(plan: plan, weights: weights).measure(in: folder ?? data)
      try answer(text: report.text, json: report.json())
    case .openSet(let plan):
      let report = try OpenSetRun(plan: plan, weights: try weightsFlags.load()).measure(
        in: folder ?? data ?? ".")
      try answer(text: report.text, json: report.json())
    case .recognition(let plan):
      let weights = try weightsFlags.load()
      let labels = recognition.labelShare.map { LabelShare(share: $0, seed: recognition.seed ?? 1) }
      var report = try RecognitionRun(
        plan, network: weights.network, labels: labels,
        teaching: recognition.unlabelled ? MutualTeaching() : nil
      ).measure(
        in: folder ?? data)
      report.method = "motion maps and key-points of \(weights.name)"
      if let path = recognition.report {
        try OutputFile.writeWhole(RecognitionPage([report]).html(), to: path)
      }
      try answer(text: report.text, json: report.json())
    }
  }

  private func answer(text: String, json: @autoclosure () throws -> String) throws {
    if self.json == "-" { return try StandardOutput.write(json()) }
    if let path = self.json { try OutputFile.writeWhole(json() + "\n", to: path) }
    try StandardOutput.write(text)
  }

  private func measure(_ plan: KeyPointProtocol, in folder: String) throws {
    let weights = try weightsFlags.load()
    let evaluation = KeyPointEvaluation(
      plan, network: weights.network, skeleton: weights.skeleton,
      timing: alignedLabels ? .aligned : .asRecorded)
    var report = try Self.showing("recordings") { try evaluation.report(on: folder, progress: $0) }
    report.weights = weights.name
    try answer(text: report.text, json: report.json())
  }

  /// Does what takes long and shows how far it is; a first control-C ends it.
  private static func showing<Result>(
    _ unit: String, _ work: ((_ done: Int, _ count: Int) throws -> Void) throws -> Result
  ) throws -> Result {
    var progress: ProgressLine?
    defer { progress?.end() }
    return try work { done, count in
      try Interruption.check()
      var line = progress ?? ProgressLine("evaluating", total: count, unit: unit)
      line.show(done)
      progress = line
    }
  }

  private static func plan(_ text: String) throws -> Plan {
    if text == "synthetic-detection" { return .detection }
    if text == "synthetic-posture" { return .posture }
    if let plan = KeyPointProtocol.all.first(where: { $0.name == text }) { return .keyPoints(plan) }
    if let plan = KeyPointProtocol.all.first(where: { $0.timingName == text }) { return .labelTiming(plan) }
    if let plan = RecognitionProtocol.all.first(where: { $0.name == text }) { return .recognition(plan) }
    if let plan = SpottingRun.Plan(rawValue: text) { return .spotting(plan) }
    if let plan = OpenSetRun.Plan(rawValue: text) { return .openSet(plan) }
    let names =
      KeyPointProtocol.all.map(\.name) + RecognitionProtocol.all.map(\.name)
      + SpottingRun.Plan.allCases.map(\.rawValue) + OpenSetRun.Plan.allCases.map(\.rawValue)
      + KeyPointProtocol.all.map(\.timingName)
    throw ValidationError(
      "the protocol should be \(names.joined(separator: ", ")), synthetic-posture or synthetic-detection, but is '\(text)'"
    )
  }
}
