import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereFlags

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure this machine: time per stage, reading, and the start to the first pose.",
    discussion: """
      One thread. Depth frames of 320 x 240 of a synthetic dancer, already in memory. Percentiles, never means; \
      on a shared machine look at the load average first. Formats are written to the temporary folder and read back, \
      640 x 480; those of ffmpeg only where it is installed.

      Examples:
        kinesphere bench
        kinesphere bench --json > bench.json
      """)

  @Flag(help: "Print JSON, as docs/bench.schema.json tells.")
  var json = false

  @Option(
    help: ArgumentHelp("Frames to track; more of them steady the 99th percentile.", valueName: "number"))
  var frames = 1_500

  @OptionGroup(title: "Networks")
  var weightsFlags: WeightsFlags

  func validate() throws {
    guard (10...1_000_000).contains(frames) else {
      throw ValidationError("--frames should be 10 to 1000000, but is \(frames)")
    }
  }

  func run() throws {
    Interruption.watch()
    let network = try weightsFlags.load().network
    let measurements = BenchMeasurements(network: network, frames: frames)
    let report = BenchReport(
      loadBefore: BenchReport.loadAverage(), stages: try measurements.stages(), window: measurements.window(),
      syntheticDancer: measurements.synthesis(),
      reading: try measurements.reading(), formats: try BenchFormats().rows(ffmpeg: RecordingFlags.ffmpeg),
      firstPose: try measurements.firstPose(weightsFlags.arguments),
      frames: frames)
    try StandardOutput.write(json ? try report.json() : report.text)
  }
}
