import Foundation
import KinesphereData
import KinesphereEvaluation
import Testing

@Suite struct RecogniseCommandTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func parsed(_ text: String) throws -> [String: Any] {
    let json = try JSONSerialization.jsonObject(with: Data(text.utf8))
    #expect(try JSONSchema(path: Documents.path("actions.schema.json")).violations(of: json) == [])
    return try #require(json as? [String: Any])
  }

  /// A stranger's phrase: its actions are found in their order.
  @Test func aPhrasesActionsAreFound() throws {
    let phrase = scratch.path("phrase.take")
    #expect(try BuiltCommand.run(["synthesize", phrase, "--phrase", "--seed", "5"]).status == 0)
    let outcome = try BuiltCommand.run(["recognise", phrase, "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = try parsed(outcome.output)
    let found = try #require(report["found"] as? [[String: Any]])
    let description = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: phrase + "/take.json")))
    let actions = try #require((description as? [String: Any])?["actions"] as? [[String: Any]])
    let names = actions.compactMap { $0["name"] as? String }
    #expect(names.count >= 6)
    let right = zip(found.compactMap { $0["action"] as? String }, names).count { $0 == $1 }
    #expect(right >= names.count - 1, "\(found) for \(names)")
  }

  private func line(_ time: Double) -> String {
    let points = (0..<18).map { "[\(0.1 * Double($0)),0.5,3]" }.joined(separator: ",")
    return
      #"{"index":0,"time":\#(time),"status":"ok","dancers":[{"id":0,"points":[\#(points)],"confidence":[]}]}"#
  }

  @Test(arguments: [[1e300], [-1e300], [0, 0.1, 1e300], [0, 1, 0.5], [0, 0.5, 0.5]])
  func linesWhoseTimesDoNotAscendAreRefused(times: [Double]) throws {
    let lines = times.map(line).joined(separator: "\n") + "\n"
    let outcome = try BuiltCommand.run(["recognise", "-"], input: Data(lines.utf8))
    #expect(outcome.status == 1 && outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("standard input: expected times that ascend"), "\(outcome.errors)")
  }

  @Test func linesOfATrackerAreRead() throws {
    let still = (0..<90).map { line(Double($0) / 30) }.joined(separator: "\n") + "\n"
    let quiet = try BuiltCommand.run(["recognise", "-", "--json"], input: Data(still.utf8))
    #expect(quiet.status == 0 && quiet.output.isEmpty, "\(quiet.errors)")
    for (input, word) in [
      ("", "it is empty"), ("{}\n", "line 1 is none"),
      (#"{"time":0,"dancers":[{"points":[[1,2,3]]}]}"# + "\n", "line 1 has others"),
    ] {
      let outcome = try BuiltCommand.run(["recognise", "-"], input: Data(input.utf8))
      #expect(outcome.status == 1 && outcome.errors.contains(word), "\(outcome.errors)")
    }
  }

  /// Three gestures by three people, each from a file of its own; the model then names a fourth person's.
  @Test func gesturesAreLearnedFromFolders() throws {
    let folder = scratch.path("gestures")
    for action in [SyntheticAction.bend, .squat] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(action.fileName)", withIntermediateDirectories: true)
      for number in 1...2 { try film(action, number, to: "\(folder)/\(action.fileName)/p\(number)_1.take") }
    }
    let model = scratch.path("g.safetensors")
    let learned = try BuiltCommand.run(["learn-actions", folder, "--output", model])
    #expect(learned.status == 0 && learned.output.contains("2 actions from 4"), "\(learned.errors)")
    let stranger = scratch.path("stranger.take")
    try film(.squat, 4, to: stranger)
    let outcome = try BuiltCommand.run(["recognise", stranger, "--whole", "--json", "--model", model])
    let report = try parsed(outcome.output)
    let shares = try #require(report["probabilities"] as? [String: Double])
    #expect(try #require(shares["squat"]) > 0.5, "\(shares)")
    #expect(report["found"] == nil && report.keys.contains("action"))
  }

  private func film(_ action: SyntheticAction, _ number: Int, to path: String) throws {
    let performance = SyntheticPerformance(action, by: Performer(number: number, seed: 7))
    let take = try TakeWriter(
      creating: path,
      description: TakeDescription(
        camera: performance.camera, rate: performance.rate, isSegmented: true,
        provenance: "a test"))
    var stage = SyntheticStage(camera: performance.camera)
    for frame in 0..<performance.count {
      performance.film(frame, on: &stage)
      try take.append(stage.frame(at: performance.time(of: frame)))
    }
    try take.finish()
  }

  @Test func whatCannotBeLearnedOrNamedIsSaid() throws {
    let folder = scratch.path("actions")
    try FileManager.default.createDirectory(atPath: folder + "/one", withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/one/a.bin"))
    for (arguments, word, status) in [
      (["learn-actions", folder], "two folders of recordings or more", 1),
      (["learn-actions", scratch.path("none")], "it cannot be read", 1),
      (["learn-actions"], "the folder of actions is missing", 64),
      (["learn-actions", folder, "--synthetic"], "leave out the folder", 64),
      (["recognise", scratch.path("none.take")], "none.take", 1),
      (["recognise", "-", "--whole"], "a stream has no whole", 64),
      (["recognise", folder + "/one/a.bin", "--model", folder + "/one/a.bin"], "holds only 1 bytes", 1),
      (["evaluate", "synthetic-spotting", folder], "makes its own scenes", 64),
      (["evaluate", "utd27-spotting"], "folder is missing", 64),
    ] as [([String], String, Int32)] {
      let outcome = try BuiltCommand.run(arguments)
      #expect(outcome.status == status && outcome.errors.contains(word), "\(arguments): \(outcome.errors)")
    }
    let second = folder + "/two"
    try FileManager.default.createDirectory(atPath: second, withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(fileURLWithPath: second + "/b.bin"))
    let outcome = try BuiltCommand.run(["learn-actions", folder, "--output", scratch.path("m")])
    #expect(outcome.status == 1 && outcome.errors.contains("one/a.bin"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.path("m")))
  }
}
