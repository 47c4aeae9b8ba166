import ArgumentParser
import Foundation
import KinesphereData
import KinesphereTraining
import Torch

struct EvaluateSequences: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate-sequences",
    abstract: "Measure runs of the stage lstmcnn on the subjects that they did not learn from.",
    discussion: """
      Prints a line per run: the error of the key-points in every frame, all subjects together and each by itself.
      With --curve, a table in Markdown follows: the runs by share of labels and method, draw by draw; --picture draws it.
      Observations are kept in the cache: a second run behind the same encoder is measured in seconds.

      Example:
        kinesphere-train evaluate-sequences runs/utd-crop --data utd=data/utd
      """)

  @Argument(help: "Run folders.")
  var runs: [String]

  @Option(
    parsing: .upToNextOption, help: "Measure these subjects; default all that a run did not learn from.")
  var subjects: [Int] = []

  @Option(help: "Threads.")
  var threads = 2

  @Flag(help: "Print a table of the runs by share of labels, method and draw too.")
  var curve = false

  @Option(help: "Draw the key-points' errors by share of labels and method into this file (SVG).")
  var picture: String?

  @Flag(help: "Print JSON: the scores by run.")
  var json = false

  @OptionGroup var data: DataOptions

  func validate() throws {
    guard !runs.isEmpty else { throw ValidationError("name a run folder or more") }
    guard threads > 0 else { throw ValidationError("--threads must be 1 or more") }
    guard !(curve && json) else {
      throw ValidationError("--curve prints a table, --json the scores: choose one")
    }
  }

  func run() throws {
    if let picture { try OutputFile.check(picture) }
    let folders = try runs.map { try RunFolder(existing: $0) }
    if curve || picture != nil { try LabelCurve.requireDistinct(folders.map { try $0.recipe() }) }
    Engine.keepMemory()
    try Engine.setThreads(threads)
    let evaluation = SequenceEvaluation(
      subjects: subjects, locations: data.locations, cache: data.cache, say: Session.say)
    var all: [String: SequenceEvaluation.Result] = [:]
    var points: [LabelCurve.Point] = []
    for folder in folders {
      let result = try evaluation.scores(of: folder)
      all[folder.path] = result
      points.append(LabelCurve.Point(try folder.recipe(), result.all))
      if !json { print(Self.line(folder.path, result)) }
    }
    if curve || picture != nil {
      let labels = try LabelCurve(points)
      if curve { print("\n\(labels.table)") }
      if let picture { try EvaluateParts.draw(labels, title: "Key-points over time", to: picture) }
    }
    guard json else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(all), as: UTF8.self))
  }

  private static func line(_ name: String, _ result: SequenceEvaluation.Result) -> String {
    let subjects = result.bySubject.sorted { $0.key < $1.key }
      .map { "subject \($0.key) " + String(format: "%.2f cm", $0.value.meanError * 100) }
    return "\(name)  "
      + String(
        format: "%.2f cm  %.1f %% within 10 cm  RMSE %.4f m", result.all.meanError * 100,
        result.all.within10cm * 100, result.all.rmse) + "  (\(subjects.joined(separator: ", ")))"
  }
}
