import Foundation
import Testing

/// The built `kinesphere-train evaluate-adapt` and `adapt`, where they should refuse.
@Suite struct EvaluateAdaptCommandTests {
  private func refusal(_ start: String, subjects: [String], in folder: String) throws -> (Int32, String) {
    try run(["evaluate-adapt", "--start", start, "--subjects"] + subjects, in: folder)
  }

  private func run(_ arguments: [String], in folder: String) throws -> (Int32, String) {
    let (process, errors) = (Process(), Pipe())
    process.executableURL = KilledRunTests.executable
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  /// Refused before anything is read, and nothing is lost.
  @Test func adaptDoesNotWriteOverWhatItReads() throws {
    let folder = try SmallData.folder()
    defer { SmallData.remove(folder) }
    let take = folder + "/a.take"
    try FileManager.default.createDirectory(atPath: take, withIntermediateDirectories: true)
    for name in ["a.npz", "a.take/take.json", "a.take/depth.log"] {
      try Data(name.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
    for (recording, output, status, words) in [
      ("a.npz", "a.npz", Int32(64), "the recording itself"), ("a.take", "a.take", 64, "the recording itself"),
      ("a.take", "a.take/depth.log", 64, "inside the recording"),
      ("a.npz", "nowhere/b.safetensors", 1, "be made"),
    ] {
      let (outcome, errors) = try run(["adapt", recording, "--output", output], in: folder)
      #expect(outcome == status && errors.contains(words), "\(errors)")
    }
    for name in ["a.npz", "a.take/take.json", "a.take/depth.log"] {
      #expect(try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) == name)
    }
  }

  /// A run learned from its own subjects and from those of the runs that it starts from.
  @Test func dancersWhomTheStartKnowsAreNoStrangers() throws {
    let folder = try SmallData.folder()
    defer { SmallData.remove(folder) }
    for (name, subject, start) in [
      ("first", 1, ""), ("second", 3, "first/weights.safetensors"), ("ring", 5, "ring"),
    ] {
      let recipe = """
        {"name": "\(name)", "stage": "encoder", "skeleton": "kinect", "seed": 1, "start": "\(start)",
         "data": {"recordings": "utd", "subjects": [\(subject)]}}
        """
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      try Data(recipe.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)/recipe.json"))
    }
    for (start, subject, knows) in [
      ("second", "3", "second"), ("second", "1", "first"), ("first", "1", "first"),
    ] {
      let (status, errors) = try refusal(start, subjects: ["2", subject], in: folder)
      #expect(status == 1 && errors.contains("\(knows)"), "\(errors)")
      #expect(errors.contains("subjects that it did not learn from"), "\(errors)")
    }
    // Those of others are looked at no further: the run is not finished. A start that names itself ends too.
    for start in ["second", "ring"] {
      let (status, errors) = try refusal(start, subjects: ["2"], in: folder)
      #expect(status == 1 && errors.contains("a finished run"), "\(errors)")
    }
  }
}
