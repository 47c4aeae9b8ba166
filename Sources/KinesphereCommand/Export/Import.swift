import ArgumentParser
import Foundation
import KinesphereData

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read another program's motion as key-points: BVH, ASF/AMC, C3D, TRC.",
    discussion: """
      Finds a human skeleton by the names of joints or markers (Mixamo and its like, CMU, Kinect, Vicon Plug-in Gait, \
      our own) and writes poses.json, which 'export' and the other commands read. Units are told by the file, else by the \
      body; up is what --up or a C3D's POINT:Y_SCREEN says, y in BVH, AMC and TRC, else the axis that the body stands along. What is not in front of a camera is moved there. A file that is \
      there is never replaced without --force. docs/export.md tells the rest.

      Examples:
        kinesphere import dance.bvh
        kinesphere import 05_02.amc --skeleton 05.asf -o arabesque.json
        kinesphere import trial.c3d && kinesphere export trial.json --to bvh
      """)

  @Argument(
    help: ArgumentHelp("A BVH, AMC, C3D or TRC file, or a skeleton that 'synthesize --motion' reads."))
  var file: String

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("What to write; else the file's name with .json, beside it.", valueName: "poses.json"))
  var output: String?

  @Option(help: ArgumentHelp("An AMC's skeleton, where it is not beside it.", valueName: "file.asf"))
  var skeleton: String?

  @Option(
    help: ArgumentHelp(
      "Frames a second of files that do not say it: else the data set's, 120 (AMC) or 30.", valueName: "hertz"
    ))
  var rate: Double?

  @Option(
    help: ArgumentHelp("The axis that is up in the file, where it says another or none.", valueName: "x|y|z"))
  var up: MotionImport.Axis?

  @Flag(help: "Replace what has the output's name.")
  var force = false

  @Flag(help: "Write the frame of a camera whose picture is mirrored, as Kinect's.")
  var mirrored = false

  func validate() throws {
    guard !file.isEmpty else { throw ValidationError("a name is empty") }
    if let rate, !(rate.isFinite && (0.1...1000).contains(rate)) {
      throw ValidationError("--rate should be 0.1 to 1000, but is \(rate)")
    }
    let place = { (path: String) in URL(fileURLWithPath: path).standardizedFileURL.path }
    guard place(target) != place(file) else { throw ValidationError("the output is the file itself") }
  }

  private var target: String {
    output ?? URL(fileURLWithPath: file).deletingPathExtension().appendingPathExtension("json").path
  }

  func run() throws {
    guard force || !FileManager.default.fileExists(atPath: target) else {
      throw RecordingError(
        .unwritable, file: target, expected: "a name for new poses",
        actual: "there is something of this name: --force replaces it, --output names another")
    }
    let motion = try MotionImport(path: file, rate: rate, skeleton: skeleton, up: up, isMirrored: mirrored)
    let kind = URL(fileURLWithPath: file).pathExtension.lowercased()
    try motion.write(to: target, format: ["bvh", "amc", "c3d", "trc"].contains(kind) ? kind : "motion")
    var lines = [
      String(
        format: "%d frames, %.1f s at %g Hz", motion.motion.count,
        (motion.motion.times.last ?? 0) - (motion.motion.times.first ?? 0), motion.rate)
    ]
    if let rate, abs(rate - motion.rate) > 1e-6 * rate {
      lines.append(String(format: "  note: the file states its rate: --rate %g says nothing", rate))
    }
    lines += motion.notices.map { "  note: \($0)" }
    try StandardOutput.write((lines + ["wrote \(target)"]).joined(separator: "\n"))
  }
}

extension MotionImport.Axis: ExpressibleByArgument {
  public init?(argument: String) {
    guard let axis = Self.allCases.first(where: { "\($0)" == argument.lowercased() }) else { return nil }
    self = axis
  }

  public static var allValueStrings: [String] { allCases.map { "\($0)" } }
}
