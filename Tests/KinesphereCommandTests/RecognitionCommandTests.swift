import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation
import Testing

/// `evaluate` for recognition and `recognition-report`, on small recordings and on files that are not what they should be.
@Suite struct RecognitionCommandTests {
  private let scratch: Scratch
  private let weights: [String]

  init() throws {
    scratch = try Scratch()
    try Fixtures.weights(scratch.path("w.safetensors"))
    weights = ["--weights", scratch.path("w.safetensors")]
  }

  /// Four actions by subjects 1 to 4, once each: boxes that walk for so many frames.
  private func folder() throws -> URL {
    let folder = scratch.file("msr")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for action in 1...2 {
      for subject in 1...4 {
        try Fixtures.bin(path("a0\(action)_s0\(subject)_e01"), frames: 3 + 3 * action)
      }
    }
    return folder
  }

  private func path(_ name: String) -> String { scratch.file("msr").path + "/\(name)_sdepth.bin" }

  @Test func badRecordingsAreNamedAndCountedAndThePageSaysSo() throws {
    let folder = try folder()
    // Cut off, of one frame, of nothing, of a name that says too little, of an action that there is not.
    try Fixtures.bin(path("a01_s01_e02"), frames: 4)
    let cut = try FileHandle(forWritingTo: URL(fileURLWithPath: path("a01_s01_e02")))
    try cut.truncate(atOffset: 100_000)
    try cut.close()
    try Fixtures.bin(path("a01_s02_e02"), frames: 1)
    try Data().write(to: URL(fileURLWithPath: path("a02_s02_e02")))
    try Fixtures.bin(path("a01_s02"), frames: 2)
    try Fixtures.bin(path("a31_s02_e01"), frames: 2)
    let (json, page) = (scratch.path("a.json"), scratch.path("a.html"))
    let outcome = try BuiltCommand.run(
      ["evaluate", "msr20-odd-even", folder.path, "--json", json, "--report", page] + weights)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: json)))
    #expect(try JSONSchema(path: Documents.path("evaluation.schema.json")).violations(of: object) == [])
    let report = try RecognitionReport.read(json)
    #expect(report.lost == ["a01_s01_e02", "a01_s02_e02", "a02_s02_e02"])
    #expect(report.unnamed == ["a01_s02_sdepth.bin", "a31_s02_e01_sdepth.bin"])
    #expect(report.found == 11 && report.listed == 557)
    #expect(outcome.output.contains("11 of 557 listed sequences found"))
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html == RecognitionPage([report]).html())
    #expect(html.contains("3: a01_s01_e02 a01_s02_e02 a02_s02_e02"))
    #expect(!FileManager.default.fileExists(atPath: page + ".part"))
  }

  @Test func savedMeasurementsBecomeOnePage() throws {
    let folder = try folder()
    var files: [String] = []
    for share in ["0.5", "1"] {
      files.append(scratch.path("\(share).json"))
      let outcome = try BuiltCommand.run(
        ["evaluate", "msr20-odd-even", folder.path, "--label-share", share, "--seed", "5", "--json"]
          + [files[files.count - 1]] + weights)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    #expect(try RecognitionReport.read(files[0]).results[0].train == 2)
    let outcome = try BuiltCommand.run(["recognition-report"] + files, folder: scratch.url)
    #expect(
      outcome.status == 0 && outcome.output == "wrote recognition.html: 2 reports\n", "\(outcome.errors)")
    let html = try String(contentsOfFile: scratch.path("recognition.html"), encoding: .utf8)
    #expect(html.contains("Few labels: msr20-odd-even"))
  }

  @Test func foldersAndFilesThatAreNotThereAreToldInALine() throws {
    let empty = scratch.file("empty")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    try Data("{\"format\": \"kinesphere-take\"}".utf8).write(to: scratch.file("foreign.json"))
    let page = scratch.path("out.html")
    for (arguments, words) in [
      (["evaluate", "msr20-odd-even", scratch.path("none"), "--report", page], "it cannot be read"),
      (["evaluate", "msr20-odd-even", empty.path, "--report", page], "none is below this folder"),
      (["recognition-report", scratch.path("none.json"), "-o", page], "it cannot be read"),
      (["recognition-report", scratch.path("foreign.json"), "-o", page], "'kinesphere-take'"),
      (["recognition-report", scratch.path("w.safetensors"), "-o", page], "it is not JSON"),
    ] {
      let outcome = try BuiltCommand.run(arguments)
      #expect(outcome.status == 1 && outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: page))
    }
  }

  @Test func aSequenceThatIsThereTwiceIsAnError() throws {
    let folder = try folder()
    let copy = folder.appendingPathComponent("again")
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: path("a01_s01_e01"), toPath: copy.path + "/a01_s01_e01_sdepth.bin")
    let outcome = try BuiltCommand.run(["evaluate", "msr20-odd-even", folder.path] + weights)
    #expect(
      outcome.status == 1 && outcome.errors.contains("expected each sequence once"), "\(outcome.errors)")
  }
}
