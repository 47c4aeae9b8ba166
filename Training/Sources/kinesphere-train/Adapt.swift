import ArgumentParser
import Foundation
import KinesphereData
import KinesphereFlags
import KinesphereTraining
import Torch

extension Recipe.Teaching.Method: ExpressibleByArgument {}

struct Adapt: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit a model to a dancer, a camera and a stage from recordings alone.",
    discussion: """
      Needs no labels: synthetic dancers keep what is known, a mean teacher carries it to the recordings. Where a
      skeleton lies beside them, --label-every 100 uses one frame in a hundred of it as well. Takes under a minute.

      Examples:
        kinesphere-train adapt rehearsal.take --output mine.safetensors
        kinesphere track performance.take --weights mine.safetensors
      """)

  @Argument(help: "Depth recordings of the dancer: cut out, or of a room.")
  var recordings: [String]

  @Option(help: "The weights file to write.")
  var output = "adapted.safetensors"

  @Option(help: "A weights file or run folder to start from; default the shipped ones.")
  var start: String?

  @Option(help: "Use the label of every n-th frame of the skeletons beside the recordings; 0: none.")
  var labelEvery = 0

  @Option(help: "Read every n-th frame; 0: so that some four thousand remain.")
  var every = Adaptation.Configuration().every

  @Option(
    help: """
      Who labels the frames without labels: supervised (nobody), meanTeacher, crossPseudo or mutual; default
      meanTeacher, for weights of Kinect's skeleton supervised.
      """)
  var method: Recipe.Teaching.Method?

  @Flag(
    help: """
      Move a data set's skeletons to the instants of the depth, as `evaluate-adapt` does; default frame by frame, as \
      recorded.
      """)
  var alignedLabels = false

  @Option(help: "Steps of the optimiser; default 100, for weights of Kinect's skeleton 200.")
  var steps: Int?

  @Option(help: "Largest learning rate; default 0.0005, for weights of Kinect's skeleton 0.001.")
  var learningRate: Double?

  @Option(help: "Fixes the synthetic dancers, order and augmentation.")
  var seed = Adaptation.Configuration().seed

  @Option(help: "Threads.")
  var threads = Adaptation.Configuration().threads

  @OptionGroup var recordingFlags: RecordingFlags

  func validate() throws {
    guard !recordings.isEmpty else { throw ValidationError("name a recording or more") }
    guard labelEvery >= 0, every >= 0, steps ?? 1 > 0, learningRate ?? 1 > 0, threads > 0 else {
      throw ValidationError(
        "--steps, --learning-rate and --threads must be above 0, --every and --label-every 0 or more")
    }
  }

  func run() throws {
    for recording in recordings { try OutputPlace.check(output, recording: recording, named: "--output") }
    try OutputFile.check(output)
    TrainingProcess.limitSpinning()
    TrainingProcess.catchSignals()
    Engine.keepMemory()
    try Engine.setThreads(threads)
    let begin = ContinuousClock.now
    let model =
      try start.map { try NetworkWeights.load(Session.weightsFile($0)) } ?? NetworkWeights.embedded()
    var configuration = Adaptation.Configuration()
    (configuration.steps, configuration.rate, configuration.seed) = (steps, learningRate, seed)
    configuration.method = method
    configuration.labelTiming = alignedLabels ? .aligned : .asRecorded
    (configuration.threads, configuration.every, configuration.labelEvery) = (threads, every, labelEvery)
    var tenth = 0
    let outcome = try Adaptation(model, configuration).run(
      recordings, options: recordingFlags.options,
      progress: { done, steps in
        guard done * 10 / steps > tenth else { return }
        tenth = done * 10 / steps
        Session.say("  \(done) of \(steps) steps")
      }, shouldStop: { TrainingProcess.isStopping })
    try outcome.weights.write(to: output, storage: .single)
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    Session.say(
      String(
        format: "wrote %@: %d frames, %d of them with labels, %.0f s", output, outcome.frames, outcome.labels,
        seconds))
  }
}
