import Foundation
import KinesphereData
import Testing

/// Several writers of one file, as two runs that make the same training data.
struct WriteWholeTests {
  private let folder: String
  private var path: String { folder + "/a.json" }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("whole-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test func writersOfOneFileDoNotDisturbEachOther() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try OutputFile.writeWhole("", to: path)
    let path = path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in UInt8(1)...8 {
        group.addTask {
          for _ in 0..<20 {
            try OutputFile.writeWhole([UInt8](repeating: writer, count: 300_000), to: path)
            let found = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
            #expect(found.count == 300_000 && Set(found).count == 1)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.json"])
  }

  @Test func anothersTemporaryFileIsLeftAlone() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("another's".utf8).write(to: URL(fileURLWithPath: path + ".part"))
    let another = open(path + ".part", O_WRONLY)
    try #require(flock(another, LOCK_EX) == 0)
    try OutputFile.writeWhole("mine", to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    #expect(try String(contentsOfFile: path + ".part", encoding: .utf8) == "another's")

    // What a killed writer left behind is nobody's.
    close(another)
    try OutputFile.writeWhole("mine again", to: path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.json"])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine again")
  }

  @Test func aFailureLeavesTheOldFileAndNoOther() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try OutputFile.writeWhole("old", to: path)
    #expect(throws: OutputError(file: path, expected: "be written", code: ENOSPC)) {
      try OutputFile.writeWhole(to: path) { file throws(OutputError) in
        try file.append("half")
        throw OutputError(file: "elsewhere", expected: "be written", code: ENOSPC)
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.json"])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
  }

  @Test func noFileTakesTheNameOfADeviceOrAPipe() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try OutputFile.writeWhole("gone", to: "/dev/null")
    var facts = stat()
    #expect(stat("/dev/null", &facts) == 0 && facts.st_mode & S_IFMT == S_IFCHR)
    try #require(mkfifo(path, 0o600) == 0)
    #expect(throws: OutputError(file: path, expected: "be a file", code: ENOTSUP)) {
      try OutputFile.writeWhole("text", to: path)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.json"])
  }

  /// Files in memory lie under `/dev` too.
  @Test(.enabled(if: access("/dev/shm", W_OK) == 0, "skipped: /dev/shm is not there"))
  func aFileInMemoryIsReplacedWholeAsAnyOther() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "/dev/shm/kinesphere-\(UUID().uuidString)"
    defer { unlink(path) }
    try OutputFile.writeWhole("old", to: path)
    #expect(throws: OutputError.self) {
      try OutputFile.writeWhole(to: path) { file throws(OutputError) in
        try file.append("half")
        throw OutputError(file: "elsewhere", expected: "be written", code: ENOSPC)
      }
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
  }

  @Test func whatAStandardStreamNamesIsWrittenInPlace() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
    defer { close(descriptor) }
    try OutputFile.writeWhole("text", to: "/dev/fd/\(descriptor)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "text")
  }
}
