import ArgumentParser
import Foundation
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
        kinesphere evaluate msr-key-points data/msr --weights runs/msr-channels/weights.safetensors --json
      """)

  @Argument(
    help: ArgumentHelp("utd-key-points or msr-key-points.", valueName: "protocol"),
    transform: Self.plan)
  var plan: KeyPointProtocol

  @Argument(help: ArgumentHelp("The data set's folder: depth and skeletons below it.", valueName: "folder"))
  var folder: String

  @Flag(help: "Print JSON, as docs/key-points.schema.json tells.")
  var json = false

  @OptionGroup(title: "Networks")
  var weightsFlags: WeightsFlags

  func run() throws {
    Interruption.watch()
    let weights = try weightsFlags.load()
    let evaluation = KeyPointEvaluation(plan, network: weights.network, skeleton: weights.skeleton)
    var progress: ProgressLine?
    var report = try evaluation.report(on: folder) { done, count in
      try Interruption.check()
      var line = progress ?? ProgressLine("evaluating", total: count, unit: "recordings")
      line.show(done)
      progress = line
    }
    progress?.end()
    report.weights = weights.name
    try StandardOutput.write(json ? try report.json() : report.text)
  }

  private static func plan(_ text: String) throws -> KeyPointProtocol {
    guard let plan = KeyPointProtocol.all.first(where: { $0.name == text }) else {
      let names = KeyPointProtocol.all.map(\.name).joined(separator: " or ")
      throw ValidationError("the protocol should be \(names), but is '\(text)'")
    }
    return plan
  }
}
