import Foundation
import Testing

/// The built `kinesphere-train evaluate-adapt`, where it should refuse.
@Suite struct EvaluateAdaptCommandTests {
  private func refusal(_ start: String, subjects: [String], in folder: String) throws -> (Int32, String) {
    let (process, errors) = (Process(), Pipe())
    process.executableURL = KilledRunTests.executable
    process.arguments = ["evaluate-adapt", "--start", start, "--subjects"] + subjects
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
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
