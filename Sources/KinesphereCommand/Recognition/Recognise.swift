import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation
import KinesphereFlags

struct Recognise: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Name the action in a recording, or find the actions in a long one or in a stream.",
    discussion: """
      A recording no longer than an action is named as a whole, with probabilities, or is none of the model's \
      actions. In longer ones actions are found with start and end. The shipped model knows the 17 actions of the \
      synthetic dancer (kinesphere synthesize --help); learn-actions makes one from recordings.

      With - the lines of `kinesphere track -` are read from standard input and each action is told as soon as it \
      is over.

      Examples:
        kinesphere recognise squat.take
        kinesphere recognise evening.take --model steps.safetensors --json
        camera-tool | kinesphere track - --size 320x240 --unit mm --camera kinect1 | kinesphere recognise -
      """)

  @Argument(help: ArgumentHelp("A depth recording, or - for tracked lines.", valueName: "recording"))
  var recording: String

  @Option(help: ArgumentHelp("A model by learn-actions; without it the shipped one.", valueName: "file"))
  var model: String?

  @Flag(help: "Whether to name the whole or to find actions in it; by its length without either.")
  var reading: Reading?

  @Flag(help: "Print JSON, as docs/actions.schema.json tells; of a stream a line an action.")
  var json = false

  @OptionGroup(title: "Networks")
  var weightsFlags: WeightsFlags

  @OptionGroup(title: "What the recording does not say")
  var recordingFlags: RecordingFlags

  enum Reading: String, EnumerableFlag {
    case whole
    case find
  }

  func validate() throws {
    if recording == "-", reading == .whole {
      throw ValidationError("a stream has no whole: leave out --whole")
    }
    if recording == "-", weightsFlags.isSet {
      throw ValidationError("the lines are tracked already: give --weights and --mirror-average to track")
    }
  }

  func run() throws {
    Interruption.watch()
    let known = try model.map { path throws(WeightsError) in try ActionModel.load(path) } ?? .embedded()
    if recording == "-" { return try PoseLines(model: known, isJSON: json, source: name).run() }
    let dance = try track()
    guard dance.poses.count > 1 else {
      throw RecordingError(
        .truncated, file: recording, expected: "frames with a dancer",
        actual: "there are \(dance.poses.count)")
    }
    var answer = ActionsFound(recording: recording, actions: known.configuration.actions)
    let longest = known.configuration.spotting?.durations.last ?? .infinity
    if reading ?? (dance.duration > 1.5 * longest ? .find : .whole) == .find {
      try answer.find(in: dance, by: known, model: name)
    } else {
      try answer.name(dance, by: known, recording: recording)
    }
    try StandardOutput.write(json ? try answer.json() : answer.text)
  }

  private var name: String { model ?? "the shipped model" }

  private func track() throws -> PoseSequence {
    let (path, options) = (recording, recordingFlags.options)
    let open = { try Recordings.open(path: path, options: options) }
    let source = try open()
    guard let camera = source.header.camera else {
      throw RecordingError(
        .unstated, file: path, expected: "a known camera", actual: "the file names none: give --camera")
    }
    let start = TrackerStart(network: try weightsFlags.load().network, open: open)
    var tracker = try start.makeTracker(camera, source.header)
    var dance = PoseSequence(poses: [], times: [], action: 0, person: 0)
    var frame = source.makeFrame()
    var progress = ProgressLine("tracking", total: source.header.frameCount)
    defer { progress.end() }
    var count = 0
    while true {
      try Interruption.check()
      let outcome = try source.read(into: &frame)
      if outcome == .end { return dance }
      count += 1
      progress.show(count)
      guard outcome == .frame else { continue }
      let tracked = try tracker.poses(in: frame)
      guard tracked.status == .ok else { continue }
      dance.poses.append(tracked.pose)
      dance.times.append(tracked.time)
    }
  }
}
