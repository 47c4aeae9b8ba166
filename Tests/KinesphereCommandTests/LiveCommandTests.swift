import Foundation
import KinesphereData
import Testing

@Suite struct LiveCommandTests {
  private let scratch: Scratch
  private let weights: [String]

  init() throws {
    scratch = try Scratch()
    try Fixtures.weights(scratch.path("w.safetensors"))
    weights = ["--weights", scratch.path("w.safetensors")]
  }

  private var stream: [String] {
    ["live", "-", "--size", "320x240", "--unit", "mm", "--camera", "kinect1", "--segmented", "--rate", "30"]
      + weights
  }

  private func lines(_ outcome: BuiltCommand.Outcome) throws -> [[String: Any]] {
    try outcome.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func theSyntheticDancerNeedsNothing() throws {
    let outcome = try BuiltCommand.run(
      ["live", "--seconds", "1.5", "--lines", "--json", "s.json"] + weights, folder: scratch.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = try lines(outcome)
    let schema = try JSONSchema(path: Documents.path("poses.schema.json"))
    #expect(lines.count > 5)
    for line in lines { #expect(schema.violations(of: line, definition: "frame") == []) }
    let summary = try JSONSerialization.jsonObject(with: Data(contentsOf: scratch.file("s.json")))
    #expect(try JSONSchema(path: Documents.path("live.schema.json")).violations(of: summary) == [])
    let counts = try #require(summary as? [String: Any])
    #expect(counts["frames"] as? Int == lines.count)
    #expect(outcome.errors.contains("latency, frame in to packet out: p50"))
    #expect(outcome.errors.contains("filter: jitter"))
  }

  @Test func aTakeReplayedWithoutFilterGivesTheLinesOfTrack() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 20)
    let track = try BuiltCommand.run(
      ["track", scratch.path("walk.take"), "-o", scratch.path("out")] + weights)
    #expect(track.status == 0)
    let stored = try scratch.text("out/poses.json").split(separator: "\n").filter {
      $0.hasPrefix("{\"index\"")
    }
    let live = try BuiltCommand.run(
      ["live", scratch.path("walk.take"), "--speed", "max", "--no-filter", "--lines"] + weights)
    #expect(live.status == 0, "\(live.errors)")
    #expect(live.output.split(separator: "\n") == stored.map { $0.hasSuffix(",") ? $0.dropLast() : $0 })
    #expect(live.errors.contains("20 frames in") && live.errors.contains(" 0 dropped"))
    #expect(!live.errors.contains("filter:"))
  }

  @Test func aTakeThatACrashCutShortIsSaidToBe() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 6)
    let file = scratch.path("walk.take/depth.log")
    let size = try Data(contentsOf: URL(fileURLWithPath: file)).count
    #expect(truncate(file, size - 10) == 0)
    let live = try BuiltCommand.run(
      ["live", scratch.path("walk.take"), "--speed", "max", "--lines"] + weights)
    #expect(try live.status == 0 && lines(live).count == 5, "\(live.errors)")
    #expect(live.errors.contains("the take had 6 frames, but its depth now holds 5"), "\(live.errors)")
    #expect(live.errors.contains("its last"), "\(live.errors)")
  }

  @Test func aLoopGoesOnInTime() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 6)
    let live = try BuiltCommand.run(
      ["live", scratch.path("walk.take"), "--loop", "--speed", "max", "--seconds", "1.5", "--lines"] + weights
    )
    let lines = try lines(live)
    #expect(live.status == 0 && lines.count > 12, "\(live.errors)")
    for (index, line) in lines.enumerated() {
      #expect(line["index"] as? Int == index)
      #expect(abs(try #require(line["time"] as? Double) - Double(index) / 30) < 2e-4)
    }
  }

  @Test func aSpeedIsKept() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 30)
    let start = ContinuousClock.now
    let live = try BuiltCommand.run(
      ["live", scratch.path("walk.take"), "--speed", "2", "--every-frame", "--lines"] + weights)
    let seconds = start.duration(to: .now) / .seconds(1)
    let count = try lines(live).count
    #expect(live.status == 0 && count == 30)
    #expect(seconds > 29.0 / 60, "29 intervals of a sixtieth")
  }

  @Test func whatIsTooFastIsDroppedAndCountedAndTheNumbersShowIt() throws {
    let outcome = try BuiltCommand.run(stream + ["--lines"], input: Fixtures.raw(frames: 60))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let indices = try lines(outcome).map { try #require($0["index"] as? Int) }
    let dropped = 60 - indices.count
    #expect(indices == indices.sorted() && indices.last == 59)
    #expect(
      outcome.errors.contains("\(indices.count) frames in") && outcome.errors.contains("\(dropped) dropped"))
    let whole = try BuiltCommand.run(stream + ["--lines", "--every-frame"], input: Fixtures.raw(frames: 60))
    #expect(try lines(whole).count == 60)
    #expect(whole.errors.contains(" 0 dropped"))
  }

  @Test func aKilledStreamLeavesATakeThatCanBeRead() throws {
    let (process, input, output) = (Process(), Pipe(), Pipe())
    process.executableURL = BuiltCommand.executable
    process.arguments = stream + ["--lines", "--every-frame", "--record", scratch.path("killed.take")]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = try scratch.handle("errors")
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Fixtures.raw(frames: 8))
    var lines = 0
    while lines < 8 { lines += output.fileHandleForReading.availableData.count { $0 == 10 } }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try input.fileHandleForWriting.close()
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(scratch.names.contains("killed.take.recording"))
    let recording = try Recordings.open(path: scratch.path("killed.take.recording"))
    // The last frame may have been on its way.
    #expect([7, 8].contains(recording.header.frameCount))
    var frame = recording.makeFrame()
    for index in 0..<7 {
      #expect(try recording.read(into: &frame) == .frame)
      #expect(frame.depth == Fixtures.frame(index).depth)
    }
  }

  @Test func anInterruptionEndsCleanlyAndKeepsTheTake() throws {
    let (process, input, output) = (Process(), Pipe(), Pipe())
    process.executableURL = BuiltCommand.executable
    process.arguments = stream + ["--lines", "--every-frame", "--record", scratch.path("kept.take")]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = try scratch.handle("errors")
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Fixtures.raw(frames: 4))
    var lines = 0
    while lines < 4 { lines += output.fileHandleForReading.availableData.count { $0 == 10 } }
    Thread.sleep(forTimeInterval: 0.2)
    process.interrupt()
    process.waitUntilExit()
    try input.fileHandleForWriting.close()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    let errors = try scratch.text("errors")
    #expect(errors.contains("4 frames in") && errors.contains("recorded 4 frames"), "\(errors)")
    #expect(try Recordings.open(path: scratch.path("kept.take")).header.frameCount == 4)
  }

  @Test func aReaderThatLeavesEndsItQuietly() throws {
    let outcome = try BuiltCommand.run(
      stream + ["--lines", "--every-frame"], input: Fixtures.raw(frames: 40),
      shell: "(\"$0\" \"$@\"; echo \"status $?\" >&2) | head -n 1")
    #expect(outcome.output.split(separator: "\n").count == 1)
    #expect(outcome.errors.hasSuffix("status 0\n"))
  }

  @Test func aDepthCameraComesThroughFFmpeg() throws {
    let device = "device:lavfi:color=c=gray:s=320x240:r=30:d=0.2,format=gray16le"
    let outcome = try BuiltCommand.run(
      [
        "live", device, "--size", "320x240", "--unit", "mm", "--camera", "kinect1", "--segmented",
        "--every-frame",
        "--lines",
      ] + weights)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try lines(outcome).count == 6)
    let none = try BuiltCommand.run(
      ["live", "device:/dev/nothing", "--size", "320x240", "--unit", "mm", "--camera", "kinect1", "--lines"]
        + weights)
    #expect(none.status == 1 && none.errorLines.last?.contains("/dev/nothing") == true, "\(none.errors)")
  }

  @Test(arguments: [
    (["nothing.take", "--lines"], "nothing.take"), (["--osc", "nowhere.invalid:9000"], "nowhere.invalid"),
    (["--osc", "255.255.255.255:9000"], "give --broadcast"), (["--vmc", "239.0.0.1"], "give --broadcast"),
    (["--websocket", "0", "--address", "203.0.113.1", "--token", "sesame street"], "203.0.113.1"),
  ])
  func whatCannotWorkIsToldInALine(arguments: [String], word: String) throws {
    let outcome = try BuiltCommand.run(["live"] + arguments + weights)
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains(word), "\(outcome.errors)")
  }

  @Test func aSourceThatEndsBeforeItsFirstFrameIsAnError() throws {
    let outcome = try BuiltCommand.run(
      stream + ["--lines", "--record", "none.take"], input: Data(), folder: scratch.url)
    #expect(outcome.status == 1 && outcome.errorLines.last?.contains("at least one frame") == true)
    #expect(!scratch.names.contains { $0.hasPrefix("none") })
  }

  @Test func aStreamThatBreaksInMidFrameTellsIt() throws {
    let outcome = try BuiltCommand.run(
      stream + ["--lines", "--every-frame"], input: Fixtures.raw(frames: 2) + Data(count: 1_001))
    #expect(outcome.status == 0 && outcome.errors.contains("ended after 1001"), "\(outcome.errors)")
    #expect(try lines(outcome).map { $0["status"] as? String } == ["ok", "ok", "damaged"])
  }

  @Test(arguments: [
    (["-"], "give --size"), (["-", "--size", "320x240"], "give --unit"),
    (["-", "--size", "320x240", "--unit", "mm"], "give --camera"),
    (["a.take", "--size", "320x240"], "devices only"),
    (["-", "--loop", "--size", "320x240", "--unit", "mm", "--camera", "kinect1"], "--loop plays"),
    (["--speed", "0"], "--speed should be"), (["--speed", "fast"], "--speed should be"),
    (["--osc", "here"], "--osc should be"), (["--osc", "a:70000"], "--osc should be"),
    (["--vmc", "a:b"], "--vmc should be"), (["--address", "0.0.0.0"], "give --token"),
    (["--address", "nonsense"], "an IPv4 address in numbers"),
    (["--websocket", "--token", "short"], "at least 8"),
    (["--lines", "--token", "long enough"], "give --websocket"),
    (["--seconds", "0"], "--seconds should be"),
    (["--seconds", "1e300"], "--seconds should be above 0 and at most 10000000"),
    (["--websocket", "99999"], "--websocket should be"),
    ([""], "name is empty"),
  ])
  func wrongUsageIsExplainedAndExits64(arguments: [String], word: String) throws {
    let outcome = try BuiltCommand.run(["live"] + arguments)
    #expect(outcome.status == 64 && outcome.errors.contains(word), "\(outcome.errors)")
  }
}
