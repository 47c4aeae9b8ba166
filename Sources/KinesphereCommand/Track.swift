import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereFlags

struct Track: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Track the dancer in a recording, or in live frames on standard input.",
    discussion: """
      Writes poses.json, poses.csv, channels.csv and report.html (open it in a browser) into RECORDING-tracked/.
      Nothing appears under that name before all of it is whole. Gray or colour video has no depth: of it the channels and \
      the report are made, and no key-points.

      With '-' as the recording, raw 16-bit frames are read from standard input, and one line of JSON is printed \
      per frame, of the same form as a frame in poses.json.

      Examples:
        kinesphere track a01_s01_e01_sdepth.bin
        kinesphere track room.take -o friday
        camera-tool | kinesphere track - --size 320x240 --unit mm --camera kinect1 --rate 30 --record friday.take
      """)

  @Argument(
    help: ArgumentHelp(
      "A take, a folder of PNG, .npz, .bin, .mat, .mkv or a video; or - for standard input.",
      valueName: "recording"))
  var recording: String

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp(
      "The folder to write; RECORDING-tracked in the current folder without it.", valueName: "folder"))
  var output: String?

  @OptionGroup(title: "What the recording does not say")
  var recordingFlags: RecordingFlags

  @OptionGroup(title: "Only for standard input")
  var streamFlags: StreamFlags

  @OptionGroup(title: "Networks")
  var weightsFlags: WeightsFlags

  private var isStream: Bool { recording == "-" }

  func validate() throws {
    if recording.isEmpty { throw ValidationError("the recording's name is empty") }
    if let output {
      if output.isEmpty {
        throw ValidationError("--output is empty: give a folder's name, or . for this one")
      }
      try OutputPlace.check(output, recording: recording, named: "--output")
    }
    if isStream {
      if output != nil {
        throw ValidationError("--output has no meaning with standard input: the poses are printed")
      }
      guard streamFlags.size != nil else {
        throw ValidationError("raw frames do not say their size: give --size, such as --size 320x240")
      }
      guard recordingFlags.unit != nil else {
        throw ValidationError("raw frames do not say their unit: give --unit, such as --unit mm")
      }
      guard let camera = recordingFlags.camera else {
        throw ValidationError("raw frames do not say their camera: give --camera, such as --camera kinect1")
      }
      if streamFlags.record != nil && recordingFlags.rate == nil {
        throw ValidationError("a take states its rate: give --rate with --record, such as --rate 30")
      }
      if recordingFlags.mirroring == nil && camera.isMirrored == nil {
        throw ValidationError(
          "raw frames do not say whether they are mirrored: give --mirrored or --unmirrored")
      }
    } else if streamFlags.size != nil || streamFlags.byteOrder != nil || streamFlags.record != nil {
      throw ValidationError("--size, --byte-order and --record are for standard input only")
    }
  }

  /// Most frames whose labels are held in memory to compare with: twenty minutes, 13 MB.
  private static let mostLabels = 36_000

  /// The key-points that come with a take, where they are of the network's own kind.
  private func truth(of header: RecordingHeader, weights: LoadedWeights) throws -> [Pose]? {
    guard header.format == .take, header.frameCount ?? 0 <= Self.mostLabels,
      let labels = try SkeletonLabels.beside(recording, rate: header.rate ?? 30),
      labels.convention.rawValue == weights.skeleton.rawValue
    else { return nil }
    return labels.motion.poses
  }

  func run() throws {
    if isStream {
      try TrackStream(recordingFlags: recordingFlags, streamFlags: streamFlags, weights: weightsFlags.load())
        .run()
      return
    }
    Interruption.watch()
    let start = ContinuousClock.now
    let options = recordingFlags.options
    let path = recording
    if try Recordings.kind(path: path, ffmpeg: options.ffmpeg) == .video {
      guard !weightsFlags.isSet else {
        throw ValidationError(
          "\(path) is gray or colour video, for which --weights and --mirror-average say nothing")
      }
      try TrackVideo(path: path, recordingFlags: recordingFlags, folder: output).run(
        Recordings.openVideo(path: path, options: VideoOptions(rate: options.rate, ffmpeg: options.ffmpeg)))
      return
    }
    let first = try Recordings.open(path: path, options: options)
    var run = TrackRun(weights: try weightsFlags.load()) { try Recordings.open(path: path, options: options) }
    run.truth = try truth(of: first.header, weights: run.weights)
    run.fingerprint = try RecordingFingerprint(first)
    let folder = output ?? "\(first.header.name)-tracked"
    if output == nil { try Self.requireOwn(folder, run.fingerprint) }
    let report = try run.run(into: folder)
    let seconds = start.duration(to: .now) / .seconds(1)
    try StandardOutput.write(TrackSummary(report: report, seconds: seconds, folder: folder).text)
  }

  /// Recordings of one name share the default folder; another one's poses are not replaced unasked.
  private static func requireOwn(_ folder: String, _ fingerprint: RecordingFingerprint?) throws {
    guard PosesHeader(beginningOf: folder + "/poses.json")?.contradicts(fingerprint) == true else { return }
    throw RecordingError(
      .unwritable, file: folder, expected: "the poses of this recording, or none",
      actual: "those of another one of its name: --output names another folder")
  }
}
