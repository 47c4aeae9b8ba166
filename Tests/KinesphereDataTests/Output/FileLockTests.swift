import Foundation
import KinesphereData
import Testing

/// What tells two programs in one folder apart.
struct FileLockTests {
  private let folder: String
  private var path: String { folder + "/deep/er/.lock" }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("lock-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test func oneHoldsItUntilItsObjectEnds() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var lock: FileLock? = try FileLock(making: path)
    #expect(throws: FileLock.Refusal.held) { try FileLock(making: path) }
    withExtendedLifetime(lock) {}
    lock = nil
    #expect(throws: Never.self) { try FileLock(making: path) }
  }

  @Test func whatCannotBeMadeIsToldWithTheReasonOfTheFirstStepThatFails() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data().write(to: URL(fileURLWithPath: folder + "/file"))
    #expect(throws: FileLock.Refusal.unreachable(code: ENOTDIR)) {
      try FileLock(making: folder + "/file/a/.lock")
    }
    #expect(throws: FileLock.Refusal.unreachable(code: EISDIR)) { try FileLock(making: folder) }
    let long = String(repeating: "n", count: 300)
    #expect(throws: FileLock.Refusal.unreachable(code: ENAMETOOLONG)) {
      try FileLock(making: "\(folder)/\(long)/.lock")
    }
  }

  @Test func aHolderThatRemovesFileAndFolderLetsInOneAtATime() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (path, counter) = (path, folder + "/counter")
    try Data("0".utf8).write(to: URL(fileURLWithPath: counter))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var left = 50
          while left > 0 {
            guard let lock = try? FileLock(making: path) else {
              await Task.yield()
              continue
            }
            let count = try Int(String(contentsOfFile: counter, encoding: .utf8))
            try Data("\((count ?? 0) + 1)".utf8).write(to: URL(fileURLWithPath: counter))
            unlink(path)
            rmdir((path as NSString).deletingLastPathComponent)
            withExtendedLifetime(lock) {}
            left -= 1
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try String(contentsOfFile: counter, encoding: .utf8) == "200")
  }
}
