import Foundation
import KinesphereData
import Testing

/// Hidden folders of two programs, or of one that was killed.
struct OutputFolderTests {
  private let scratch: String

  init() throws {
    scratch =
      FileManager.default.temporaryDirectory.appendingPathComponent("folder-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
  }

  @Test func whatAKilledProgramLeftIsNotPublished() throws {
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    // Process numbers repeat.
    let left = scratch + "/.out.\(getpid()).part"
    try FileManager.default.createDirectory(atPath: left + "/deep", withIntermediateDirectories: true)
    try Data("half".utf8).write(to: URL(fileURLWithPath: left + "/dance.glb"))
    let folder = try OutputFolder(path: scratch + "/out")
    try OutputFile.writeWhole("whole", to: folder.work("poses.json"))
    try folder.publish()
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == ["out"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch + "/out") == ["poses.json"])
  }

  @Test func twoAtOnceDoNotShareAFolder() throws {
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let (one, other) = (try OutputFolder(path: scratch + "/out"), try OutputFolder(path: scratch + "/out"))
    #expect(one.workPath != other.workPath)
    try OutputFile.writeWhole("one", to: one.work("one.txt"))
    try OutputFile.writeWhole("other", to: other.work("other.txt"))
    try one.publish()
    try other.publish()
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch + "/out").sorted() == [
        "one.txt", "other.txt",
      ])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == ["out"])
  }
}
