import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereTraining
import Torch

struct EvaluateAdapt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate-adapt",
    abstract: "Measure what `adapt` is worth to dancers that the weights never saw.",
    discussion: """
      For each subject of UTD-MHAD and each draw: fits the weights to one repetition of every action, with the labels of a
      share of the subject's frames, and measures the other repetitions before and after, frame by frame.

      Examples:
        kinesphere-train evaluate-adapt --start runs/curve/curve-1-supervised-1
        kinesphere-train evaluate-adapt --start runs/mine --subjects 2 --draws 1 --share 0.005 --data utd=data/utd
      """)

  @Option(help: "A run folder or weights of Kinect's skeleton that never saw the subjects.")
  var start: String

  @Option(parsing: .upToNextOption, help: "Subjects to fit to.")
  var subjects = [2, 4, 6]

  @Option(parsing: .upToNextOption, help: "Repetitions to fit to, one at a time; each is a seed too.")
  var draws = [1, 2, 3]

  @Option(help: "Share of a subject's frames whose labels are used, above 0.")
  var share = 0.01

  @Option(help: "Measure every n-th frame.")
  var every = 2

  @Option(
    help:
      "Who labels the frames without labels: supervised (nobody), meanTeacher, crossPseudo or mutual; default supervised."
  )
  var method: Recipe.Teaching.Method?

  @Option(help: "Steps of the optimiser; default as in `adapt`.")
  var steps: Int?

  @Option(help: "Largest learning rate; default as in `adapt`.")
  var learningRate: Double?

  @Flag(help: "Take the labels as recorded instead of moved to the instants of the depth.")
  var labelsAsRecorded = false

  @Option(help: "Threads.")
  var threads = Adaptation.Configuration().threads

  @Flag(help: "Print JSON: the scores of every subject and draw.")
  var json = false

  @OptionGroup var data: DataOptions

  func validate() throws {
    guard !subjects.isEmpty, !draws.isEmpty, draws.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("name a subject or more and a draw, 1 or above, or more")
    }
    guard share > 0, share <= 1, every > 0, steps ?? 1 > 0, learningRate ?? 1 > 0, threads > 0 else {
      throw ValidationError(
        "--share is above 0 to 1; --every, --steps, --learning-rate and --threads are above 0")
    }
  }

  func run() throws {
    TrainingProcess.limitSpinning()
    TrainingProcess.catchSignals()
    Engine.keepMemory()
    try Engine.setThreads(threads)
    try requireStrangers()
    if let folder = RunFolder(at: start), try !folder.isFinished() {
      throw TrainingError(.run, at: start, expected: "a finished run", actual: "it is not finished")
    }
    var configuration = Adaptation.Configuration()
    (configuration.method, configuration.steps, configuration.rate) = (method, steps, learningRate)
    configuration.threads = threads
    configuration.labelTiming = labelsAsRecorded ? .asRecorded : .aligned
    let evaluation = try AdaptationEvaluation(
      NetworkWeights.load(Session.weightsFile(start)), folder: data.locations.folder(of: "utd"),
      configuration: configuration
    )
    var all: [AdaptationEvaluation.Outcome] = []
    for subject in subjects {
      for draw in draws {
        let begin = ContinuousClock.now
        let outcome = try evaluation.outcome(
          subject: subject, draw: draw, share: share, every: every,
          shouldStop: { TrainingProcess.isStopping })
        all.append(outcome)
        guard !json else { continue }
        print(Self.line(outcome) + String(format: ", %.0f s", (ContinuousClock.now - begin) / .seconds(1)))
        // A line as it comes, into files too.
        fflush(nil)
      }
    }
    guard json else { return print(Self.mean(of: all)) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    print(String(decoding: try encoder.encode(all), as: UTF8.self))
  }

  /// Where the start is a run folder, its recipe says whom it learned from, and so on to where that began; a weights file
  /// does not.
  private func requireStrangers() throws {
    let known = try KnownSubjects(of: start, in: "utd")
    for place in known.silent {
      Session.say("\(place) does not say whom it learned from: it must not be subjects \(subjects)")
    }
    try known.requireStrangers(subjects)
  }

  private static func line(_ outcome: AdaptationEvaluation.Outcome) -> String {
    String(
      format:
        "subject %d, draw %d, %d labels: %.2f cm to %.2f cm, %.1f %% to %.1f %% within 10 cm, %d frames",
      outcome.subject, outcome.draw, outcome.labels, outcome.before.meanError * 100,
      outcome.after.meanError * 100, outcome.before.within10cm * 100, outcome.after.within10cm * 100,
      outcome.frames)
  }

  private static func mean(of all: [AdaptationEvaluation.Outcome]) -> String {
    func mean(_ scores: KeyPath<AdaptationEvaluation.Outcome, Scores>, _ value: KeyPath<Scores, Double>)
      -> Double
    {
      all.reduce(0) { $0 + $1[keyPath: scores][keyPath: value] } / Double(all.count) * 100
    }
    return String(
      format: "mean: %.2f cm to %.2f cm, %.1f %% to %.1f %% within 10 cm; better in %d of %d",
      mean(\.before, \.meanError), mean(\.after, \.meanError), mean(\.before, \.within10cm),
      mean(\.after, \.within10cm), all.count { $0.after.meanError < $0.before.meanError }, all.count)
  }
}
