import Foundation
import Kinesphere
import KinesphereData
import Testing

struct OutputCheckTests {
  private let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("output-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test func whatCanBeWrittenPassesAndNothingIsMade() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try OutputFile.check(folder + "/new.json")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    try OutputFile.writeWhole("old", to: folder + "/old.json")
    try OutputFile.check(folder + "/old.json")
    #expect(try String(contentsOfFile: folder + "/old.json", encoding: .utf8) == "old")
  }

  @Test func aFolderThatIsNoneAndAFolderForAFileAreSaid() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try OutputFile.writeWhole("", to: folder + "/file")
    #expect(throws: OutputError(file: folder, expected: "be a file", code: EISDIR)) {
      try OutputFile.check(folder)
    }
    let lost = folder + "/nowhere/a.json"
    #expect(throws: OutputError(file: lost, expected: "be made", code: ENOENT)) { try OutputFile.check(lost) }
    let below = folder + "/file/a.json"
    #expect(throws: OutputError(file: below, expected: "be made", code: ENOTDIR)) {
      try OutputFile.check(below)
    }
  }

  @Test func modelsThatCannotBeWrittenAreSaidInTheHousesWords() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/nowhere/a.safetensors"
    #expect {
      try ActionModel.embedded().write(to: path)
    } throws: {
      "\($0)".hasPrefix(path) && "\($0)".hasSuffix("the system says: No such file or directory")
    }
  }
}
