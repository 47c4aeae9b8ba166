import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData

struct Synthesize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Film a synthetic dancer into a take, with the true key-points and beats.",
    discussion: """
      One seed is one person, one dance and one camera. The take holds depth as Kinect v1 sees it, the true key-points \
      of every frame as labels, and the times of the beats. With --motion a captured dance is danced instead of a \
      made-up one. In a room the first second shows it empty, as a recording of a room should.

      --phrase films a phrase of named actions joined on the beat (prelude, main, conclusion), and --set a whole set \
      into a folder, both as Kinect v2 sees them (512 x 424): actions = 9 performers x 11 actions, dance = 9 x 6 steps \
      x 3 times. Performers 1 to 3 are trained dancers. take.json says which action is when, and the tempo. A set goes \
      on where it was stopped.

      --scene films one of the rooms in which detectors are compared, in depth (a take, .npz, .mkv ...) or in gray or \
      colour (.npy, 30 frames/s). --truth writes beside it whose every pixel is: 0 or 1 for a dancer, 255 for nobody.

      Examples:
        kinesphere synthesize dance.take
        kinesphere synthesize room.take --seconds 30 --seed 3 --room --unmirrored
        kinesphere synthesize ballet.take --motion cmu_dance_joints/05_10.skl
        kinesphere synthesize phrase.take --phrase --seed 2
        kinesphere synthesize actions --set actions
        kinesphere synthesize real.take --scene real-room --truth real-truth.npy
      """)

  @Argument(help: ArgumentHelp("The folder to write; nothing of this name may be there.", valueName: "take"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "How long the dance is; 10 without it, or as long as the motion or the scene.", valueName: "seconds"))
  var seconds: Double?

  @Option(
    help: ArgumentHelp(
      "A motion to dance: .skl, BVH, CSV of joints, a skeleton of MSR-Action3D or UTD-MHAD, poses.json.",
      valueName: "file"))
  var motion: String?

  @Option(help: ArgumentHelp("Another number, another person and dance.", valueName: "number"))
  var seed: UInt64 = 1

  @Flag(help: "Film in a room with furniture; without it the dancer comes cut out.")
  var room = false

  @Flag(help: "Film with a camera that does not mirror, unlike Kinect.")
  var unmirrored = false

  @Flag(help: "Give the key-points where Kinect's skeletons have them, not at the anatomical joints.")
  var kinectLabels = false

  @Flag(help: "Dress the performers of --phrase and --set loosely: skirts, wide trousers, jackets.")
  var looseClothes = false

  @Flag(help: "Film a phrase of actions on the beat, for Kinect v2.")
  var phrase = false

  @Option(
    help: ArgumentHelp(
      "Write a set of takes into the folder: actions (99) or dance (162).", valueName: "name"))
  var set: SyntheticActionSet?

  @Option(help: ArgumentHelp("Film a room in which something happens to a detector.", valueName: "name"))
  var scene: SyntheticScene.Name?

  @Option(help: ArgumentHelp("What --scene is filmed in: depth, gray or colour.", valueName: "name"))
  var picture: ScenePicture = .depth

  @Option(help: ArgumentHelp("Where --scene writes whose every pixel is, as .npy.", valueName: "file"))
  var truth: String?

  func validate() throws {
    try validateScene()
    let other = URL(fileURLWithPath: output).pathExtension.lowercased()
    if scene == nil, other != "take", other == "npy" || WritingFormat(rawValue: other) != nil {
      throw ValidationError("a take is written, but the name is '\(output)': film a take and convert it")
    }
    guard !(phrase && set != nil) else {
      throw ValidationError("--phrase and --set exclude each other")
    }
    if looseClothes, !phrase, set == nil {
      throw ValidationError("--loose-clothes goes with --phrase or --set")
    }
    if phrase || set != nil, seconds != nil || motion != nil {
      throw ValidationError(
        "--phrase and --set have their own length and motion: leave out --seconds and --motion")
    }
    guard let seconds else { return }
    guard seconds > 0, seconds <= 3_600 else {
      throw ValidationError("--seconds should be above 0 and at most 3600, but is \(seconds)")
    }
  }

  func run() throws {
    if set != nil || scene != nil || phrase { Interruption.watch() }
    if let set { return try write(set) }
    if let scene { return try write(scene) }
    if phrase { return try writePhrase() }
    if let seconds, seconds > 300 { StandardError.note("makes up a dance of \(Int(seconds)) s first") }
    let clip = try motion.map { try MotionClip(path: $0) }
    let sequence = SyntheticSequence(
      seed: seed, configuration: try configuration(clip), clips: clip.map { [$0] } ?? [])
    // Not before: nothing is written while a long dance is made up, so that Ctrl-C may end it at once.
    Interruption.watch()
    let description = TakeDescription(
      camera: sequence.camera, rate: sequence.rate, isSegmented: sequence.room == nil,
      dancer: "synthetic, seed \(seed)", provenance: provenance,
      stages: ["synthesized"],
      labels: kinectLabels ? .kinect : .anatomical, beats: sequence.beats.map { $0 + leadIn })
    let writer = try TakeWriter(creating: output, description: description)
    do {
      try film(sequence, into: writer)
      try writer.finish()
    } catch {
      writer.discard()
      throw error
    }
    try StandardOutput.write("wrote \(output): \(writer.frameCount) frames, \(sequence.dance)")
  }

  /// Seconds of the empty room at the start.
  private var leadIn: Double { room ? 1 : 0 }

  /// The command that makes the take again, and whose motion it is.
  var provenance: String {
    var words = ["kinesphere synthesize --seed \(seed)"]
    if let set { words.append("--set \(set.rawValue)") }
    if let seconds { words.append("--seconds \(seconds)") }
    if room { words.append("--room") }
    if let scene { words.append("--scene \(scene.rawValue)") }
    if unmirrored { words.append("--unmirrored") }
    if kinectLabels { words.append("--kinect-labels") }
    if phrase { words.append("--phrase") }
    if looseClothes { words.append("--loose-clothes") }
    if let motion { words.append("--motion \(URL(fileURLWithPath: motion).lastPathComponent)") }
    return words.joined(separator: " ")
  }

  private func configuration(_ clip: MotionClip?) throws -> SyntheticSequence.Configuration {
    var configuration = SyntheticSequence.Configuration()
    let duration = seconds ?? clip.map { min($0.duration, 3_600) } ?? 10
    var frames = max(1, Int((duration * configuration.rate).rounded()))
    if let clip, let motion {
      // The last frame lies inside the motion.
      let longest = Int(clip.duration * configuration.rate)
      guard seconds == nil || frames <= longest, longest > 0 else {
        throw RecordingError(
          .invalid, file: motion, expected: "a motion of \(duration) s",
          actual: "it has \(Double(longest) / configuration.rate) s")
      }
      frames = min(frames, longest)
      (configuration.slowest, configuration.fastest, configuration.mocapShare) = (1, 1, 1)
    }
    configuration.fewestFrames = frames
    configuration.mostFrames = frames
    configuration.roomShare = room ? 1 : 0
    configuration.isMirrored = !unmirrored
    return configuration
  }

  private func film(_ sequence: SyntheticSequence, into writer: TakeWriter) throws {
    var stage = SyntheticStage(camera: sequence.camera)
    var progress = ProgressLine("filming", total: sequence.count)
    defer { progress.end() }
    try filmEmptyRoom(sequence, on: &stage, into: writer)
    for index in 0..<sequence.count {
      try Interruption.check()
      sequence.film(index, on: &stage)
      let labels =
        kinectLabels ? KinectConvention.pose(from: stage.truth, isMirrored: !unmirrored) : stage.truth
      try writer.append(stage.frame(at: leadIn + sequence.time(of: index)), labels: labels)
      progress.show(index)
    }
  }

  /// The dancer waits behind the camera; these frames have no key-points.
  private func filmEmptyRoom(
    _ sequence: SyntheticSequence, on stage: inout SyntheticStage, into writer: TakeWriter
  ) throws {
    stage.camera = sequence.camera
    var generator = SeededGenerator(seed: seed, stream: 9, index: 0)
    for index in 0..<Int(leadIn * sequence.rate) {
      stage.film(
        person: sequence.person, pose: BodyPose.standing.moved(by: SIMD3(0, 0, -5)), room: sequence.room,
        using: &generator)
      try writer.append(stage.frame(at: sequence.time(of: index)))
    }
  }
}
