import Foundation
import Kinesphere
import KinesphereData
import Testing

/// `synthesize --scene`, then `background`, `detect` and `track` on what it filmed.
@Suite struct MaskCommandsTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func scene(_ name: String, _ file: String, _ more: [String] = []) throws -> String {
    let path = scratch.path(file)
    let made = try BuiltCommand.run(["synthesize", path, "--scene", name, "--seconds", "2"] + more)
    #expect(made.status == 0, "\(made.errors)")
    return path
  }

  private func summary(_ outcome: BuiltCommand.Outcome) throws -> [String: Any] {
    let json = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    #expect(try JSONSchema(path: Documents.path("masks.schema.json")).violations(of: json) == [])
    return try #require(json as? [String: Any])
  }

  @Test func theDancerOfAQuietRoomIsFoundAndShown() throws {
    let take = try scene("quiet-room", "a.take", ["--truth", scratch.path("truth.npy")])
    let truth = try Recordings.openVideo(path: scratch.path("truth.npy"))
    #expect(truth.header.frameCount == 60 && truth.header.width == 320)
    var (owners, dancer) = (truth.makeFrame(), [Int]())
    while try truth.read(into: &owners) == .frame {
      let pixels = owners.channels[0].storage
      dancer.append(pixels.count { $0 == 0 })
      #expect(pixels.allSatisfy { $0 == 0 || $0 == 255 })
    }
    // The first second is empty; then the dancer walks in.
    #expect(dancer.count == 60 && dancer[..<30].allSatisfy { $0 == 0 } && dancer[59] > 2000)
    let poses = try #require(try SkeletonLabels(take: take)).motion.poses
    #expect(poses.count == 60 && poses[0][.head].x.isNaN && poses[59][.head].z > 1)
    let outcome = try BuiltCommand.run(
      ["detect", take, "--learn", "28", "--follow", "--json", "-o", scratch.path("out")])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let found = try #require(summary(outcome)["found_share"] as? Double)
    // The room is empty for the first of two seconds, and the dancer walks in after it.
    #expect(found > 0.35 && found < 0.5)
    let lines = try scratch.text("out/silhouettes.csv").split(separator: "\n")
    #expect(lines[0].hasPrefix("index,time,dancer,pixels,left,top,right,bottom"))
    #expect(abs(Double(lines.count - 1) - found * 60) < 0.5)
    let page = try scratch.text("out/masks.html")
    #expect(page.contains("data:image/png;base64,") && page.contains("Contact sheet"))
    #expect(!page.contains("http://") && !page.contains("https://"))
  }

  @Test func aGrayVideoGivesChannelsAndSaysThatThereIsNoDepth() throws {
    let gray = try scene("quiet-room", "a.npy", ["--picture", "gray"])
    let outcome = try BuiltCommand.run(["track", gray, "--rate", "30", "-o", scratch.path("out")])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("3-D key-points: unavailable"))
    #expect(try scratch.text("out/report.html").contains("No 3-D"))
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")).sorted()
    #expect(names == ["channels.csv", "report.html"])
    let lines = try scratch.text("out/channels.csv").split(separator: "\n")
    #expect(lines.count == 61)
    let mirrored = try BuiltCommand.run(["track", gray, "--rate", "30", "--mirror-average"])
    #expect(mirrored.status == 64 && mirrored.errors.contains("--mirror-average say nothing"))
  }

  @Test func theRoomOfAColourVideoIsAPicture() throws {
    let colour = try scene("quiet-room", "a.npy", ["--picture", "colour"])
    let outcome = try BuiltCommand.run(
      [
        "background", colour, "--rate", "30", "--learn", "28", "--follow", "--json", "-o",
        scratch.path("out"),
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let summary = try summary(outcome)
    #expect(summary["kind"] as? String == "video" && summary["frames_learned"] as? Int == 28)
    let picture = try Data(contentsOf: scratch.file("out/background.png"))
    #expect(picture.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
  }

  @Test func whatSaysNothingIsRefused() throws {
    let gray = try scene("quiet-room", "a.npy", ["--picture", "gray"])
    try Fixtures.take(scratch.path("cut.take"), frames: 4)
    for (arguments, word) in [
      (["detect", gray, "--unit", "mm"], "--unit"),
      (["background", gray, "--camera", "kinect1"], "--camera"),
      (["detect", gray, "--mirrored"], "--mirrored"), (["track", gray, "--segmented"], "--segmented"),
      (["track", gray, "--weights", "none.safetensors"], "--weights"),
      (["detect", scratch.path("cut.take"), "--no-follow"], "cut out already"),
      (["detect", scratch.path("cut.take"), "--method", "flow", "--learn", "30"], "learns no room"),
      (["synthesize", scratch.path("b.npz")], "convert it"),
    ] {
      let outcome = try BuiltCommand.run(arguments)
      #expect(outcome.status == 64 && outcome.errors.contains(word), "\(arguments): \(outcome.errors)")
    }
    #expect(scratch.names == ["a.npy", "cut.take"], "\(scratch.names)")
  }

  @Test func leftAndRightOfAVideoFollowItsMirroring() throws {
    let gray = try scene("quiet-room", "a.npy", ["--picture", "gray"])
    for flag in ["--mirrored", "--unmirrored"] {
      let outcome = try BuiltCommand.run(["track", gray, "--rate", "30", flag, "-o", scratch.path(flag)])
      #expect(outcome.status == 0 && outcome.output.contains("left and right"), "\(outcome.errors)")
    }
    func columns(_ flag: String, _ column: Int) throws -> [Substring] {
      try scratch.text("\(flag)/channels.csv").split(separator: "\n").dropFirst()
        .map { $0.split(separator: ",", omittingEmptySubsequences: false)[column] }
    }
    // The dancer walks in from the side: the swings differ.
    let (left, right) = (try columns("--mirrored", 3), try columns("--mirrored", 4))
    #expect(left != right)
    #expect(try columns("--unmirrored", 3) == right && columns("--unmirrored", 4) == left)
  }

  @Test(arguments: ["background", "detect"])
  func aMissingRecordingIsOneLineAndLeavesNothing(command: String) throws {
    let outcome = try BuiltCommand.run([command, scratch.path("none.take"), "-o", scratch.path("out")])
    #expect(outcome.status == 1 && outcome.errorLines.count == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("none.take"))
    #expect(scratch.names.isEmpty)
  }

  @Test(arguments: [
    (["detect", "a.take", "--method", "magic"], "--method"),
    (["detect", "a.take", "--bodies", "0"], "--bodies"),
    (["detect", "a.take", "--bodies", "4"], "--bodies"),
    (["background", "a.take", "--background", "best"], "--background"),
    (["detect", "a.take", "--learn", "0"], "--learn"),
    (["synthesize", "a.take", "--scene", "moon"], "--scene"),
    (["synthesize", "a.take", "--truth", "t.npy"], "--scene"),
    (["synthesize", "a.take", "--scene", "quiet-room", "--room"], "--scene"),
    (["synthesize", "a.take", "--scene", "quiet-room", "--unmirrored"], "--scene"),
    (["synthesize", "a.take", "--scene", "quiet-room", "--kinect-labels"], "--scene"),
    (["synthesize", "a.take", "--scene", "quiet-room", "--seconds", "60"], "--seconds should be at most"),
    (["synthesize", "a.take", "--scene", "quiet-room", "--picture", "gray"], "written as .npy"),
    (["synthesize", "a.foo", "--scene", "quiet-room"], "depth is written as"),
    (
      ["synthesize", "a.npy", "--scene", "quiet-room", "--picture", "gray", "--truth", "./a.npy"],
      "another file"
    ),
    (["synthesize", "a.take", "--scene", "quiet-room", "--truth", "t.csv"], "--truth is written as .npy"),
  ])
  func wrongUsageOfMasksIsExplained(arguments: [String], word: String) throws {
    let outcome = try BuiltCommand.run(arguments)
    #expect(outcome.status == 64 && outcome.errors.contains(word), "\(outcome.errors)")
  }

  /// A cut-out recording has no room; one that does not say so is noticed.
  @Test func whereNoRoomIsThereIsNoneToLearn() throws {
    try Fixtures.take(scratch.path("cut.take"), frames: 12)
    let refused = try BuiltCommand.run(["background", scratch.path("cut.take"), "-o", scratch.path("out")])
    #expect(refused.status == 1 && refused.errors.contains("cut out"), "\(refused.errors)")
    for command in ["background", "detect"] {
      let told = try BuiltCommand.run(
        [command, scratch.path("cut.take"), "--no-segmented", "-o", scratch.path("out")])
      #expect(told.status == 0 && told.output.contains("--segmented may be missing"), "\(told.output)")
    }
  }

  @Test(arguments: ["cut.take", "cut.take/inside", "./cut.take/../cut.take", "link", "link/inside"])
  func nothingIsWrittenIntoTheRecording(output: String) throws {
    try Fixtures.take(scratch.path("cut.take"), frames: 2)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link"), withDestinationPath: scratch.path("cut.take"))
    let held = try FileManager.default.contentsOfDirectory(atPath: scratch.path("cut.take")).sorted()
    for command in ["background", "detect", "track"] {
      let outcome = try BuiltCommand.run([command, "cut.take", "-o", output], folder: scratch.url)
      #expect(outcome.status == 64 && outcome.errors.contains("the recording"), "\(outcome.errors)")
    }
    let converted = try BuiltCommand.run(
      ["convert", "cut.take", output, "--format", "npz"], folder: scratch.url)
    #expect(converted.status == 64 && converted.errors.contains("the recording"), "\(converted.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("cut.take")).sorted() == held)
  }

  @Test(arguments: ["a.npy", "a.take"])
  func aSceneOverwritesNothing(name: String) throws {
    try Data([1, 2, 3]).write(to: scratch.file(name))
    let outcome = try BuiltCommand.run(
      ["synthesize", scratch.path(name), "--scene", "quiet-room"]
        + (name == "a.npy" ? ["--picture", "gray"] : []))
    #expect(outcome.status == 1 && outcome.errors.contains(name), "\(outcome.errors)")
    #expect(try Data(contentsOf: scratch.file(name)) == Data([1, 2, 3]))
  }
}
