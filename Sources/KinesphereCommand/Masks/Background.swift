import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereFlags
import KinesphereEvaluation

struct Background: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learn the room behind the dancer, and show what is not the room.",
    discussion: """
      Writes background.png, the room alone (millimetres in 16 bits, or gray), and masks.html, a film and a contact sheet \
      of what stands out from it, into RECORDING-background/. Reads depth of every format, and gray or colour video.

      Examples:
        kinesphere background room.take
        kinesphere background stage.mp4 --background mixture --no-follow
        kinesphere background room.take --learn 30 --json
      """)

  @Argument(help: ArgumentHelp("A depth recording, a video, or device:/dev/video0.", valueName: "recording"))
  var recording: String

  @OptionGroup var flags: MaskFlags

  @OptionGroup(title: "What the recording does not say")
  var recordingFlags: RecordingFlags

  func validate() throws { try flags.checkOutput(recording) }

  func run() throws {
    Interruption.watch()
    let open = { try OpenedRecording.open(recording, flags: recordingFlags, requiresCamera: false) }
    switch try open() {
    case .depth(let first):
      guard !first.header.isSegmented else {
        throw RecordingError(
          .invalid, file: recording, expected: "a room behind the dancer",
          actual: "it says that all but the dancer is cut out (--no-segmented where it is not)")
      }
      var room = flags.depthRoom(width: first.header.width, height: first.header.height)
      try show(FrameReader(first), kind: "depth", room: &room) {
        guard case .depth(let again) = try open() else { preconditionFailure("a recording keeps its kind") }
        return FrameReader(again)
      }
    case .video(let first):
      var room = flags.videoRoom(
        width: first.header.width, height: first.header.height, channelCount: first.header.channelCount)
      try show(FrameReader(first), kind: "video", room: &room) {
        guard case .video(let again) = try open() else { preconditionFailure("a recording keeps its kind") }
        return FrameReader(again)
      }
    }
  }

  private func show<Frame>(
    _ first: FrameReader<Frame>, kind: String, room: inout any BackgroundModel<Frame>,
    again: () throws -> FrameReader<Frame>
  ) throws {
    var model = room
    let learned = try flags.learning.teach(first) { model.learn($0) }
    model.settle()
    let folder = try OutputFolder(path: flags.output ?? "\(first.name)-background")
    do {
      if let picture = RoomPicture.png(of: model) {
        try RoomPicture.write(picture, to: folder.work("background.png"))
      }
      let run = try mark(try again(), with: &model)
      let summary = MaskSummary(
        command: "background", recording: first.name, kind: kind, method: flags.method.rawValue,
        frames: run.film.count, damagedFrames: run.damaged, framesLearned: learned,
        foregroundShare: run.share, foundShare: nil, microseconds: run.time, notes: first.notices + run.notes,
        folder: flags.output ?? "\(first.name)-background")
      let page = MaskPage(
        title: first.name, subtitle: "background by \(flags.method.rawValue) · \(first.subtitle)",
        tiles: summary.tiles, notes: summary.notes, film: run.film)
      try OutputFile.writeWhole(page.html(), to: folder.work("masks.html"))
      try folder.publish()
      try StandardOutput.write(
        flags.json ? try summary.json() : summary.text(files: ["background.png", "masks.html"]))
    } catch {
      folder.discard()
      throw error
    }
  }

  private func mark<Frame>(
    _ start: FrameReader<Frame>, with room: inout any BackgroundModel<Frame>
  ) throws -> MaskTally {
    var reader = start
    var tally = MaskTally(width: reader.width, height: reader.height)
    var mask = PixelMask(width: reader.width, height: reader.height)
    var progress = ProgressLine("marking", total: reader.frameCount)
    tally.segmentation = reader.isSegmented.map(SegmentationWatch.init)
    defer { progress.end() }
    while try reader.next(damaged: &tally.damaged) {
      tally.look(at: reader.frame)
      let begin = SystemClock.nanoseconds()
      room.markForeground(of: reader.frame, in: &mask)
      tally.charge(since: begin)
      if flags.follows {
        room.update(with: reader.frame, foreground: mask)
        tally.note(RoomEvents.of(room), frame: tally.film.count)
      }
      let (time, share) = (reader.time(reader.frame), tally.add(mask))
      tally.film.offer(time: time, caption: MaskTally.caption(tally.film.count, time, share)) { painter in
        reader.paint(reader.frame, painter, mask.plane())
      }
      progress.show(tally.film.count)
    }
    try tally.check(reader.name)
    return tally
  }
}
