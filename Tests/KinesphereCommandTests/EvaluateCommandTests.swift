import Foundation
import Kinesphere
import Testing

@Suite struct EvaluateCommandTests {
  private let scratch: Scratch
  private let weights: [String]

  init() throws {
    scratch = try Scratch()
    try Fixtures.weights(scratch.path("w.safetensors"))
    weights = ["--weights", scratch.path("w.safetensors")]
  }

  private func report(_ folder: URL, plan: String = "msr-key-points") throws -> [String: Any] {
    let outcome = try BuiltCommand.run(["evaluate", plan, folder.path, "--json", "-"] + weights)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    #expect(try JSONSchema(path: Documents.path("key-points.schema.json")).violations(of: json) == [])
    return try #require(json as? [String: Any])
  }

  private func score(_ name: String, in report: [String: Any]) throws -> [String: Any] {
    let results = try #require(report["results"] as? [[String: Any]])
    return try #require(results.first { $0["name"] as? String == name }?["score"] as? [String: Any])
  }

  @Test func aDancerWhoNeverMovesIsKnownByTheMeanPoseAndNotByHashedWeights() throws {
    let folder = scratch.file("msr")
    try Fixtures.msrSequence("a01_s01_e01", in: folder, frames: 6)
    try Fixtures.msrSequence("a02_s03_e01", in: folder, frames: 4, hasSkeleton: false)
    try Fixtures.msrSequence("a01_s02_e01", in: folder, frames: 5)
    let report = try report(folder)
    #expect(((report["train"] as? [String: Any])?["excluded"] as? [String]) == ["a02_s03_e01"])
    #expect(((report["test"] as? [String: Any])?["frames"] as? Int) == 5)
    let mean = try score("baseline: mean pose", in: report)
    #expect(try #require(mean["mean_error"] as? Double) < 0.001)
    #expect(mean["key_points"] as? Int == 5 * 17, "the root has no error of its own")
    #expect((mean["per_subject"] as? [String: Any])?.keys.sorted() == ["2"])
    #expect(try #require(score("as tracked", in: report)["mean_error"] as? Double) > 0.05)
  }

