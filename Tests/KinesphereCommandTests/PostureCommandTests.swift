import Foundation
import Kinesphere
import KinesphereData
import Testing

@Suite struct PostureCommandTests {
  /// Two pliés, of 33 and of 70 degrees, at 2.5 and 5 seconds: true key-points, as track would write them.
  private static func poses(_ path: String, isMirrored: Bool = true, leftArm: Float = 15) throws {
    let upright = pose(knee: 3, leftArm: leftArm)
    let dance = Choreography(
      tempo: 120,
      keyPoses: [
        .init(beat: 0, pose: upright), .init(beat: 3, pose: upright),
        .init(beat: 5, pose: pose(knee: 33, leftArm: leftArm)), .init(beat: 7, pose: upright),
        .init(beat: 10, pose: pose(knee: 70, leftArm: leftArm)), .init(beat: 13, pose: upright),
      ])
    var configuration = SyntheticSequence.Configuration()
    configuration.isMirrored = isMirrored
    (configuration.fullTurnShare, configuration.tiltSpread) = (0, 0)
    (configuration.lowestEye, configuration.highestEye) = (0.9, 0.9)
    let sequence = SyntheticSequence(
      choreography: dance, frames: 220, seed: 3, configuration: configuration)
    let header = PosesHeader(
      name: "dance", format: "a test", rate: 30, camera: sequence.camera, weights: "none")
    var writer = try PosesWriter(path: path, header: header)
    for frame in frames(sequence) { try writer.append(frame) }
    try writer.close()
  }

  private static func frames(_ sequence: SyntheticSequence) -> [TrackedFrame] {
    let truth = sequence.truth()
    return truth.poses.indices.map { index in
      var frame = TrackedFrame(index: index, time: truth.times[index], status: .ok)
      frame.pose = truth.poses[index]
      return frame
    }
  }

  private static func pose(knee: Float, leftArm: Float) -> BodyPose {
    var pose = BodyPose.standing
    let half = knee / 2 * .pi / 180
    for side in [\BodyPose.left, \BodyPose.right] {
      pose[keyPath: side].thigh = SIMD3(0, -cos(half), -sin(half))
      pose[keyPath: side].shank = SIMD3(0, -cos(half), sin(half))
    }
    let arm = leftArm * .pi / 180
    pose.left.upperArm = SIMD3(-sin(arm), -cos(arm), 0)
    pose.left.forearm = pose.left.upperArm
    return pose
  }

