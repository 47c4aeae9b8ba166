import Foundation
import KinesphereData
import Testing

@Suite struct SynthesizeSetTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func aStoppedSetGoesOnWithTheUnfinishedTake() throws {
    // All finished but one, which was stopped in the middle.
    for performer in 1...9 {
      for action in SyntheticAction.everyday where !(performer == 1 && action == .squat) {
        try FileManager.default.createDirectory(
          at: scratch.file("set/p\(performer)_\(action.fileName).take"), withIntermediateDirectories: true)
      }
    }
    let half = scratch.file("set/p1_squat.take.recording")
    try FileManager.default.createDirectory(at: half, withIntermediateDirectories: true)
    try Data("half".utf8).write(to: half.appendingPathComponent("depth.log"))
    let made = try BuiltCommand.run(["synthesize", "set", "--set", "actions"], folder: scratch.url)
    #expect(made.status == 0 && made.output.contains("1 takes") && made.output.contains("98 were there"))
    #expect(!FileManager.default.fileExists(atPath: half.path))
    let json = try Data(contentsOf: scratch.file("set/p1_squat.take/take.json"))
    let value = try JSONSerialization.jsonObject(with: json)
    #expect(try JSONSchema(path: Documents.path("take.schema.json")).violations(of: value) == [])
    let take = try #require(value as? [String: Any])
    #expect((take["dancer"] as? String)?.hasSuffix("p1, trained") == true)
    let actions = try #require(take["actions"] as? [[String: Any]])
    #expect(actions.count == 1 && actions[0]["name"] as? String == "squat")
    #expect(actions[0]["end_beat"] as? Double == 6 && take["tempo"] as? Double != nil)
    let again = try BuiltCommand.run(["synthesize", "set", "--set", "actions"], folder: scratch.url)
    #expect(again.status == 0 && again.output.contains("0 takes"))
  }

  @Test func setAndPhraseAreCheckedBeforeAnythingIsWritten() throws {
    for arguments in [
      ["x", "--set", "actions", "--phrase"], ["x", "--set", "ballet"], ["x", "--phrase", "--seconds", "3"],
    ] {
      let outcome = try BuiltCommand.run(["synthesize"] + arguments, folder: scratch.url)
      #expect(outcome.status == 64 && !scratch.names.contains("x"))
    }
  }

  @Test func namesOfActionsCanBeReadBack() {
    for action in SyntheticAction.allCases {
      #expect(SyntheticAction(name: action.rawValue) == action)
      #expect(SyntheticAction(name: action.fileName) == action)
      #expect(action.fileName.allSatisfy { $0 == "-" || ("a"..."z").contains($0) })
    }
    #expect(SyntheticAction.everyday.count == 11 && SyntheticAction.dance.count == 6)
  }
}
