import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereExport

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write tracked poses for other programs: BVH, TRC, C3D, CSV, NumPy, glTF.",
    discussion: """
      Reads the poses.json of 'kinesphere track', the folder with it, or that of a recording (RECORDING-tracked beside it or in the current folder), and writes every \
      format, or those that --to names, beside it. All share one frame: right-handed, y up, metres (millimetres in TRC \
      and C3D, centimetres in BVH), z towards the camera; the dancer's left is the left. BVH and glTF hold a rig whose \
      bones keep their lengths, at a constant rate; the others hold the key-points as seen. docs/export.md tells the rest.

      Examples:
        kinesphere export dance-tracked
        kinesphere export dance.take --to bvh,glb -o for-blender
        kinesphere export poses.json --to trc,c3d --origin camera
      """)

  @Argument(
    help: ArgumentHelp("poses.json, a folder with one, or a recording that was tracked.", valueName: "input"))
  var input: String

  @Option(
    help: ArgumentHelp("Formats, with commas between: bvh, trc, c3d, csv, npz, glb.", valueName: "formats"),
    transform: Self.formats)
  var to: [ExportFormat] = ExportFormat.allCases

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The folder to write into, made if need be; else the input's own.", valueName: "folder"))
  var output: String?

  @Option(
    help: ArgumentHelp("What the files are called, without the dot and what follows.", valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp(
      "Where zero is: on the floor under the first pelvis, or at the camera.", valueName: "floor|camera"))
  var origin = MotionExport.Origin.floor

  @Option(
    help: ArgumentHelp(
      "Frames a second of formats with a constant rate; else the recording's.", valueName: "hertz"))
  var rate: Double?

  @Option(help: ArgumentHelp("BVH's unit.", valueName: "cm|m"))
  var bvhUnit = BVHWriter.Unit.centimetre

  @Option(help: ArgumentHelp("BVH's order of rotations.", valueName: "zxy|zyx|xyz"))
  var bvhOrder = EulerOrder.zxy

  @Flag(help: "Print JSON, as docs/export.schema.json tells.")
  var json = false

  func validate() throws {
    guard !input.isEmpty else { throw ValidationError("a name is empty") }
    if let rate, !(rate.isFinite && (0.1...1000).contains(rate)) {
      throw ValidationError("--rate should be 0.1 to 1000, but is \(rate)")
    }
    if let name, name.isEmpty || name.contains("/") || name.hasPrefix(".") {
      throw ValidationError("--name should be a file's name without folders, but is '\(name)'")
    }
  }

  func run() throws {
    let source = try MotionSource(input)
    try source.checkGrowth(rate: rate)
    let seconds = (source.motion.times.last ?? 0) - (source.motion.times.first ?? 0)
    guard seconds * (rate ?? source.rate) < 1_000_000 else {
      throw PosesError(
        file: source.path, expected: "at most a million frames at the constant rate",
        actual: "\(Int(seconds)) s of them: a lower --rate makes it fewer")
    }
    let export = MotionExport(
      source.motion, isMirrored: source.isMirrored, name: name ?? source.name, rate: rate ?? source.rate,
      origin: origin)
    let beside = URL(fileURLWithPath: source.path).deletingLastPathComponent().path
    let folder = try OutputFolder(path: output ?? beside)
    do {
      for format in to {
        try export.write(format, bvh: BVHWriter(order: bvhOrder, unit: bvhUnit), into: folder)
      }
      try folder.publish()
    } catch {
      folder.discard()
      throw error
    }
    let summary = ExportSummary(source: source, export: export, formats: to, folder: folder.path)
    try StandardOutput.write(json ? try summary.json() : summary.text)
  }

  static func formats(_ text: String) throws -> [ExportFormat] {
    let formats = try text.split(separator: ",").map { word -> ExportFormat in
      guard let format = ExportFormat(rawValue: word.trimmingCharacters(in: .whitespaces).lowercased()) else {
        throw ValidationError("--to should name bvh, trc, c3d, csv, npz or glb, but has '\(word)'")
      }
      return format
    }
    guard !formats.isEmpty else { throw ValidationError("--to should name a format") }
    return ExportFormat.allCases.filter { formats.contains($0) }
  }
}

extension MotionExport.Origin: ExpressibleByArgument {}
extension BVHWriter.Unit: ExpressibleByArgument {}
extension EulerOrder: ExpressibleByArgument {}
