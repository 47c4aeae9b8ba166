import Foundation
import Kinesphere
import KinesphereData
import Testing
import _KinesphereTestSupport

@Suite struct ExportCommandTests {
  let scratch: Scratch
  private static let files = [
    "dance-angles.csv", "dance-points.csv", "dance.bvh", "dance.c3d", "dance.glb", "dance.npz", "dance.trc",
  ]

  init() throws { scratch = try Scratch() }

  /// Key-points of a dance as `track` leaves them; frame 3 is without a dancer.
  private func track(_ folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let header = PosesHeader(
      name: "dance.take", format: "take", rate: 30, camera: .kinect1, weights: "default")
    var writer = try PosesWriter(path: folder + "/poses.json", header: header)
    var body = PosedBody()
    for index in 0..<12 {
      body.fill(person: Person(), pose: Dance.arms.pose(at: Double(index) / 30))
      var frame = TrackedFrame(index: index, time: Double(index) / 30, status: index == 3 ? .empty : .ok)
      frame.pose = body.keyPoints
      try writer.append(frame)
    }
    try writer.close()
  }

  @Test func everyFormatIsWrittenBesideThePosesAndImportedAgain() throws {
    try track(scratch.path("dance-tracked"))
    try FileManager.default.createDirectory(
      atPath: scratch.path("dance.take"), withIntermediateDirectories: true)
    let outcome = try BuiltCommand.run(["export", scratch.path("dance.take"), "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let summary = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    #expect(try JSONSchema(path: Documents.path("export.schema.json")).violations(of: summary) == [])
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.path("dance-tracked")).sorted()
    #expect(left == Self.files + ["poses.json"])
    for file in ["dance.bvh", "dance.trc", "dance.c3d"] {
      let back = scratch.path("\(file).json")
      let again = try BuiltCommand.run(["import", scratch.path("dance-tracked/\(file)"), "-o", back])
      #expect(again.status == 0, "\(again.errors)")
      let json = try JSONSerialization.jsonObject(with: try Data(contentsOf: URL(fileURLWithPath: back)))
      #expect(try JSONSchema(path: Documents.path("poses.schema.json")).violations(of: json) == [])
      // Markers of the frame without a dancer are unknown, the rig goes on.
      #expect(try PosesDocument(path: back).motion.count == (file == "dance.bvh" ? 12 : 11))
    }
  }

  @Test func chosenFormatsGoIntoAFolderAndNothingElse() throws {
    try track(scratch.path("a"))
    let outcome = try BuiltCommand.run(
      ["export", scratch.path("a/poses.json"), "--to", "bvh, glb", "-o", scratch.path("out"), "--name", "x"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output.contains("bones of constant length are") && outcome.output.contains("1 of 12 frames"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")).sorted() == ["x.bvh", "x.glb"])
  }

  @Test(arguments: [true, false])
  func whatWasTrackedIntoTheCurrentFolderIsFoundByTheRecordingsName(isFolder: Bool) throws {
    let recording = scratch.path("takes/dance.\(isFolder ? "take" : "bin")")
    try FileManager.default.createDirectory(
      atPath: isFolder ? recording : scratch.path("takes"), withIntermediateDirectories: true)
    if !isFolder { try Data([1]).write(to: URL(fileURLWithPath: recording)) }
    try track(scratch.path("work/dance-tracked"))
    let folder = URL(fileURLWithPath: scratch.path("work"))
    let outcome = try BuiltCommand.run(["export", recording, "--to", "trc"], folder: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(FileManager.default.fileExists(atPath: scratch.path("work/dance-tracked/dance.trc")))
    let elsewhere = try BuiltCommand.run(["export", recording, "--to", "trc"])
    #expect(elsewhere.status == 1 && elsewhere.errorLines.count == 1, "\(elsewhere.errors)")
  }

  @Test func importReplacesNothingUnlessItIsForcedTo() throws {
    try track(scratch.path("a"))
    #expect(
      try BuiltCommand.run(["export", scratch.path("a"), "--to", "bvh", "--name", "poses"]).status == 0)
    let poses = scratch.path("a/poses.json")
    let before = try Data(contentsOf: URL(fileURLWithPath: poses))
    let refused = try BuiltCommand.run(["import", scratch.path("a/poses.bvh")])
    #expect(refused.status == 1 && refused.errorLines.count == 1, "\(refused.errors)")
    #expect(refused.errors.contains("there is something of this name: --force"), "\(refused.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: poses)) == before)
    #expect(try BuiltCommand.run(["import", scratch.path("a/poses.bvh"), "--force"]).status == 0)
    #expect(try PosesDocument(path: poses).recording.weights == "imported")
  }

  @Test func whatCannotBeExportedIsSaidInOneLineAndLeavesNothing() throws {
    try FileManager.default.createDirectory(
      atPath: scratch.path("bare.take"), withIntermediateDirectories: true)
    try Data("{\"format\": 1}".utf8).write(to: scratch.file("bad.json"))
    try Data("HIERARCHY ROOT".utf8).write(to: scratch.file("bad.bvh"))
    for arguments in [
      ["export", scratch.path("nothing.json")], ["export", scratch.path("bare.take")],
      ["export", scratch.path("bad.json"), "-o", scratch.path("out")],
      ["import", scratch.path("bad.bvh")], ["import", scratch.path("nothing.c3d")],
    ] {
      let outcome = try BuiltCommand.run(arguments)
      #expect(outcome.status == 1 && outcome.errorLines.count == 1, "\(arguments): \(outcome.errors)")
      #expect(
        outcome.errors.contains(": expected "), "\(outcome.errors)")
    }
    #expect(scratch.names.sorted() == ["bad.bvh", "bad.json", "bare.take"], "\(scratch.names)")
    #expect(try BuiltCommand.run(["export", "x.json", "--to", "fbx"]).status == 64)
    #expect(try BuiltCommand.run(["export", "x.json", "--name", "../x"]).status == 64)
    #expect(try BuiltCommand.run(["import", "x.bvh", "--rate", "0"]).status == 64)
  }
}
