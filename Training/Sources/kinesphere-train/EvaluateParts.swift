import ArgumentParser
import Foundation
import KinesphereData
import KinesphereTraining
import Torch

extension Engine.Device: ExpressibleByArgument {}

struct EvaluateParts: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate-parts",
    abstract: "Measure runs of the stage parts on the subjects that none of them saw.",
    discussion: """
      Prints a line per run: mean overlap of the 18 parts with the nearest-bone labels, and the error of the key-points,
      frame by frame. All runs must have learned from the same subjects. With --synthetic, runs without recordings are
      measured on synthetic people that none of them saw; with --unlabelled, runs that did not use every label are measured on the
      recordings of their own subjects whose labels they did not use, each on its own. With --curve, two tables in Markdown follow: the runs by share of
      labels and method, draw by draw, and every part's overlap; --picture draws them.

      Examples:
        kinesphere-train evaluate-parts runs/utd-parts-mutual runs/utd-parts-supervised --data utd=data/utd
        kinesphere-train evaluate-parts runs/synthetic-parts --synthetic 3000
      """)

  @Argument(help: "Run folders.")
  var runs: [String]

  @Option(help: "Take every n-th frame.")
  var every = 2

  @Option(help: "Measure on this many crops of synthetic people, for runs without recordings.")
  var synthetic: Int?

  @Flag(help: "Measure on the training subjects' recordings whose labels were not used.")
  var unlabelled = false

  @Option(help: "Threads.")
  var threads = 2

  @Option(help: "What computes: cpu or gpu.")
  var device = Engine.Device.cpu

  @Flag(help: "Print tables of the runs by share of labels, method and draw too.")
  var curve = false

  @Option(help: "Draw the key-points' errors by share of labels and method into this file (SVG).")
  var picture: String?

  @Flag(help: "Print JSON: the scores by run.")
  var json = false

  @OptionGroup var data: DataOptions

  func validate() throws {
    guard !runs.isEmpty else { throw ValidationError("name a run folder or more") }
    guard every > 0, threads > 0, synthetic.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--every, --synthetic and --threads must be 1 or more")
    }
    guard !unlabelled || synthetic == nil else {
      throw ValidationError(
        "--unlabelled measures on recordings, --synthetic on synthetic people: choose one")
    }
    guard !(curve && json) else {
      throw ValidationError("--curve prints tables, --json the scores: choose one")
    }
  }

  func run() throws {
    if let picture { try OutputFile.check(picture) }
    let folders = try runs.map { try RunFolder(existing: $0) }
    let recipes = try folders.map { try $0.recipe() }
    for (folder, recipe) in zip(folders, recipes)
    where Self.seen(recipe) != Self.seen(recipes[0]) {
      throw TrainingError(
        .run, at: folder.path, expected: "the data of \(folders[0].path): \(Self.seen(recipes[0]))",
        actual: "it has \(Self.seen(recipe))")
    }
    if curve || picture != nil { try LabelCurve.requireDistinct(recipes) }
    try Engine.setThreads(threads)
    try TrainingProcess.use(device)
    var evaluation = try evaluation(of: recipes[0])
    var all: [String: Scores] = [:]
    var points: [LabelCurve.Point] = []
    for (place, (folder, recipe)) in zip(folders, recipes).enumerated() {
      if unlabelled, place > 0 { evaluation = try self.evaluation(of: recipe) }
      if synthetic == nil, !unlabelled {
        let dataSet = recipe.data.recordings.isEmpty ? recipe.teaching.unlabelled : recipe.data.recordings
        try KnownSubjects(of: folder.path, in: dataSet).requireStrangers(evaluation.subjects)
      }
      let scores = try evaluation.scores(of: folder)
      all[folder.path] = scores
      points.append(LabelCurve.Point(recipe, scores))
      if !json { print(Self.line(folder.path, scores)) }
    }
    if curve || picture != nil {
      let labels = try LabelCurve(points)
      if curve { print("\n\(labels.table)\n\n\(labels.partTable)") }
      if let picture { try Self.draw(labels, title: "Key-points frame by frame", to: picture) }
    }
    guard json else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(all), as: UTF8.self))
  }

  static func draw(_ curve: LabelCurve, title: String, to path: String) throws {
    try OutputFile.writeWhole(curve.picture(title: title), to: path)
    Session.say("drew \(path)")
  }

  private func evaluation(of recipe: Recipe) throws -> PartEvaluation {
    let evaluation =
      if let synthetic {
        try PartEvaluation(synthetic: synthetic, for: recipe, locations: data.locations, cache: data.cache)
      } else if unlabelled {
        try PartEvaluation(unlabelledOf: recipe, locations: data.locations, every: every)
      } else {
        try PartEvaluation(recipe, locations: data.locations, every: every)
      }
    Session.say(
      "\(evaluation.recordings) recordings of subjects \(evaluation.subjects), \(evaluation.crops) frames")
    return evaluation
  }

  /// What two runs must share to be measured together.
  private static func seen(_ recipe: Recipe) -> String {
    if recipe.data.recordings.isEmpty && recipe.teaching.unlabelled.isEmpty {
      return "\(recipe.data.synthetic) synthetic crops of seed \(recipe.data.syntheticSeed), "
        + recipe.skeleton.rawValue
    }
    let subjects = "\(recipe.data.subjects.sorted()) against \(recipe.data.testSubjects.sorted())"
    return "\(recipe.data.recordings), subjects \(subjects), \(recipe.skeleton.rawValue), "
      + "labels \(recipe.data.labelTiming.rawValue)"
  }

  private static func line(_ name: String, _ scores: Scores) -> String {
    let parts = String(format: "mean overlap %.3f", scores.meanOverlap ?? 0)
    guard (scores.keyPoints ?? 0) > 0 else { return "\(name)  \(parts)" }
    return "\(name)  \(parts)  "
      + String(
        format: "%.2f cm  %.1f %% within 10 cm  RMSE %.4f m", scores.meanError * 100, scores.within10cm * 100,
        scores.rmse)
  }
}
