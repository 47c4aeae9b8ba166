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

      Examples:
        kinesphere evaluate utd-key-points data/utd
        kinesphere evaluate msr-key-points data/msr --weights runs/msr-channels/weights.safetensors --json msr.json
      """)

  @Argument(
    help: ArgumentHelp("utd-key-points or msr-key-points.", valueName: "protocol"),
    transform: Self.plan)
  var plan: KeyPointProtocol

  @Argument(help: ArgumentHelp("The data set's folder: depth and skeletons below it.", valueName: "folder"))
  var folder: String

  @Option(
    help: ArgumentHelp(
      "Write JSON too, as docs/key-points.schema.json tells; - for standard output alone.", valueName: "file")
  )
  var json: String?

  @OptionGroup(title: "Networks")
  var weightsFlags: WeightsFlags

  func run() throws {
    Interruption.watch()
    let weights = try weightsFlags.load()
    let evaluation = KeyPointEvaluation(plan, network: weights.network, skeleton: weights.skeleton)
    var report = try measure(evaluation)
    report.weights = weights.name
    if json == "-" { return try StandardOutput.write(report.json()) }
    if let json { try OutputFile.writeWhole(report.json() + "\n", to: json) }
    try StandardOutput.write(report.text)
  }

  private func measure(_ evaluation: KeyPointEvaluation) throws -> KeyPointReport {
    var progress: ProgressLine?
    defer { progress?.end() }
    return try evaluation.report(on: folder) { done, count in
      try Interruption.check()
      var line = progress ?? ProgressLine("evaluating", total: count, unit: "recordings")
      line.show(done)
      progress = line
    }
  }

  private static func plan(_ text: String) throws -> KeyPointProtocol {
    guard let plan = KeyPointProtocol.all.first(where: { $0.name == text }) else {
      let names = KeyPointProtocol.all.map(\.name).joined(separator: " or ")
      throw ValidationError("the protocol should be \(names), but is '\(text)'")
    }
    return plan
  }
}
