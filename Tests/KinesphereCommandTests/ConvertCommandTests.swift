import Foundation
import Kinesphere
import KinesphereData
import Testing

@Suite struct ConvertCommandTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// All depth of a recording.
  private func depth(_ path: String) throws -> [[UInt16]] {
    let recording = try Recordings.open(path: path)
    var (frame, planes) = (recording.makeFrame(), [[UInt16]]())
    while try recording.read(into: &frame) == .frame { planes.append(frame.depth.storage) }
    return planes
  }

  @Test(arguments: ["png", "npz", "mkv"])
  func thereAndBackNoDepthIsLost(format: String) throws {
    let (take, middle, back) = (scratch.path("a.take"), scratch.path("m.\(format)"), scratch.path("b.take"))
    try Fixtures.take(take, frames: 4)
    let there = try BuiltCommand.run(["convert", take, middle, "--json"])
    #expect(there.status == 0, "\(there.errors)")
    let summary = try JSONSerialization.jsonObject(with: Data(there.output.utf8))
    #expect(try JSONSchema(path: Documents.path("conversion.schema.json")).violations(of: summary) == [])
    let again = try BuiltCommand.run(["convert", middle, back])
    #expect(again.status == 0 && again.output.contains("4 frames of 320 x 240"), "\(again.errors)")
    #expect(try depth(take) == depth(back))
    #expect(scratch.names.count == 3, "\(scratch.names)")
  }

  @Test func aNameThatAnotherProgramWritesIsRefusedAndKept() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 4)
    let part = scratch.path("b.npz.part")
    try Data("others".utf8).write(to: URL(fileURLWithPath: part))
    let descriptor = open(part, O_RDWR | O_CLOEXEC)
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    let refused = try BuiltCommand.run(["convert", scratch.path("a.take"), scratch.path("b.npz")])
    #expect(refused.status == 1 && refused.errorLines.count == 1, "\(refused.errors)")
    #expect(refused.errors.contains("another program writes it"), "\(refused.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: part)) == Data("others".utf8))
    // What a killed program left is nobody's.
    close(descriptor)
    #expect(try BuiltCommand.run(["convert", scratch.path("a.take"), scratch.path("b.npz")]).status == 0)
    #expect(try depth(scratch.path("a.take")) == depth(scratch.path("b.npz")))
    #expect(scratch.names.count == 2, "\(scratch.names)")
  }

  @Test func aPreviewIsMadeAndSaysWhatItLoses() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 4)
    let outcome = try BuiltCommand.run(["convert", scratch.path("a.take"), scratch.path("a.mp4")])
    #expect(outcome.status == 0 && outcome.errors.contains("lost: depth itself"), "\(outcome.errors)")
    #expect(try Recordings.kind(path: scratch.path("a.mp4")) == .video)
  }

  private func lost(_ arguments: [String]) throws -> (lost: [String], errors: String) {
    let outcome = try BuiltCommand.run(["convert"] + arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    return (try #require(json?["lost"] as? [String]), outcome.errors)
  }

  @Test func whatIsSaidAgainstTheFileIsNotedAndLabelsKeepTheirFrames() throws {
    #expect(try BuiltCommand.run(["synthesize", scratch.path("a.take"), "--seconds", "0.2"]).status == 0)
    let outcome = try lost([scratch.path("a.take"), scratch.path("b.take"), "--rate", "15", "--unit", "cm"])
    #expect(outcome.errors.contains("the rate that was given is taken against what the file says"))
    #expect(outcome.errors.contains("the unit of depth that was given is taken against what the file says"))
    func heads(_ name: String) throws -> [SIMD3<Float>] {
      try #require(try SkeletonLabels(take: scratch.path(name))).motion.poses.map { $0[.head] }
    }
    let own = try heads("a.take")
    #expect(own.count == 6 && own.allSatisfy { $0.z.isFinite })
    #expect(try heads("b.take") == own)
    let same = try lost([scratch.path("a.take"), scratch.path("c.take"), "--rate", "30", "--unit", "mm"])
    #expect(!same.errors.contains("against"), "\(same.errors)")
  }

  @Test func theLabelsOfADataSetAreSaidToStayBehind() throws {
    try Fixtures.utdSequence("a1_s1_t1", in: URL(fileURLWithPath: scratch.path("")), frames: 3)
    let outcome = try lost([scratch.path("Depth/a1_s1_t1_depth.mat"), scratch.path("a.take")])
    #expect(outcome.lost.contains { $0.hasPrefix("labels") }, "\(outcome.lost)")
  }

  @Test func fractionsAndWhatIsTooFarAreSaidToBeLost() throws {
    var bytes = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0])
    bytes += Data("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 2), }".utf8)
    bytes += Data(repeating: 32, count: 127 - bytes.count) + Data([10])
    for value in [1.0004, 70, 65.4, 0] as [Float] {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += Data($0) }
    }
    try bytes.write(to: scratch.file("a.npy"))
    let outcome = try lost([
      scratch.path("a.npy"), scratch.path("a.take"), "--unit", "m", "--camera", "100,100,1,1", "--unmirrored",
    ])
    #expect(
      outcome.lost == ["fractions of a millimetre", "what lies farther than 65.534 m (1 readings)"],
      "\(outcome.lost)")
    #expect(outcome.errors.contains("30 frames/s are assumed"), "\(outcome.errors)")
  }

  @Test func aNameOfMSRAction3DIsNotWrittenAndVideoIsNoDepth() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 2)
    let outcome = try BuiltCommand.run(
      ["convert", scratch.path("a.take"), scratch.path("a01_s01_e01_sdepth.bin")])
    #expect(outcome.status == 1 && outcome.errors.contains("MSR-Action3D"), "\(outcome.errors)")
    #expect(
      try BuiltCommand.run(
        [
          "synthesize", scratch.path("g.npy"), "--scene", "quiet-room", "--picture", "gray", "--seconds",
          "0.1",
        ]
      ).status == 0)
    let video = try BuiltCommand.run(
      ["convert", scratch.path("g.npy"), scratch.path("b.take"), "--unit", "mm", "--camera", "kinect1"])
    #expect(video.status == 1 && video.errors.contains("that is gray or colour video"), "\(video.errors)")
    #expect(scratch.names == ["a.take", "g.npy"], "\(scratch.names)")
  }

  @Test func anInterruptedRunGoesOn() throws {
    let (take, folder) = (scratch.path("a.take"), scratch.path("a.png"))
    try Fixtures.take(take, frames: 60)
    let stopped = try BuiltCommand.run(
      ["convert", take, folder],
      shell: """
        "$0" "$@" & while [ ! -e "$3.part/000004.png" ]; do sleep 0.01; done; kill -9 $!; wait $! 2>/dev/null; true
        """)
    #expect(stopped.status == 0)
    #expect(scratch.names == ["a.png.part", "a.take"], "\(scratch.names)")
    let outcome = try BuiltCommand.run(["convert", take, folder])
    #expect(outcome.status == 0 && outcome.errors.contains("goes on after"), "\(outcome.errors)")
    #expect(try depth(take) == depth(folder))
  }

  @Test(arguments: ["png", "take"]) func aStoppedRunInAnotherUnitIsNotGoneOnWith(format: String) throws {
    let (take, array, output) = (scratch.path("a.take"), scratch.path("a.npz"), scratch.path("b.\(format)"))
    try Fixtures.take(take, frames: 60)
    #expect(try BuiltCommand.run(["convert", take, array]).status == 0)
    let (part, enough) =
      format == "png"
      ? ("part", "[ -e \"$3.part/000004.png\" ]")
      : ("recording", "[ \"$(stat -c %s \"$3.recording/depth.log\" 2>/dev/null || echo 0)\" -gt 2000 ]")
    let stopped = try BuiltCommand.run(
      ["convert", array, output, "--unit", "cm"],
      shell: """
        "$0" "$@" & while ! \(enough); do sleep 0.01; done; kill -9 $!; wait $! 2>/dev/null; true
        """)
    #expect(stopped.status == 0)
    #expect(scratch.names == ["a.npz", "a.take", "b.\(format).\(part)"], "\(scratch.names)")
    let other = try BuiltCommand.run(["convert", array, output, "--unit", "mm"])
    #expect(other.status == 1 && other.errors.contains("it holds other pictures"), "\(other.errors)")
    #expect(scratch.names == ["a.npz", "a.take", "b.\(format).\(part)"], "\(scratch.names)")
    #expect(try BuiltCommand.run(["convert", array, output, "--unit", "cm"]).status == 0)
  }

  @Test func wrongUsageOfConvertIsExplained() throws {
    for (arguments, word) in [
      (["a.take", "b"], "should end in"), (["a.take", "a.take"], "the recording itself"),
      (["a.take", "b.png", "--poses", "p.json"], "--poses is for previews"),
      (["a.take", "b", "--format", "gif"], "--format should be"),
    ] {
      let outcome = try BuiltCommand.run(["convert"] + arguments)
      #expect(outcome.status == 64 && outcome.errors.contains(word), "\(outcome.errors)")
    }
  }

  @Test func withoutFfmpegThePreviewIsOneLine() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 2)
    let outcome = try BuiltCommand.run(
      ["convert", scratch.path("a.take"), scratch.path("a.mp4"), "--ffmpeg", "/nowhere/ffmpeg"])
    #expect(outcome.status == 1 && outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("ffmpeg is not installed"))
    #expect(scratch.names == ["a.take"])
  }
}
