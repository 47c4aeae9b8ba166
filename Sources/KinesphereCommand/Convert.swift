import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereFlags

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn a depth recording into another format.",
    discussion: """
      Reads a take, a folder of 16-bit PNG, .npy and .npz, MSR .bin, MAT, and the depth tracks of what ffmpeg decodes. \
      Writes what the output's name ends in: .take, .png (a folder), .npz, .bin, .mkv (FFV1), or .mp4, a preview to look \
      at, with the skeleton over it. Depth is kept to the millimetre in all but the last. What a format cannot hold is \
      said. A run that was stopped goes on where it was when it is given again (.take, .png) or starts again.

      Examples:
        kinesphere convert a01_s01_e01_sdepth.bin dance.take
        kinesphere convert dance.take dance.npz
        kinesphere convert dance.take preview.mp4 --poses dance-tracked/poses.json
        kinesphere convert frames/ dance.take --camera 365,365,256,212 --unmirrored --unit mm
      """)

  @Argument(help: ArgumentHelp("What to read.", valueName: "recording"))
  var recording: String

  @Argument(help: ArgumentHelp("What to write; nothing of this name may be there.", valueName: "output"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "take, png, npz, bin, mkv or mp4, where the output's name does not say it.", valueName: "format"),
    transform: Self.writingFormat)
  var format: WritingFormat?

  @Option(help: ArgumentHelp("Key-points to draw in a preview.", valueName: "poses.json"))
  var poses: String?

  @Option(help: ArgumentHelp("Where ffmpeg is, unless on the search path.", valueName: "path"))
  var ffmpeg: String?

  @Flag(help: "Print JSON, as docs/conversion.schema.json tells.")
  var json = false

  @OptionGroup(title: "What the recording does not say")
  var recordingFlags: RecordingFlags

  func validate() throws {
    guard !recording.isEmpty, !output.isEmpty else { throw ValidationError("a name is empty") }
    try OutputPlace.check(output, recording: recording, named: "the output")
    guard let kind = writing else {
      throw ValidationError(
        "the output's name should end in .take, .png, .npz, .bin, .mkv or .mp4, or --format should say it, "
          + "but it is '\(output)'")
    }
    guard poses == nil || kind == .mp4 else { throw ValidationError("--poses is for previews (.mp4)") }
  }

  private var writing: WritingFormat? { format ?? WritingFormat(path: output) }

  func run() throws {
    Interruption.watch()
    guard let kind = writing else { throw ValidationError("the output's format is not said") }
    var options = recordingFlags.options
    if let ffmpeg { options.ffmpeg = FFmpeg(executable: ffmpeg) }
    let summary = try ConvertRun(
      recording: recording, output: output, format: kind, poses: poses, options: options
    ).run()
    try StandardOutput.write(json ? try summary.json() : summary.text)
  }

  static func writingFormat(_ text: String) throws -> WritingFormat {
    guard let format = WritingFormat(rawValue: text) else {
      throw ValidationError("--format should be take, png, npz, bin, mkv or mp4, but is '\(text)'")
    }
    return format
  }
}
