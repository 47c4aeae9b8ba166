import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Track a synthetic dancer, and name the page to open.",
    discussion: """
      Five seconds of a dance that is made up and filmed on the spot, so the true key-points are known: the page \
      shows how far off the tracked ones are. Needs no file and no network.

      Examples:
        kinesphere demo
        kinesphere demo --seed 7 -o another-dance
      """)

  @Option(
    name: [.short, .customLong("output")], help: ArgumentHelp("The folder to write.", valueName: "folder"))
  var output = "kinesphere-demo"

  @Option(help: ArgumentHelp("Another number, another person and dance.", valueName: "number"))
  // A dance in which the whole body stays in the picture.
  var seed: UInt64 = 24

  @OptionGroup(title: "Networks")
  var weightsFlags: WeightsFlags

  /// Five seconds.
  private static let frames = 150

  func run() throws {
    Interruption.watch()
    let start = ContinuousClock.now
    var configuration = SyntheticSequence.Configuration()
    configuration.fewestFrames = Self.frames
    configuration.mostFrames = Self.frames
    configuration.fullTurnShare = 0
    let sequence = SyntheticSequence(seed: seed, configuration: configuration)
    var run = TrackRun(weights: try weightsFlags.load()) {
      SyntheticRecording(sequence, name: "synthetic dance")
    }
    run.truth = sequence.truth().poses
    let report = try run.run(into: output)
    let seconds = start.duration(to: .now) / .seconds(1)
    try StandardOutput.write(TrackSummary(report: report, seconds: seconds, folder: output).text)
    try StandardOutput.write(
      "\nopen \(URL(fileURLWithPath: output).appendingPathComponent("report.html").path)")
  }
}
