import Foundation
import KinesphereData
import Testing

@Suite struct TrackCommandTests {
  private let scratch: Scratch
  private let weights: [String]

  init() throws {
    scratch = try Scratch()
    try Fixtures.weights(scratch.path("w.safetensors"))
    weights = ["--weights", scratch.path("w.safetensors")]
  }

  private func track(_ name: String, _ more: [String] = []) throws -> BuiltCommand.Outcome {
    try BuiltCommand.run(["track", scratch.path(name)] + weights + more, folder: scratch.url)
  }

  private func object(_ name: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(contentsOf: scratch.file(name)))
  }

  @Test func aTakeBecomesFourFilesAndASummary() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 12)
    let outcome = try track("walk.take")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let folder = try #require(scratch.names.first { $0.hasSuffix("-tracked") })
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path(folder)).sorted()
    #expect(names == ["channels.csv", "poses.csv", "poses.json", "report.html"])
    #expect(outcome.output.contains("12 frames, the dancer is in 12 (100.0 %)"))
    #expect(!scratch.names.contains { $0.hasSuffix(".part") })
  }

  /// Two recordings of one name share the default folder: neither's poses are taken for the other's.
  @Test func posesOfAnotherRecordingOfTheNameAreKeptAndNotMistaken() throws {
    for (folder, blank) in [("a", Set<Int>()), ("b", [0])] {
      try FileManager.default.createDirectory(atPath: scratch.path(folder), withIntermediateDirectories: true)
      try Fixtures.take(scratch.path(folder + "/walk.take"), frames: 12, blank: blank)
    }
    #expect(try track("a/walk.take").status == 0)
    let before = try Data(contentsOf: scratch.file("walk-tracked/poses.json"))
    let refused = try track("b/walk.take")
    #expect(
      refused.status == 1 && refused.errors.contains("walk-tracked: expected the poses of this recording"))
    #expect(try Data(contentsOf: scratch.file("walk-tracked/poses.json")) == before)
    // What looks for the poses of b must not find those of a; a's own are found, and tracked again.
    let mistaken = try BuiltCommand.run(["export", scratch.path("b/walk.take")], folder: scratch.url)
    #expect(mistaken.status == 1 && mistaken.errors.contains("another recording of this name"))
    #expect(try BuiltCommand.run(["export", scratch.path("a/walk.take")], folder: scratch.url).status == 0)
    #expect(try track("a/walk.take").status == 0)
    #expect(try track("b/walk.take", ["-o", scratch.path("walk-tracked")]).status == 0)
    #expect(try Data(contentsOf: scratch.file("walk-tracked/poses.json")) != before)
  }

  /// Beside the recording lie the poses of another one, in the current folder its own.
  @Test func theRightOnesOfTwoPosesAreFound() throws {
    for (folder, blank) in [("a", Set<Int>()), ("b", [0])] {
      try FileManager.default.createDirectory(atPath: scratch.path(folder), withIntermediateDirectories: true)
      try Fixtures.take(scratch.path(folder + "/walk.take"), frames: 12, blank: blank)
    }
    #expect(try track("b/walk.take", ["-o", scratch.path("a/walk-tracked")]).status == 0)
    #expect(try track("a/walk.take").status == 0)
    let outcome = try BuiltCommand.run(["export", scratch.path("a/walk.take")], folder: scratch.url)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(FileManager.default.fileExists(atPath: scratch.path("walk-tracked/walk.bvh")))
  }

  /// A unit that was corrected makes no other recording of it.
  @Test func theSameFileInAnotherUnitIsTrackedAgain() throws {
    try Fixtures.bin(scratch.path("walk.bin"), frames: 8)
    let known = ["--camera", "kinect1", "--segmented"]
    #expect(try track("walk.bin", known + ["--unit", "0.25mm"]).status == 0)
    #expect(try track("walk.bin", known + ["--unit", "mm"]).status == 0)
  }

  @Test func posesOfAnotherRecordingAreNotDrawn() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 8)
    try Fixtures.take(scratch.path("b.take"), frames: 8, blank: [0])
    #expect(try track("a.take").status == 0)
    let outcome = try BuiltCommand.run(
      [
        "convert", scratch.path("b.take"), scratch.path("b.mp4"), "--poses",
        scratch.path("a-tracked/poses.json"),
      ])
    #expect(outcome.status == 1 && outcome.errors.contains("those of another recording"), "\(outcome.errors)")
    #expect(!scratch.names.contains("b.mp4"))
  }

  @Test func whoWasNotTrackedIsToldSo() throws {
    try Fixtures.bin(scratch.path("walk.bin"), frames: 3)
    let outcome = try BuiltCommand.run(["posture", scratch.path("walk.bin")], folder: scratch.url)
    #expect(
      outcome.status == 1 && outcome.errors.contains("run 'kinesphere track' on it first"),
      "\(outcome.errors)")
  }

  @Test func posesFitTheirSchemaAndComeBack() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 9, blank: [4])
    #expect(try track("walk.take", ["-o", "out"]).status == 0)
    let schema = try JSONSchema(path: Documents.path("poses.schema.json"))
    #expect(schema.violations(of: try object("out/poses.json")) == [])
    let document = try PosesDocument(path: scratch.path("out/poses.json"))
    #expect(document.frames.map(\.index) == Array(0..<9))
    #expect(document.frames[4].status == "empty" && document.frames[4].dancers.isEmpty)
    #expect(document.motion.count == 8)
    #expect(document.recording.camera == Fixtures.camera)
  }

  @Test func theSchemaRefusesWhatItShould() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 2)
    #expect(try track("walk.take", ["-o", "out"]).status == 0)
    let schema = try JSONSchema(path: Documents.path("poses.schema.json"))
    var root = try #require(try object("out/poses.json") as? [String: Any])
    root["unit"] = "mile"
    root["surplus"] = 1
    #expect(schema.violations(of: root).count == 2)
    root["frames"] = [["index": -1, "time": "soon", "status": "odd"]]
    #expect(schema.violations(of: root).count == 6)
  }

  @Test func theTablesHaveARowPerFrame() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 7, blank: [3])
    #expect(try track("walk.take", ["-o", "out"]).status == 0)
    let poses = try scratch.text("out/poses.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(poses.count == 8)
    #expect(poses.allSatisfy { $0.count == 3 + 18 * 4 })
    #expect(poses[0][3] == "head_x" && poses[0][6] == "head_confidence")
    #expect(poses[4][2] == "empty" && poses[4][3...].allSatisfy { $0.isEmpty })
    let channels = try scratch.text("out/channels.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(channels.count == 8 && channels.allSatisfy { $0.count == 10 })
  }

  @Test func memoryDoesNotGrowWithTheTake() throws {
    func peak(_ frames: Int) throws -> Int {
      try Fixtures.take(scratch.path("\(frames).take"), frames: frames)
      let output = try track("\(frames).take").output
      let words = try #require(output.split(separator: ";").dropFirst().first).split(separator: " ")
      return try #require(Int(words[0]))
    }
    let (short, long) = (try peak(200), try peak(1_000))
    #expect(short > 5 && long < 150)
    #expect(long - short < 12, "\(short) MB, then \(long) MB")
  }

  @Test func aFolderThatIsThereKeepsItsOtherFiles() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 3)
    try FileManager.default.createDirectory(at: scratch.file("out"), withIntermediateDirectories: false)
    try Data("mine".utf8).write(to: scratch.file("out/notes.txt"))
    try Data("old".utf8).write(to: scratch.file("out/poses.csv"))
    #expect(try track("walk.take", ["-o", "out"]).status == 0)
    #expect(try scratch.text("out/notes.txt") == "mine")
    #expect(try scratch.text("out/poses.csv").hasPrefix("index,time"))
  }

  @Test func aFolderInTheWayOfAFileLeavesTheOthersAsTheyWere() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 3)
    try FileManager.default.createDirectory(
      at: scratch.file("out/poses.json"), withIntermediateDirectories: true)
    try Data("old".utf8).write(to: scratch.file("out/channels.csv"))
    let outcome = try track("walk.take", ["-o", "out"])
    #expect(outcome.status == 1 && outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(try scratch.text("out/channels.csv") == "old")
    #expect(!scratch.names.contains { $0.hasSuffix(".part") })
  }

  @Test func aRoomIsLearnedBeforeTheFirstFrame() throws {
    try Fixtures.take(scratch.path("room.take"), frames: 60, segmented: false, blank: [20])
    let outcome = try track("room.take", ["-o", "out"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let frames = try PosesDocument(path: scratch.path("out/poses.json")).frames
    #expect(!frames.contains { $0.status == "learning" })
    #expect(frames[20].status == "damaged", "a room without a single reading")
    #expect(frames.filter { $0.status == "ok" }.count > 50)
    #expect(try scratch.text("out/report.html").contains("frame 20: no pixel has a reading"))
  }

  @Test func aDamagedFrameIsMarkedAndTheOthersAreTracked() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 8)
    let log = scratch.file("walk.take/depth.log")
    var bytes = try Data(contentsOf: log)
    bytes[bytes.count / 2] ^= 0xFF
    try bytes.write(to: log)
    let outcome = try track("walk.take", ["-o", "out"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let frames = try PosesDocument(path: scratch.path("out/poses.json")).frames
    #expect(frames.count == 8 && frames.filter { $0.status == "damaged" }.count == 1)
    #expect(frames.filter { $0.status == "ok" }.count == 7)
    #expect(try scratch.text("out/report.html").contains("<ul class=\"problems\"><li>frame "))
  }

  @Test func aCutOutTakeThatCallsItselfARoomIsNoticed() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 30)
    let right = try track("walk.take", ["-o", "right"])
    #expect(right.errors.isEmpty && !right.output.contains("note:"), "\(right.output)")
    let wrong = try track("walk.take", ["-o", "wrong", "--no-segmented"])
    #expect(wrong.status == 0 && wrong.output.contains("--segmented may be missing"), "\(wrong.output)")
    #expect(try scratch.text("wrong/report.html").contains("--segmented may be missing"))
  }

  @Test func aDancerWhoWasLearnedIntoTheRoomIsNoticed() throws {
    // Stands still for most of the take, then is gone.
    let description = TakeDescription(
      camera: Fixtures.camera, rate: 30, isSegmented: false, provenance: "a test")
    let writer = try TakeWriter(creating: scratch.path("room.take"), description: description)
    for index in 0..<400 {
      var frame = Fixtures.frame(0)
      frame.time = Double(index) / 30
      for place in frame.depth.storage.indices where frame.depth.storage[place] == 0 || index >= 340 {
        frame.depth.storage[place] = 4_000
      }
      try writer.append(frame)
    }
    try writer.finish()
    let outcome = try track("room.take", ["-o", "out"])
    #expect(outcome.status == 0 && outcome.output.contains("was learned into it"), "\(outcome.output)")
  }

  /// With the shipped weights, as a user would.
  @Test func aDancerWhoStandsInARoomIsFoundThereAndMeasured() throws {
    let made = try BuiltCommand.run(
      ["synthesize", "room.take", "--room", "--seed", "4", "--seconds", "3"], folder: scratch.url)
    #expect(made.status == 0, "\(made.errors)")
    let outcome = try BuiltCommand.run(["track", "room.take", "-o", "out"], folder: scratch.url)
    #expect(outcome.output.contains("120 frames, the dancer is in 90"), "\(outcome.output)")
    let words = try #require(outcome.output.split(separator: "key-points: ").last).split(separator: " ")
    #expect(try #require(Double(words[0])) < 7, "cm from the take's own key-points")
  }

  @Test func aBodyThatCannotBeIsNoticed() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 20)
    let outcome = try track("walk.take", ["-o", "out", "--camera", "10,10,160,120"])
    #expect(outcome.status == 0 && outcome.output.contains("m tall"), "\(outcome.output)")
    #expect(try scratch.text("out/report.html").contains("m tall"))
  }

  @Test func theWorkingFolderIsFilledAndNotReplaced() throws {
    try Fixtures.take(scratch.path("walk.take"), frames: 3)
    try FileManager.default.createDirectory(at: scratch.file("here"), withIntermediateDirectories: false)
    let before = try FileManager.default.attributesOfItem(atPath: scratch.path("here"))[.systemFileNumber]
    let outcome = try BuiltCommand.run(
      ["track", scratch.path("walk.take"), "-o", "."] + weights, folder: scratch.file("here"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let after = try FileManager.default.attributesOfItem(atPath: scratch.path("here"))[.systemFileNumber]
    #expect(before as? Int == after as? Int)
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path("here")).sorted()
    #expect(names == ["channels.csv", "poses.csv", "poses.json", "report.html"])
  }

  @Test func thePresetOfTheChannelsAloneRunsToo() throws {
    try Fixtures.weights(scratch.path("seven.safetensors"), preset: .channels)
    try Fixtures.take(scratch.path("walk.take"), frames: 4)
    let outcome = try BuiltCommand.run(
      ["track", scratch.path("walk.take"), "-o", "out", "--weights", scratch.path("seven.safetensors")],
      folder: scratch.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let document = try PosesDocument(path: scratch.path("out/poses.json"))
    #expect(document.motion.count == 4)
    #expect(
      document.frames[0].dancers[0].confidence.allSatisfy { $0 == 0 }, "seven numbers vouch for nothing")
  }

  @Test func thePresetOfTheBodysPartsRunsToo() throws {
    try Fixtures.weights(scratch.path("parts.safetensors"), preset: .parts)
    try Fixtures.take(scratch.path("walk.take"), frames: 4)
    let outcome = try BuiltCommand.run(
      ["track", scratch.path("walk.take"), "-o", "out", "--weights", scratch.path("parts.safetensors")],
      folder: scratch.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("\n  parts "), "\(outcome.output)")
    #expect(try PosesDocument(path: scratch.path("out/poses.json")).motion.count == 4)
  }
}

/// Files of docs/.
enum Documents {
  static func path(_ name: String, source: String = #filePath) -> String {
    URL(fileURLWithPath: source).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appendingPathComponent("docs").appendingPathComponent(name).path
  }
}
