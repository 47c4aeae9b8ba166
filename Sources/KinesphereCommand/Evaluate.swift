import ArgumentParser
import Foundation
import KinesphereData
import KinesphereEvaluation

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure key-points on a labelled data set.",
    discussion: """
      Tracks every recording of the protocol's subjects and compares with the skeletons that come with them. What is \
      learned for the comparison (where Kinect puts its joints, the baselines) is learned on the training subjects \
      alone.

      Protocols:
        utd-key-points   UTD-MHAD, subjects 1, 3, 5, 7 against 2, 4, 6
        msr-key-points   MSR-Action3D, odd against even subjects, relative to the pelvis
        synthetic-detection
                         silhouettes of every detector in synthetic rooms, with the truth of every pixel; no data

      Examples:
        kinesphere evaluate utd-key-points data/utd
        kinesphere evaluate msr-key-points data/msr --weights runs/msr-channels/weights.safetensors --json msr.json
      """)

  @Argument(
    help: ArgumentHelp("utd-key-points, msr-key-points or synthetic-detection.", valueName: "protocol"),
    transform: Self.plan)
  var plan: Plan

  @Argument(
    help: ArgumentHelp(
      "The data set's folder: depth and skeletons below it; not for what is synthetic.", valueName: "folder"))
  var folder: String?

  @Option(
    help: ArgumentHelp(
      "Write JSON too, as docs/key-points.schema.json or docs/detection.schema.json tells; - for standard output alone.",
      valueName: "file")
  )
  var json: String?

  @OptionGroup(title: "Networks")
  var weightsFlags: WeightsFlags

  /// What is measured.
  enum Plan {
    case keyPoints(KeyPointProtocol)
    case detection
  }

  func validate() throws {
    switch plan {
    case .keyPoints where folder == nil: throw ValidationError("the data set's folder is missing")
    case .detection where folder != nil:
      throw ValidationError("synthetic-detection makes its own scenes: leave out the folder")
    default: return
    }
  }

  func run() throws {
    Interruption.watch()
    switch plan {
    case .detection:
      let comparison = try DetectionTable().measure()
      try answer(text: comparison.text, json: comparison.json())
    case .keyPoints(let plan): try measure(plan, in: folder ?? ".")
    }
  }

  private func answer(text: String, json: @autoclosure () throws -> String) throws {
    if self.json == "-" { return try StandardOutput.write(json()) }
    if let path = self.json { try OutputFile.writeWhole(json() + "\n", to: path) }
    try StandardOutput.write(text)
  }

  private func measure(_ plan: KeyPointProtocol, in folder: String) throws {
    let weights = try weightsFlags.load()
    let evaluation = KeyPointEvaluation(plan, network: weights.network, skeleton: weights.skeleton)
    var report = try measure(evaluation, in: folder)
    report.weights = weights.name
    try answer(text: report.text, json: report.json())
  }

  private func measure(_ evaluation: KeyPointEvaluation, in folder: String) throws -> KeyPointReport {
    var progress: ProgressLine?
    defer { progress?.end() }
    return try evaluation.report(on: folder) { done, count in
      try Interruption.check()
      var line = progress ?? ProgressLine("evaluating", total: count, unit: "recordings")
      line.show(done)
      progress = line
    }
  }

  private static func plan(_ text: String) throws -> Plan {
    if text == "synthetic-detection" { return .detection }
    guard let plan = KeyPointProtocol.all.first(where: { $0.name == text }) else {
      let names = KeyPointProtocol.all.map(\.name).joined(separator: ", ") + " or synthetic-detection"
      throw ValidationError("the protocol should be \(names), but is '\(text)'")
    }
    return .keyPoints(plan)
  }
}
