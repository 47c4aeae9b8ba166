import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereExport
import KinesphereFlags
import KinesphereStudio

struct Live: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Stream a dancer's key-points as they dance, to the stage, an avatar or a browser.",
    discussion: """
      Without a source a synthetic dancer dances, and without an output viewers are served over WebSocket on this \
      machine, so a first run needs nothing. A source is - (raw 16-bit frames on standard input, as for 'track -'), a depth \
      camera that ffmpeg opens (device:/dev/video2), or a recording, which is replayed at its own rate.

      The newest frame wins: one that the tracker has no time for is dropped, and counted. Ctrl-C ends, and a summary says how \
      long frames took from whole in to packet out.

      Examples:
        kinesphere live
        kinesphere live dance.take --loop --osc 127.0.0.1:9000 --vmc 127.0.0.1
        camera-tool | kinesphere live - --size 320x240 --unit mm --camera kinect1 --rate 30 --websocket --record friday.take
        kinesphere live device:/dev/video2 --size 640x480 --unit mm --camera 385,385,320,240 --unmirrored --lines
      """)

  @Argument(
    help: ArgumentHelp(
      "-, device:/dev/video2, a depth recording, or nothing for the synthetic dancer.", valueName: "source"))
  var source: String?

  @OptionGroup(title: "Where it goes")
  var outputFlags: LiveOutputFlags

  @OptionGroup(title: "How it plays")
  var playFlags: LivePlayFlags

  @OptionGroup(title: "What the source does not say")
  var recordingFlags: RecordingFlags

  @OptionGroup(title: "Raw frames and recording")
  var streamFlags: StreamFlags

  @OptionGroup(title: "Networks")
  var weightsFlags: WeightsFlags

  func validate() throws {
    if source == "" { throw ValidationError("the source's name is empty") }
    let kind = LiveSource.Kind(source)
    guard !kind.isReplay else {
      if streamFlags.size != nil || streamFlags.byteOrder != nil {
        throw ValidationError("--size and --byte-order are for standard input and devices only")
      }
      return
    }
    if playFlags.loop { throw ValidationError("--loop plays a recording again: a live source has no start") }
    if playFlags.speed != nil {
      throw ValidationError("--speed is for recordings: a live source has its own")
    }
    if streamFlags.size == nil {
      throw ValidationError("raw frames do not say their size: give --size, such as --size 320x240")
    }
    if recordingFlags.unit == nil {
      throw ValidationError("raw frames do not say their unit: give --unit, such as --unit mm")
    }
    guard let camera = recordingFlags.camera else {
      throw ValidationError("raw frames do not say their camera: give --camera, such as --camera kinect1")
    }
    if recordingFlags.mirroring == nil && camera.isMirrored == nil {
      throw ValidationError(
        "raw frames do not say whether they are mirrored: give --mirrored or --unmirrored")
    }
    if streamFlags.record != nil && recordingFlags.rate == nil {
      throw ValidationError("a take states its rate: give --rate with --record, such as --rate 30")
    }
  }

  func run() throws {
    Interruption.watch()
    if let json = playFlags.json { try OutputFile.check(json) }
    let weights = try weightsFlags.load()
    let kind = LiveSource.Kind(source)
    let source = try LiveSource(
      kind, recordingFlags, streamFlags, isLooped: playFlags.loop || kind == .synthetic,
      network: weights.network)
    let header = source.recording.header
    for notice in header.notices { StandardError.note("\(header.name): \(notice)") }
    let service = try outputFlags.webSocketPort.map { try LiveService(port: $0, flags: outputFlags) }
    defer { service?.stop() }
    let outputs = try LiveOutputs(
      outputFlags, hub: service?.hub, isMirrored: source.tracker.camera.isMirrored)
    let recorder = try makeRecorder(header, source.tracker.camera)
    service?.hub.greet(with: Array(try LiveHeader(header, weights: weights.name).json().utf8))
    if let service { StandardError.note("viewers connect to \(service.url)") }
    for receiver in outputs.summaries { StandardError.note("sends \(receiver.name)") }
    var run = LiveRun(source, play: playFlags, outputs: outputs, recorder: recorder)
    let (summary, failure) = run.run()
    for line in summary.lines + run.receiverLines { StandardError.note(line) }
    if let recorded = summary.recorded, recorded > 0 {
      StandardError.note("recorded \(recorded) frames into \(streamFlags.record ?? "")")
    }
    if let json = playFlags.json { try OutputFile.writeWhole(summary.json() + "\n", to: json) }
    if let failure { throw failure }
    guard summary.frames > 0 || Interruption.isWaiting else {
      throw RecordingError(
        .truncated, file: header.name, expected: "at least one frame", actual: "it ended before")
    }
  }

  private func makeRecorder(_ header: RecordingHeader, _ camera: Camera) throws -> LiveRecorder? {
    guard let path = streamFlags.record else { return nil }
    let description = TakeDescription(
      camera: camera, rate: header.rate ?? 30, isSegmented: header.isSegmented,
      provenance: "live from \(header.name): \(header.provenance)")
    return LiveRecorder(try TakeWriter(creating: path, description: description))
  }
}
