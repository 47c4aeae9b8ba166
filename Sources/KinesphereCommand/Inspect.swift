import ArgumentParser
import Foundation
import KinesphereData
import KinesphereFlags

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a recording holds, and what is wrong with it.",
    discussion: """
      Reads the whole recording once: frames, times, camera, unit, missing readings, damaged frames, labels, and \
      whether their left and right fit the picture. What is wrong is said, also in JSON, and the exit code stays 0; a file \
      that cannot be opened at all is an error, and so is video.

      Examples:
        kinesphere inspect a01_s01_e01_sdepth.bin
        kinesphere inspect dance.take --json
      """)

  @Argument(help: ArgumentHelp("A depth recording of any format.", valueName: "recording"))
  var recording: String

  @Flag(help: "Print JSON, as docs/inspection.schema.json tells.")
  var json = false

  @OptionGroup(title: "What the recording does not say")
  var recordingFlags: RecordingFlags

  func run() throws {
    var progress = ProgressLine("reading", total: nil)
    let inspection = try RecordingInspection(of: recording, options: recordingFlags.options) {
      progress.show($0)
    }
    progress.end()
    try StandardOutput.write(json ? try inspection.json() : inspection.text)
  }
}
