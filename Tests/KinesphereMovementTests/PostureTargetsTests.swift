import Foundation
import KinesphereMovement
import Testing

@Suite struct PostureTargetsTests {
  private func load(_ text: String) throws -> PostureTargets {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("targets-\(UUID().uuidString)")
      .path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    do { return try PostureTargets.load(path) } catch {
      throw PostureError(file: "FILE", expected: error.expected, actual: error.actual)
    }
  }

  private func file(_ target: String, unit: String = "degree") -> String {
    #"{"format": "kinesphere-targets", "version": 1, "unit": "\#(unit)", "targets": [\#(target)]}"#
  }

  @Test func theShippedSetReadsBackAsItWasWritten() throws {
    #expect(try load(PostureTargets.shipped.text()) == .shipped)
  }

  @Test(arguments: [
    (
      #"{"name": "a", "when": {"always": true}, "ranges": [{"joint": "knie", "low": 0, "high": 9}]}"#,
      "a joint among", "\"knie\""
    ),
    (
      #"{"name": "a", "when": {"always": true}, "ranges": [{"joint": "knee_flexion", "low": 90, "high": 45}]}"#,
      "low at or below high", "90.0 is above 45.0"
    ),
    (
      #"{"name": "a", "when": {"always": true}, "ranges": [{"joint": "knee_flexion", "low": 0, "high": 270}]}"#,
      "within 0 to 180", "270.0"
    ),
    (#"{"name": "a", "when": {"always": true}, "ranges": []}"#, "1 to 40 ranges", "there are 0"),
    (#"{"name": "a", "when": {"sometimes": true}, "ranges": []}"#, "only always, times", "\"sometimes\""),
    (#"{"name": "a", "when": {}, "ranges": []}"#, "one of always, times", "it has none"),
    (
      #"{"name": "a", "when": {"always": true}, "tolerence": 5, "ranges": []}"#, "only name, side",
      "\"tolerence\""
    ),
    (#"{"name": "a", "side": "up", "when": {"always": true}, "ranges": []}"#, "a side among left", "\"up\""),
    (
      #"{"name": "a", "side": "either", "when": {"always": true}, "ranges": [{"joint": "knee_flexion", "low": 0, "high": 9}]}"#,
      "an entry condition", "there is none"
    ),
    (#"{"name": "a", "when": {"times": [[3, 1]]}, "ranges": []}"#, "spans of seconds", "[3.0, 1.0]"),
    (
      #"{"name": "a", "when": {"entry": [{"joint": "knee_flexion"}]}, "ranges": []}"#,
      "\"above\" or \"below\"", "neither"
    ),
    (
      #"{"name": "a", "side": "both", "when": {"always": true}, "ranges": [{"joint": "knee_flexion", "low": 0, "high": 9, "limb": "supporting"}]}"#,
      "one side alone", "both"
    ),
    (#"{"when": {"always": true}, "ranges": []}"#, "targets.schema.json", "there is no targets.[0].name"),
    (
      #"{"name": 7, "when": {"always": true}, "ranges": []}"#, "targets.schema.json",
      "another kind of value at targets.[0].name"
    ),
  ])
  func aWrongTargetIsExplainedInOneLine(target: String, expected: String, actual: String) {
    let error = #expect(throws: PostureError.self) { try load(file(target)) }
    #expect(error?.expected.contains(expected) == true, "\(error?.description ?? "")")
    #expect(error?.actual.contains(actual) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test func anotherUnitIsRefused() {
    let error = #expect(throws: PostureError.self) { try load(file("", unit: "radian")) }
    #expect(error?.description == "FILE: expected angles in \"degree\", but the unit is \"radian\"")
  }

  @Test func whatIsNoFileOrNoJSONIsSaid() {
    #expect(throws: PostureError.self) { try load("{") }
    #expect(throws: PostureError.self) { try load("") }
    #expect(throws: PostureError.self) { try PostureTargets.load("/nowhere/at/all") }
    #expect(throws: PostureError.self) { try load(String(repeating: " ", count: 1 << 21)) }
  }

  @Test func namesStandOnce() {
    let one =
      #"{"name": "a", "when": {"always": true}, "ranges": [{"joint": "knee_flexion", "low": 0, "high": 9}]}"#
    #expect(throws: PostureError.self) { try load(file("\(one), \(one)")) }
    #expect(throws: Never.self) { try load(file(one)) }
  }

  @Test func aTargetAskedForByAnUnknownNameIsAnError() throws {
    #expect(try PostureTargets.shipped.only(["relevé"], file: "f").targets.map(\.name) == ["relevé"])
    #expect(throws: PostureError.self) { try PostureTargets.shipped.only(["twist"], file: "f") }
  }
}
