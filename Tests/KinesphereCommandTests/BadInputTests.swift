import Foundation
import KinesphereData
import Testing

/// Wrong data gives one clear line with the file, the expected and the actual, exit code 1, and nothing under the final name.
@Suite struct BadInputTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try Fixtures.weights(scratch.path("w.safetensors"))
  }

  /// Tracks a file and checks that it is refused properly; returns the line.
  private func refusal(
    _ name: String, _ more: [String] = [], weights: String = "w.safetensors", shell: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let outcome = try BuiltCommand.run(
      ["track", scratch.path(name), "-o", scratch.path("out"), "--weights", scratch.path(weights)] + more,
      folder: scratch.url, shell: shell)
    #expect(outcome.status == 1, "\(outcome.output)\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(
      !scratch.names.contains { $0 == "out" || $0.hasSuffix(".part") }, "\(scratch.names)",
      sourceLocation: sourceLocation)
    return outcome.errorLines.first ?? ""
  }

  private static let flags = ["--camera", "kinect1", "--unit", "mm"]

  @Test func aMissingFileIsNamed() throws {
    #expect(try refusal("nowhere.bin").contains("nowhere.bin"))
  }

  @Test func aNamedPipeIsRefusedAndNotWaitedFor() throws {
    #expect(mkfifo(scratch.path("pipe.bin"), 0o600) == 0)
    #expect(try refusal("pipe.bin", Self.flags).contains("pipe.bin"))
    try Fixtures.bin(scratch.path("a.bin"), frames: 3)
    #expect(try refusal("a.bin", Self.flags, weights: "pipe.bin").contains("pipe.bin"))
  }

  @Test func anEmptyFileIsNoRecording() throws {
    try Data().write(to: scratch.file("a.bin"))
    let line = try refusal("a.bin", Self.flags)
    #expect(line.contains("a.bin") && line.contains("empty"))
  }

  @Test func noiseIsNoRecording() throws {
    try Data((0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ 91) }).write(
      to: scratch.file("noise.dat"))
    #expect(try refusal("noise.dat", Self.flags).contains("noise.dat"))
  }

  @Test(arguments: [
    [100, 320, 240], [0, 320, 240], [2, 0, 240], [UInt32.max, 320, 240], [2, UInt32.max, UInt32.max],
    [2, 65_536, 65_536], [1, 320, 240],
  ])
  func aHeaderThatDisagreesWithTheFileIsRefused(header: [UInt32]) throws {
    try Fixtures.bin(scratch.path("lies.bin"), frames: 2, header: header)
    #expect(try refusal("lies.bin", Self.flags).contains("lies.bin"))
  }

  @Test func aFileCutInTheMiddleIsRefusedWithBothSizes() throws {
    try Fixtures.bin(scratch.path("whole.bin"), frames: 3)
    let bytes = try Data(contentsOf: scratch.file("whole.bin"))
    try bytes.prefix(bytes.count - 1_000).write(to: scratch.file("cut.bin"))
    let line = try refusal("cut.bin", Self.flags)
    #expect(line.contains("\(bytes.count)") && line.contains("\(bytes.count - 1_000)"), "\(line)")
  }

  @Test func aCutMATFileIsRefused() throws {
    var head = Data("MATLAB 5.0 MAT-file, cut".utf8)
    head.append(Data(repeating: 0x20, count: 124 - head.count))
    head.append(Data([0x00, 0x01, 0x49, 0x4D, 15, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0x78, 0x9C]))
    try head.write(to: scratch.file("cut.mat"))
    #expect(try refusal("cut.mat").contains("cut.mat"))
  }

  @Test func aBinOfNoKnownDataSetSaysWhatIsMissing() throws {
    try Fixtures.bin(scratch.path("dance.bin"), frames: 2)
    #expect(try refusal("dance.bin").contains("--camera"))
    #expect(try refusal("dance.bin", ["--camera", "kinect1"]).contains("--unit"))
    #expect(try refusal("dance.bin", ["--camera", "300,300,160,120", "--unit", "mm"]).contains("mirrored"))
  }

  @Test func aTakeWhoseDescriptionIsBrokenIsRefused() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 2)
    try Data("{\"format\": 3}".utf8).write(to: scratch.file("a.take/take.json"))
    #expect(try refusal("a.take").contains("take.json"))
  }

  @Test func weightsThatAreNoneAreRefused() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 2)
    try Data("hello".utf8).write(to: scratch.file("x.safetensors"))
    #expect(try refusal("a.take", weights: "x.safetensors").contains("x.safetensors"))
    #expect(try refusal("a.take", weights: "nowhere.safetensors").contains("nowhere.safetensors"))
  }

  @Test func weightsOfAnotherNetworkAreRefused() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 2)
    let file = try Safetensors(path: scratch.path("w.safetensors"))
    let weights = try NetworkWeights(file)
    // Another program's file, one tensor short, and one that was cut.
    try Safetensors.write(weights.parameters, metadata: [:], to: scratch.path("other.safetensors"))
    #expect(try refusal("a.take", weights: "other.safetensors").contains("kinesphere-weights"))
    var configuration = weights.configuration
    configuration.lstmcnn.topology = .dual
    try NetworkWeights(configuration: configuration, parameters: weights.parameters)
      .write(to: scratch.path("dual.safetensors"))
    let line = try refusal("a.take", weights: "dual.safetensors")
    #expect(line.contains("dense1.weight") && line.contains("1088") && line.contains("1024"), "\(line)")
    let bytes = try Data(contentsOf: scratch.file("w.safetensors"))
    try bytes.prefix(bytes.count - 64).write(to: scratch.file("short.safetensors"))
    #expect(try refusal("a.take", weights: "short.safetensors").contains("short.safetensors"))
  }

  @Test func standardOutputThatIsFullIsAnError() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 2)
    let outcome = try BuiltCommand.run(
      ["inspect", scratch.path("a.take"), "--json"], folder: scratch.url, shell: #""$0" "$@" > /dev/full"#)
    #expect(outcome.status == 1 && outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("standard output"))
  }

  @Test func aTakeWithoutSoundFramesHasNoRoomToLearn() throws {
    try Fixtures.take(scratch.path("room.take"), frames: 3, segmented: false)
    try Data("KINESPHERE LOG\u{01}\n".utf8).write(to: scratch.file("room.take/depth.log"))
    #expect(try refusal("room.take").contains("learn the room"))
  }

  @Test func aNamedCameraOfAnotherShapeIsRefused() throws {
    try Fixtures.bin(scratch.path("a.bin"), frames: 2)
    #expect(try refusal("a.bin", ["--camera", "kinect2", "--unit", "mm"]).contains("320 x 240"))
  }

  @Test func aFullDiskLeavesNothingBehind() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 30)
    // Files may not grow past 8 blocks: what a full disk does, without one.
    let line = try refusal("a.take", shell: "ulimit -f 8; exec \"$0\" \"$@\"")
    #expect(line.contains("should be written"), "\(line)")
  }

  @Test func anOutputThatIsAFileIsNotReplaced() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 2)
    try Data("mine".utf8).write(to: scratch.file("taken"))
    let outcome = try BuiltCommand.run(
      [
        "track", scratch.path("a.take"), "-o", scratch.path("taken"), "--weights",
        scratch.path("w.safetensors"),
      ])
    #expect(outcome.status == 1 && outcome.errorLines.count == 1)
    #expect(try scratch.text("taken") == "mine")
  }

  @Test func interruptionLeavesNothingUnderTheFinalName() throws {
    try Fixtures.take(scratch.path("long.take"), frames: 400)
    let process = Process()
    process.executableURL = BuiltCommand.executable
    process.arguments = [
      "track", scratch.path("long.take"), "-o", scratch.path("out"), "--weights",
      scratch.path("w.safetensors"),
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Once the work folder is there, the run is under way.
    let deadline = Date(timeIntervalSinceNow: 30)
    while !scratch.names.contains(where: { $0.hasSuffix(".part") }) && process.isRunning && Date() < deadline
    {
      usleep(2_000)
    }
    #expect(process.isRunning)
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    #expect(!scratch.names.contains { $0 == "out" || $0.hasSuffix(".part") }, "\(scratch.names)")
  }
}
