import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData

struct Synthesize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Film a synthetic dancer into a take, with the true key-points and beats.",
    discussion: """
      One seed is one person, one dance and one camera. The take holds depth as Kinect v1 sees it, the anatomical \
      key-points of every frame as labels, and the times of the beats.

      Examples:
        kinesphere synthesize dance.take
        kinesphere synthesize room.take --seconds 30 --seed 3 --room --unmirrored
      """)

  @Argument(help: ArgumentHelp("The folder to write; nothing of this name may be there.", valueName: "take"))
  var output: String

  @Option(help: ArgumentHelp("How long the dance is.", valueName: "seconds"))
  var seconds = 10.0

  @Option(help: ArgumentHelp("Another number, another person and dance.", valueName: "number"))
  var seed: UInt64 = 1

  @Flag(help: "Film in a room with furniture; without it the dancer comes cut out.")
  var room = false

  @Flag(help: "Film with a camera that does not mirror, unlike Kinect.")
  var unmirrored = false

  func validate() throws {
    guard seconds > 0, seconds <= 3_600 else {
      throw ValidationError("--seconds should be above 0 and at most 3600, but is \(seconds)")
    }
  }

  func run() throws {
    Interruption.watch()
    var configuration = SyntheticSequence.Configuration()
    let frames = max(1, Int((seconds * configuration.rate).rounded()))
    configuration.fewestFrames = frames
    configuration.mostFrames = frames
    configuration.roomShare = room ? 1 : 0
    configuration.isMirrored = !unmirrored
    let sequence = SyntheticSequence(seed: seed, configuration: configuration)
    let description = TakeDescription(
      camera: sequence.camera, rate: sequence.rate, isSegmented: sequence.room == nil,
      dancer: "synthetic, seed \(seed)", provenance: "kinesphere synthesize --seed \(seed)",
      stages: ["synthesized"],
      labels: .anatomical, beats: sequence.beats)
    let writer = try TakeWriter(creating: output, description: description)
    do {
      try film(sequence, into: writer)
      try writer.finish()
    } catch {
      writer.discard()
      throw error
    }
    try StandardOutput.write("wrote \(output): \(sequence.count) frames, \(sequence.dance)")
  }

  private func film(_ sequence: SyntheticSequence, into writer: TakeWriter) throws {
    var stage = SyntheticStage(camera: sequence.camera)
    var progress = ProgressLine("filming", total: sequence.count)
    defer { progress.end() }
    for index in 0..<sequence.count {
      try Interruption.check()
      sequence.film(index, on: &stage)
      try writer.append(stage.frame(at: sequence.time(of: index)), labels: stage.truth)
      progress.show(index)
    }
  }
}
