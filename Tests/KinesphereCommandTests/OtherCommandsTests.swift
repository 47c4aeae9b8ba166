import Foundation
import KinesphereData
import Testing

@Suite struct OtherCommandsTests {
  private let scratch: Scratch
  private let weights: [String]

  init() throws {
    scratch = try Scratch()
    try Fixtures.weights(scratch.path("w.safetensors"))
    weights = ["--weights", scratch.path("w.safetensors")]
  }

  private func violations(_ json: String, schema: String) throws -> [String] {
    try JSONSchema(path: Documents.path(schema)).violations(
      of: JSONSerialization.jsonObject(with: Data(json.utf8)))
  }

  @Test func theDemoEndsByNamingThePageToOpen() throws {
    let outcome = try BuiltCommand.run(["demo"] + weights, folder: scratch.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let last = try #require(outcome.output.split(separator: "\n").last)
    #expect(last.hasPrefix("open ") && last.hasSuffix("/kinesphere-demo/report.html"))
    #expect(FileManager.default.fileExists(atPath: String(last.dropFirst(5))))
    #expect(outcome.output.contains("mean distance to the true key-points"))
    let poses = try PosesDocument(path: scratch.path("kinesphere-demo/poses.json"))
    #expect(poses.frames.count == 150 && poses.recording.format == "synthetic")
  }

  @Test func aSynthesizedTakeIsSoundAndCanBeTracked() throws {
    let made = try BuiltCommand.run(
      ["synthesize", "a.take", "--seconds", "0.5", "--unmirrored", "--seed", "5"], folder: scratch.url)
    #expect(made.status == 0, "\(made.errors)")
    let inspected = try BuiltCommand.run(["inspect", "a.take", "--json"], folder: scratch.url)
    #expect(try violations(inspected.output, schema: "inspection.schema.json") == [])
    let inspection = try #require(
      try JSONSerialization.jsonObject(with: Data(inspected.output.utf8)) as? [String: Any])
    #expect(inspection["frames"] as? Int == 15)
    #expect(inspection["is_mirrored"] as? Bool == false)
    let tracked = try BuiltCommand.run(["track", "a.take"] + weights, folder: scratch.url)
    #expect(tracked.status == 0, "\(tracked.errors)")
    #expect(scratch.names.contains("a-tracked"))
  }

  @Test func aCapturedMotionIsDancedAndLabelledAsKinectWould() throws {
    try Fixtures.motion(scratch.path("sway.skl"))
    let made = try BuiltCommand.run(
      ["synthesize", "a.take", "--motion", "sway.skl", "--kinect-labels"], folder: scratch.url)
    #expect(made.status == 0 && made.output.contains("59 frames, sway"), "\(made.output)\(made.errors)")
    let inspected = try BuiltCommand.run(["inspect", "a.take", "--json"], folder: scratch.url)
    let inspection = try JSONSerialization.jsonObject(with: Data(inspected.output.utf8)) as? [String: Any]
    #expect((inspection?["labels"] as? [String: Any])?["convention"] as? String == "kinect")
    let long = try BuiltCommand.run(
      ["synthesize", "b.take", "--motion", "sway.skl", "--seconds", "9"], folder: scratch.url)
    #expect(long.status == 1 && long.errorLines.count == 1 && long.errors.contains("a motion of 9"))
    try Data("SKL1 and nothing".utf8).write(to: scratch.file("torn.skl"))
    let torn = try BuiltCommand.run(["synthesize", "c.take", "--motion", "torn.skl"], folder: scratch.url)
    #expect(torn.status == 1 && torn.errorLines.count == 1 && !scratch.names.contains { $0.hasPrefix("c.") })
  }

  @Test func oneSeedIsOneTake() throws {
    for name in ["one", "two"] {
      #expect(
        try BuiltCommand.run(["synthesize", name, "--seconds", "0.2", "--seed", "9"], folder: scratch.url)
          .status == 0)
    }
    for file in ["depth.log", "labels.log"] {
      #expect(
        try Data(contentsOf: scratch.file("one/\(file)")) == Data(contentsOf: scratch.file("two/\(file)")))
    }
  }

  @Test func synthesizeDoesNotWriteOverWhatIsThere() throws {
    try Data("mine".utf8).write(to: scratch.file("a.take"))
    let outcome = try BuiltCommand.run(["synthesize", "a.take", "--seconds", "0.1"], folder: scratch.url)
    #expect(outcome.status == 1 && outcome.errorLines.count == 1)
    #expect(try scratch.text("a.take") == "mine")
  }

  @Test func theBenchFitsItsSchema() throws {
    let outcome = try BuiltCommand.run(["bench", "--json", "--frames", "10"] + weights)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try violations(outcome.output, schema: "bench.schema.json") == [])
    #expect(!outcome.output.contains(#""parts""#), "these weights have none")
  }

  @Test func theBenchShowsTheSegmentersShare() throws {
    try Fixtures.weights(scratch.path("parts.safetensors"), preset: .parts)
    let outcome = try BuiltCommand.run(
      ["bench", "--json", "--frames", "10", "--weights", scratch.path("parts.safetensors")])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try violations(outcome.output, schema: "bench.schema.json") == [])
    #expect(outcome.output.contains(#""parts""#))
  }

  @Test func theInspectionOfADamagedRecordingSaysWhatIsWrong() throws {
    try Fixtures.take(scratch.path("a.take"), frames: 5, blank: [2])
    let outcome = try BuiltCommand.run(["inspect", "a.take"], folder: scratch.url)
    #expect(outcome.status == 0)
    #expect(
      outcome.output.contains("PROBLEM") && outcome.output.contains("1 frame without a single reading (2)"))
  }
}
