import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereFlags
import KinesphereEvaluation

struct Detect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find the dancers in a recording, and show where.",
    discussion: """
      Writes silhouettes.csv (a line per frame and dancer: pixels, box, place) and masks.html, a film and a contact sheet \
      with the largest dancer orange and others in other colours, into RECORDING-detected/. Reads depth of every format, and gray or colour \
      video, where places in metres stay empty.

      Methods: subtraction compares with the learned room; difference and three-frames compare with the frames \
      around; flow follows every pixel from the frame before. Only subtraction sees a dancer who stands still.

      Examples:
        kinesphere detect room.take
        kinesphere detect duet.take --bodies 2
        kinesphere detect stage.mp4 --method difference --json
      """)

  @Argument(help: ArgumentHelp("A depth recording, a video, or device:/dev/video0.", valueName: "recording"))
  var recording: String

  @Option(help: ArgumentHelp("subtraction, difference, three-frames or flow.", valueName: "name"))
  var method = DetectionMethod.subtraction

  @Option(help: ArgumentHelp("Most dancers to look for, 1 to 3.", valueName: "number"))
  var bodies = 1

  @OptionGroup var flags: MaskFlags

  @OptionGroup(title: "What the recording does not say")
  var recordingFlags: RecordingFlags

  func validate() throws {
    try flags.checkOutput(recording)
    guard (1...3).contains(bodies) else {
      throw ValidationError("--bodies should be 1 to 3, but is \(bodies)")
    }
    if method.motion != nil { try flags.checkNoRoom("--method \(method.rawValue) learns no room") }
  }

  func run() throws {
    Interruption.watch()
    switch try OpenedRecording.open(recording, flags: recordingFlags) {
    case .depth(let first):
      let makers = DepthDetectors(method: method, bodies: bodies, flags: flags)
      let made = try makers.make(first.header) {
        try Recordings.open(path: recording, options: recordingFlags.options)
      }
      try show(FrameReader(first), kind: "depth", detector: made.detector, learned: made.learned)
    case .video(let first):
      let makers = VideoDetectors(method: method, bodies: bodies, flags: flags)
      let made = try makers.make(first.header) {
        guard case .video(let again) = try OpenedRecording.open(recording, flags: recordingFlags) else {
          preconditionFailure("a recording keeps its kind")
        }
        return again
      }
      try show(FrameReader(first), kind: "video", detector: made.detector, learned: made.learned)
    }
  }

  private func show<Frame>(
    _ reader: FrameReader<Frame>, kind: String, detector: any Detector<Frame>, learned: Int?
  ) throws {
    let path = flags.output ?? "\(reader.name)-detected"
    let folder = try OutputFolder(path: path)
    do {
      let table = try SilhouetteTable(path: folder.work("silhouettes.csv"))
      var run = DetectRun(detector: detector, width: reader.width, height: reader.height)
      try run.search(reader, into: table)
      try table.close()
      let summary = MaskSummary(
        command: "detect", recording: reader.name, kind: kind, method: method.rawValue,
        frames: run.tally.film.count, damagedFrames: run.tally.damaged, framesLearned: learned,
        foregroundShare: run.tally.share, foundShare: run.foundShare, microseconds: run.tally.time,
        notes: reader.notices + run.tally.notes, folder: path)
      let page = MaskPage(
        title: reader.name, subtitle: "\(method.rawValue) · \(reader.subtitle)", tiles: summary.tiles,
        notes: summary.notes, film: run.tally.film)
      try OutputFile.writeWhole(page.html(), to: folder.work("masks.html"))
      try folder.publish()
      try StandardOutput.write(
        flags.json ? try summary.json() : summary.text(files: ["silhouettes.csv", "masks.html"]))
    } catch {
      folder.discard()
      throw error
    }
  }
}
