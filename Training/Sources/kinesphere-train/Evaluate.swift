import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation
import KinesphereTraining

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure a model on synthetic dancers that nobody trained on.",
    discussion: """
      New people dance from one random pose to the next on beats of many tempi; the runtime's tracker follows them.
      Key-points that the camera sees and those it does not are reported apart. --clips films captured dances
      instead: name those that the model did not learn from. Real data sets are measured by `kinesphere evaluate`.

      Examples:
        kinesphere-train evaluate Sources/CAssets/default.safetensors
        kinesphere-train evaluate runs/default --clips 05_10 61_05 --data cmu=data/cmu-dance
      """)

  @Argument(help: "A run folder or a weights file.")
  var weights: String

  @Option(help: "Fixes people, poses, tempi and pictures; recipes train with small seeds.")
  var seed: UInt64 = SyntheticEvaluation.Configuration().seed

  @Option(help: "How many dances.")
  var dances = SyntheticEvaluation.Configuration().dances

  @Option(help: "Frames of each, at 30 a second.")
  var frames = SyntheticEvaluation.Configuration().framesPerDance

  @Option(help: "Threads.")
  var threads = 2

  @Option(parsing: .upToNextOption, help: "Captured dances by name, or all.")
  var clips: [String] = []

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var data: DataOptions

  func validate() throws {
    guard dances > 0, frames > 0, threads > 0 else {
      throw ValidationError("--dances, --frames and --threads must be 1 or more")
    }
  }

  func run() throws {
    let inFolder = "\(weights)/weights.safetensors"
    let model = try NetworkWeights.load(FileManager.default.fileExists(atPath: inFolder) ? inFolder : weights)
    let network = try model.makePoseNetwork()
    var configuration = SyntheticEvaluation.Configuration()
    configuration.seed = seed
    configuration.dances = dances
    configuration.framesPerDance = frames
    let result = try SyntheticEvaluation(
      configuration, clips: captured(), skeleton: model.configuration.skeleton
    ).score(network, threads: threads)
    try report(result)
  }

  private func captured() throws -> [MotionClip] {
    if clips.isEmpty { return [] }
    let all = try MotionClip.cmu(folder: data.locations.folder(of: "cmu"))
    if clips == ["all"] { return all }
    let chosen = all.filter { clips.contains($0.name) }
    guard chosen.count == Set(clips).count else {
      let known = Set(all.map(\.name))
      throw TrainingError(
        .data, at: "--clips", expected: "names of captured dances, such as \(all.first?.name ?? "05_01")",
        actual: "there is no \(clips.filter { !known.contains($0) }.joined(separator: ", "))")
    }
    return chosen
  }

  private func report(_ result: SyntheticEvaluation.Result) throws {
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      print(String(decoding: try encoder.encode(result), as: UTF8.self))
      return
    }
    print(
      "synthetic dances: \(dances) of \(frames) frames, seed \(seed), \(result.framesLost) frames without a pose"
    )
    for (name, score) in [("all", result.all), ("seen", result.seen), ("hidden", result.hidden)] {
      let label = name.padding(toLength: 6, withPad: " ", startingAt: 0)
      print(
        String(
          format: "%@  %6.2f cm  %5.1f %% within 10 cm  RMSE %.4f m  MAE %.4f m  (%d key-points)", label,
          score.meanError * 100, score.within10cm * 100, score.rmse, score.mae, score.keyPoints))
    }
    let confidence = result.confidence
    print(
      String(
        format: "confidence  seen %.2f, hidden %.2f; tells seen from hidden in %.1f %% of pairs, "
          + "within 10 cm from further off in %.1f %%", confidence.seen, confidence.hidden,
        confidence.areaBySight * 100, confidence.areaByError * 100))
  }
}
