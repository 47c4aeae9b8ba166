import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation
import KinesphereFlags

struct LearnActions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn-actions",
    abstract: "Learn actions from recordings, for recognise.",
    discussion: """
      The folder holds a folder for each action, named after it, with recordings of one performance each: a few \
      seconds, cut to the action. Ten by different people are better than fifty by one. What a file's name has before \
      its first _ says who performs (anna_1.take, anna_2.take); names such as a01_s01_e01 say their subject. \
      With two people or more, the model's settings are chosen, and its quality is told, on people who were left out.

      --synthetic learns the 17 actions of the synthetic dancer instead: the shipped model.

      Examples:
        kinesphere learn-actions gestures --output gestures.safetensors
        kinesphere recognise new.take --model gestures.safetensors
      """)

  @Argument(help: ArgumentHelp("A folder of folders of recordings.", valueName: "folder"))
  var folder: String?

  @Flag(help: "Learn the synthetic dancer's actions.")
  var synthetic = false

  @Option(name: [.short, .long], help: ArgumentHelp("The model to write.", valueName: "file"))
  var output = "actions.safetensors"

  @Option(help: "Seed of the streams that the model is learned from.")
  var seed: UInt64 = 1

  @OptionGroup(title: "Networks")
  var weightsFlags: WeightsFlags

  @OptionGroup(title: "What the recordings do not say")
  var recordingFlags: RecordingFlags

  func validate() throws {
    if synthetic == (folder != nil) {
      throw ValidationError(
        synthetic ? "--synthetic films its own: leave out the folder" : "the folder of actions is missing")
    }
  }

  func run() throws {
    Interruption.watch()
    try OutputFile.check(output)
    let network = try weightsFlags.load().network
    let set =
      try folder.map { try ActionFolder($0).sequences(network: network, options: recordingFlags.options) }
      ?? synthesise(network)
    StandardError.note("learning \(set.names.count) actions from \(set.sequences.count) performances")
    var learning = SpottingLearning(names: set.names)
    learning.seed = seed
    let learned = try learning.learn(set.sequences)
    try learned.model.write(to: output)
    try StandardOutput.write(summary(learned, set.sequences.count))
  }

  private func summary(_ learned: ActionLearning.Learned, _ count: Int) -> String {
    var lines = [
      "wrote \(output): \(learned.model.configuration.actions.count) actions from \(count) performances"
    ]
    if learned.accuracy.isNaN {
      lines.append("by one person, so nobody could be left out: how good it is on others is not known")
    } else {
      lines.append(
        String(
          format: """
            windows of left-out people: %.1f %% named right; %.1f %% of known actions accepted, %.1f %% of untaught \
            ones refused (area under the curve %.3f)
            """, learned.accuracy * 100, learned.knownAccepted * 100, learned.unknownRefused * 100,
          learned.area))
    }
    return lines.joined(separator: "\n")
  }

  private func synthesise(_ network: PoseNetwork) throws -> (names: [String], sequences: [PoseSequence]) {
    var sequences: [PoseSequence] = []
    let entries = SyntheticActionSet.all(seed: 1, repetitions: 2)
    var progress = ProgressLine("filming", total: entries.count, unit: "performances")
    defer { progress.end() }
    for (index, entry) in entries.enumerated() {
      try Interruption.check()
      progress.show(index)
      sequences.append(
        try PoseSequence(
          filming: entry, seed: 1, network: network, action: entry.action.number - 1,
          person: entry.performer.number))
    }
    return (SyntheticAction.allCases.map(\.rawValue), sequences)
  }
}