  /// A square of 3 x 3 pixels that goes 8 pixels a frame, and skeletons that are where it was a frame before.
  private func lateSkeletons(_ name: String, in folder: URL) throws {
    let frames = 20
    var depth = [Int32(frames), 320, 240]
    var text = ""
    for frame in 0..<frames {
      var picture = [Int32](repeating: 0, count: 320 * 240)
      for y in 99...101 { for x in 0..<3 { picture[y * 320 + 49 + 8 * frame + x] = 400 } }
      depth += picture
      let joint = Camera.kinect1.unproject(u: Float(50 + 8 * (frame - 1)), v: 100, depth: 2)
      for _ in 0..<20 { text += "\(joint.x) \(joint.y) \(joint.z) 1\n" }
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try depth.withUnsafeBytes { Data($0) }.write(to: folder.appendingPathComponent("\(name)_sdepth.bin"))
    try Data(text.utf8).write(to: folder.appendingPathComponent("\(name)_skeleton3D.txt"))
  }

  @Test func skeletonsThatAreAFrameLateAreFoundSoOnTrainingSubjectsAlone() throws {
    let folder = scratch.file("msr")
    try lateSkeletons("a01_s01_e01", in: folder)
    // A test subject whose skeletons are in time: it must not be looked at.
    try Fixtures.msrSequence("a01_s02_e01", in: folder, frames: 5)
    let outcome = try BuiltCommand.run(["evaluate", "msr-label-timing", folder.path, "--json", "-"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    #expect(try JSONSchema(path: Documents.path("label-timing.schema.json")).violations(of: json) == [])
    let report = try #require(json as? [String: Any])
    let curves = try #require(report["curves"] as? [[String: Any]])
    #expect(curves.map { $0["subject"] as? String } == ["1", "all"])
    #expect(curves.allSatisfy { $0["best"] as? Double == 1 })
    let refused = try BuiltCommand.run(["evaluate", "msr-label-timing", folder.path, "--aligned-labels"])
    #expect(refused.status == 64 && refused.errors.contains("is for key-points"))
    let empty = try BuiltCommand.run(["evaluate", "utd-label-timing", folder.path])
    #expect(
      empty.status == 1 && empty.errors.contains("expected depth recordings of UTD-MHAD"), "\(empty.errors)")
  }

  @Test func labelsAreMovedWhereAskedForAndTheReportSaysSo() throws {
    let folder = scratch.file("msr")
    try Fixtures.msrSequence("a01_s01_e01", in: folder, frames: 6)
    try Fixtures.msrSequence("a01_s02_e01", in: folder, frames: 5)
    #expect(try report(folder)["label_timing"] as? String == "as recorded")
    let outcome = try BuiltCommand.run(
      ["evaluate", "msr-key-points", folder.path, "--aligned-labels", "--json", "-"] + weights)
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(json["label_timing"] as? String == "aligned")
  }

  @Test func whatIsLearnedOnTrainingSubjectsIsNotCorrectedOnTestSubjects() throws {
    // Everybody's labels are alike but for the test subject's, which lie 5 cm further to the right.
    let folder = scratch.file("utd")
    try Fixtures.utdSequence("a1_s1_t1", in: folder, frames: 8)
    try Fixtures.utdSequence("a2_s3_t1", in: folder, frames: 7)
    try Fixtures.utdSequence("a1_s2_t1", in: folder, frames: 6, labelShift: 0.05)
    let report = try report(folder, plan: "utd-key-points")
    #expect(report["is_relative"] as? Bool == false)
    let mean = try score("baseline: mean pose", in: report)
    #expect(abs(try #require(mean["mean_error"] as? Double) - 0.05) < 0.003)
    #expect(mean["within10cm"] as? Double == 1)
    // The window of channels tells the place as little as the mean does, but it must not know the shift.
    let regression = try score("baseline: linear regression on the channels", in: report)
    #expect(try #require(regression["mean_error"] as? Double) > 0.03)
    let tracked = try #require(score("as tracked", in: report)["mean_error"] as? Double)
    let constant = try #require(score("less a constant per key-point", in: report)["mean_error"] as? Double)
    #expect(constant < tracked)
  }

  @Test func theJSONGoesIntoAFileAndTheTableIsPrinted() throws {
    let folder = scratch.file("msr")
    try Fixtures.msrSequence("a01_s01_e01", in: folder, frames: 2)
    try Fixtures.msrSequence("a01_s02_e01", in: folder, frames: 2)
    let outcome = try BuiltCommand.run(
      ["evaluate", "msr-key-points", "msr", "--json", "scores.json"] + weights, folder: scratch.url)
    #expect(outcome.status == 0 && outcome.output.contains("baseline: mean pose"), "\(outcome.errors)")
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: scratch.file("scores.json")))
    #expect((json as? [String: Any])?["protocol"] as? String == "msr-key-points")
    let full = try BuiltCommand.run(
      ["evaluate", "msr-key-points", "msr", "--json", "/nowhere/scores.json"] + weights, folder: scratch.url)
    #expect(full.status == 1 && full.errorLines.count == 1, "\(full.errors)")
  }

  @Test func aFolderWithoutTestSubjectsIsRefused() throws {
    let folder = scratch.file("msr")
    try Fixtures.msrSequence("a01_s01_e01", in: folder, frames: 2)
    let outcome = try BuiltCommand.run(["evaluate", "msr-key-points", folder.path] + weights)
    #expect(outcome.status == 1 && outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("test subjects [2, 4, 6, 8, 10]"), "\(outcome.errors)")
  }

  @Test(arguments: ["nowhere", "."])
  func aFolderWithoutTheDataSetIsRefused(_ folder: String) throws {
    let outcome = try BuiltCommand.run(["evaluate", "utd-key-points", folder] + weights, folder: scratch.url)
    #expect(outcome.status == 1 && outcome.errorLines.count == 1)
  }
}
