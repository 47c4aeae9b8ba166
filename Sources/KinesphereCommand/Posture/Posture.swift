import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereMovement

struct Posture: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell what to correct in a dancer's posture, joint by joint, in degrees and words.",
    discussion: """
      Reads poses that track wrote and compares joint angles with target ranges (a plié's knees from 45 to 90 degrees, \
      straight legs in an arabesque, ...) or with another take of the same dance, aligned in time. Deviations are told \
      per joint, per beat and per phrase; joints that were not seen well are not judged, and that is said.

      Angles are anatomical, the dancer's own left and right, in degrees; docs/posture.md defines them, docs/targets.schema.json \
      the file of targets. Beats come from --tempo, or are estimated from the movement.

      With - the lines of `kinesphere track -` are read from standard input and each deviation is told as soon as its \
      position is over.

      Examples:
        kinesphere posture dance.take
        kinesphere posture dance.take --tempo 104 --offset 0.4 --report posture.html --json posture.json
        kinesphere posture dance.take --reference teacher.take
        kinesphere posture --write-targets my.json
        kinesphere posture dance-tracked --targets my.json --target demi-plié
        camera-tool | kinesphere track - --size 320x240 --unit mm --camera kinect1 | kinesphere posture - --mirrored
      """)

  @Argument(
    help: ArgumentHelp(
      "A poses.json by track, a folder with one, a recording that was tracked, or - for tracked lines.",
      valueName: "poses"))
  var poses: String?

  @Option(help: ArgumentHelp("Targets of your own; without it the shipped ones.", valueName: "file"))
  var targets: String?

  @Option(help: ArgumentHelp("Judge this target alone; may be repeated.", valueName: "name"))
  var target: [String] = []

  @Option(
    help: ArgumentHelp(
      "Compare with this poses.json, folder or recording instead of with targets.", valueName: "file"))
  var reference: String?

  @Option(help: ArgumentHelp("Beats a minute, 20 to 400; estimated without it.", valueName: "bpm"))
  var tempo: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The first beat's time in seconds, with --tempo.", valueName: "seconds"))
  var offset: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How far the camera looks down, degrees; angles to the vertical need it.", valueName: "degrees"))
  var tilt: Double = 0

  @Flag(help: "Whether the camera's picture is mirrored, as Kinect's is: for - alone, files say it.")
  var handedness: Handedness?

  @Option(
    help: ArgumentHelp(
      "Write JSON, as docs/posture.schema.json tells; - for standard output alone.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write a page with figures and curves.", valueName: "file.html"))
  var report: String?

  @Option(help: ArgumentHelp("Write the shipped targets, to edit; nothing is reviewed.", valueName: "file"))
  var writeTargets: String?

  enum Handedness: String, EnumerableFlag {
    case mirrored
    case unmirrored
  }

  func validate() throws {
    guard writeTargets == nil else {
      guard poses == nil else {
        throw ValidationError("--write-targets reviews nothing: leave out the poses")
      }
      return
    }
    guard let poses else {
      throw ValidationError("the poses are missing: a recording that was tracked, poses.json, or -")
    }
    guard !poses.isEmpty else { throw ValidationError("the poses' name is empty") }
    if let tempo, !(20...400).contains(tempo) {
      throw ValidationError("--tempo should be 20 to 400 beats a minute, but is \(tempo)")
    }
    if let offset, tempo == nil || !(-1e5...1e5).contains(offset) {
      throw ValidationError(
        tempo == nil ? "--offset needs --tempo" : "--offset should be seconds, but is \(offset)")
    }
    guard (-80...80).contains(tilt) else {
      throw ValidationError("--tilt should be -80 to 80 degrees, but is \(tilt)")
    }
    if reference != nil, targets != nil || !target.isEmpty {
      throw ValidationError("--reference and --targets are two kinds of review: leave out one")
    }
    if let json, json == report { throw ValidationError("--json and --report name the same file, \(json)") }
    try poses == "-" ? validateStream() : validateFiles(poses)
  }

  private func validateStream() throws {
    if reference != nil || report != nil {
      throw ValidationError("--reference and --report need a whole take, not a stream")
    }
    if let json, json != "-" { throw ValidationError("a stream's JSON goes to standard output: --json -") }
    guard handedness != nil else {
      throw ValidationError("give --mirrored or --unmirrored: lines do not say it")
    }
  }

  private func validateFiles(_ poses: String) throws {
    if handedness != nil { throw ValidationError("the file says whether its camera is mirrored") }
    let inputs = [poses, targets, reference].compactMap(\.self).map { input in
      Self.standard((try? TrackedPoses.path(of: input)) ?? input)
    }
    for output in [json, report].compactMap(\.self) where inputs.contains(Self.standard(output)) {
      throw ValidationError("\(output) is one of the files to read")
    }
  }

  private static func standard(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  func run() throws {
    Interruption.watch()
    if let writeTargets { return try write(targets: writeTargets) }
    var wanted = try targets.map { path throws(PostureError) in try PostureTargets.load(path) } ?? .shipped
    if !target.isEmpty { wanted = try wanted.only(target, file: targets ?? "the shipped targets") }
    let rhythm = tempo.map { Rhythm.given(tempo: $0, offset: offset ?? 0) }
    guard let poses, poses != "-" else {
      let view = PostureView(isMirrored: handedness == .mirrored, tilt: Float(tilt))
      return try PostureLines(targets: wanted, view: view, rhythm: rhythm, isJSON: json == "-").run()
    }
    let run = PostureRun(
      poses: poses, targets: wanted, reference: reference, rhythm: rhythm, tilt: Float(tilt))
    try run.run(json: json, report: report)
  }

  /// Never over a file that is there: it may be a teacher's own.
  private func write(targets path: String) throws {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw PostureError(
        file: path, expected: "a name that is free", actual: "there is something of this name")
    }
    let shipped = PostureTargets.shipped
    try OutputFile.writeWhole(shipped.text(), to: path)
    try StandardOutput.write("wrote \(path): \(shipped.targets.count.counted("target"))")
  }
}