  /// The lines of a poses.json's frames.
  private static func lines(_ path: String) throws -> Data {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("{\"index\"") }
    return Data(
      lines.map { $0.hasSuffix(",") ? String($0.dropLast()) : String($0) }.joined(separator: "\n").utf8)
  }

  @Test func aShortPlieIsToldInWordsInJSONAndOnAPage() throws {
    let scratch = try Scratch()
    try Self.poses(scratch.path("poses.json"))
    let outcome = try BuiltCommand.run(
      [
        "posture", "poses.json", "--target", "demi-plié", "--tempo", "120", "--json", "posture.json",
        "--report",
        "posture.html",
      ], folder: scratch.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.contains("left knee 12° short of the demi-plié at 0:02"), "\(outcome.output)")
    #expect(outcome.output.contains("right knee 12° short of the demi-plié at 0:02"))
    #expect(outcome.output.contains(", against 1 target; "))
    #expect(!outcome.output.contains("at 0:05"))
    let schema = try JSONSchema(path: Documents.path("posture.schema.json"))
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: scratch.file("posture.json")))
    #expect(schema.violations(of: object) == [])
    let page = try scratch.text("posture.html")
    #expect(page.contains("left knee 12° short of the demi-plié"))
    #expect(page.hasSuffix("</html>\n") && !page.contains("<script") && !page.contains("http"))
    #expect(scratch.names == ["poses.json", "posture.html", "posture.json"])
  }

  @Test func aStreamOfLinesSaysWhatTheFileSays() throws {
    let scratch = try Scratch()
    try Self.poses(scratch.path("poses.json"))
    let lines = try Self.lines(scratch.path("poses.json"))
    let live = try BuiltCommand.run(
      ["posture", "-", "--mirrored", "--target", "demi-plié", "--json", "-"], input: lines)
    #expect(live.status == 0, "\(live.errors)")
    let offline = try BuiltCommand.run(
      ["posture", "poses.json", "--target", "demi-plié", "--json", "-"], folder: scratch.url)
    let words = { (text: String) in text.matches(of: /"words" ?: ?"([^"]*)"/).map { String($0.1) } }
    #expect(words(live.output) == words(offline.output).filter { !$0.contains("not judged") })
    #expect(words(live.output).count == 2)
    let spoken = try BuiltCommand.run(["posture", "-", "--mirrored", "--target", "demi-plié"], input: lines)
    #expect(spoken.output.hasPrefix("left knee 12° short of the demi-plié at 0:02\n"), "\(spoken.output)")
  }

  @Test(arguments: [true, false]) func anArmThatDiffersFromTheReferenceIsToldOfItsOwnSide(isMirrored: Bool)
    throws
  {
    let scratch = try Scratch()
    try Self.poses(scratch.path("own.json"), isMirrored: isMirrored, leftArm: 45)
    try Self.poses(scratch.path("other.json"))
    let outcome = try BuiltCommand.run(
      ["posture", "own.json", "--reference", "other.json", "--json", "posture.json"], folder: scratch.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("left arm 3"), "\(outcome.output)")
    #expect(outcome.output.contains("° higher than the reference at 0:0"))
    let told = outcome.output.split(separator: "\n").filter { $0.contains("than the reference") }
    #expect(told.allSatisfy { $0.hasPrefix("left arm") }, "\(outcome.output)")
    let schema = try JSONSchema(path: Documents.path("posture.schema.json"))
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: scratch.file("posture.json")))
    #expect(schema.violations(of: object) == [])
  }

  @Test func theShippedTargetsFitTheirSchemaAndReadBack() throws {
    let scratch = try Scratch()
    try Self.poses(scratch.path("poses.json"))
    let written = try BuiltCommand.run(["posture", "--write-targets", "my.json"], folder: scratch.url)
    #expect(written.status == 0 && written.output.hasPrefix("wrote my.json: "), "\(written.errors)")
    let schema = try JSONSchema(path: Documents.path("targets.schema.json"))
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: scratch.file("my.json")))
    #expect(schema.violations(of: object) == [])
    let own = try BuiltCommand.run(["posture", "poses.json", "--targets", "my.json"], folder: scratch.url)
    #expect(own.status == 0, "\(own.errors)")
    #expect(own.output == (try BuiltCommand.run(["posture", "poses.json"], folder: scratch.url).output))
  }

  @Test(arguments: ["dance-tracked", "dance-tracked/poses.json", "dance.take", "elsewhere/dance.take"])
  func aTrackedFolderAndItsRecordingAreFound(input: String) throws {
    let scratch = try Scratch()
    for folder in ["dance-tracked", "dance.take", "elsewhere/dance.take"] {
      try FileManager.default.createDirectory(at: scratch.file(folder), withIntermediateDirectories: true)
    }
    try Self.poses(scratch.path("dance-tracked/poses.json"))
    for others in [[], ["--reference", input]] {
      let outcome = try BuiltCommand.run(["posture", input] + others, folder: scratch.url)
      #expect(outcome.status == 0 && outcome.output.hasPrefix("dance, 0:0"), "\(outcome.errors)")
    }
    let own = try BuiltCommand.run(
      ["posture", input, "--json", "dance-tracked/poses.json"], folder: scratch.url)
    #expect(own.status == 64 && own.errors.contains("one of the files to read"), "\(own.errors)")
    let export = try BuiltCommand.run(["export", input, "--to", "csv", "-o", "out"], folder: scratch.url)
    #expect(export.status == 0, "\(export.errors)")
  }

  @Test func onePointIsNoPlural() throws {
    let scratch = try Scratch()
    try Self.poses(scratch.path("poses.json"))
    let text = try scratch.text("poses.json")
    let first = try #require(text.range(of: "\"points\": [["))
    let comma = try #require(text[first.upperBound...].firstIndex(of: ","))
    let far = text.replacingCharacters(in: first.upperBound..<comma, with: "200.0")
    try Data(far.utf8).write(to: scratch.file("far.json"))
    let outcome = try BuiltCommand.run(
      ["export", "far.json", "--to", "csv", "-o", "out"], folder: scratch.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("note: 1 point taken as unknown"), "\(outcome.output)")
  }

  @Test func editedTargetsAreNeverWrittenOver() throws {
    let scratch = try Scratch()
    try Data("edited".utf8).write(to: scratch.file("my.json"))
    let outcome = try BuiltCommand.run(["posture", "--write-targets", "my.json"], folder: scratch.url)
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("my.json: expected a name that is free"), "\(outcome.errors)")
    #expect(try scratch.text("my.json") == "edited")
    #expect(scratch.names == ["my.json"])
  }

  @Test(arguments: [
    (["posture", "none.json"], "none.json"), (["posture", "bad.json"], "bad.json"),
    (["posture", "poses.json", "--targets", "bad.json"], "bad.json: expected"),
    (
      ["posture", "poses.json", "--targets", "reversed.json"], "reversed.json: expected low at or below high"
    ),
    (["posture", "poses.json", "--targets", "action.json"], "expected an action among"),
    (["posture", "poses.json", "--target", "twist"], "expected a target among"),
    (["posture", "poses.json", "--reference", "bad.json"], "bad.json"),
    (["posture", "poses.json", "--report", "nowhere/page.html"], "nowhere/page.html"),
    (["posture", "late.json"], "expected times that ascend"),
  ])
  func whatCannotBeReadIsSaidInOneLine(arguments: [String], words: String) throws {
    let scratch = try Scratch()
    try Self.poses(scratch.path("poses.json"))
    let text = try scratch.text("poses.json")
    let head =
      #"{"format": "kinesphere-targets", "version": 1, "unit": "degree", "targets": [{"name": "a", "when": "#
    for (name, content) in [
      ("bad.json", "{"),
      (
        "reversed.json", head + #"{"always": true}, "ranges": [{"joint": "turnout", "low": 5, "high": 1}]}]}"#
      ),
      (
        "action.json",
        head + #"{"action": "moonwalk"}, "ranges": [{"joint": "turnout", "low": 1, "high": 5}]}]}"#
      ),
      ("late.json", text.replacing("\"time\": 1.0000", with: "\"time\": 0.1000")),
    ] { try Data(content.utf8).write(to: scratch.file(name)) }
    let outcome = try BuiltCommand.run(arguments, folder: scratch.url)
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: [
    (["posture"], "the poses are missing"), (["posture", "a.json", "--tempo", "0"], "--tempo should be"),
    (["posture", "a.json", "--offset", "1"], "--offset needs --tempo"),
    (["posture", "a.json", "--reference", "b.json", "--targets", "c.json"], "two kinds of review"),
    (["posture", "a.json", "--mirrored"], "the file says"), (["posture", "-"], "--mirrored or --unmirrored"),
    (["posture", "-", "--mirrored", "--report", "a.html"], "a whole take"),
    (["posture", "a.json", "--json", "./a.json"], "one of the files to read"),
    (["posture", "a.json", "--tilt", "nan"], "--tilt should be"),
    (["posture", "a.json", "--tilt", "-90"], "--tilt should be -80 to 80 degrees, but is -90.0"),
    (["posture", "a.json", "--offset", "-1"], "--offset needs --tempo"),
  ])
  func wrongUsageExits64(arguments: [String], words: String) throws {
    let outcome = try BuiltCommand.run(arguments)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func aBrokenLineOfAStreamIsSaidWithItsNumber() throws {
    let outcome = try BuiltCommand.run(["posture", "-", "--mirrored"], input: Data("{}\n".utf8))
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains("line 1"), "\(outcome.errors)")
    #expect(try BuiltCommand.run(["posture", "-", "--mirrored"], input: Data()).status == 1)
  }
}
