import FlyingFox
import Foundation

/// Takes uploads from the network to the disk, a few at a time.
///
/// Each goes into a folder of its own with a random name under the studio's hidden folder; the file's name is made here of the
/// harmless characters of the one given. Nothing there is ever served.
actor UploadDesk {
  private let folder: StudioFolder
  private let limits: StudioLimits
  private var running = 0

  init(folder: StudioFolder, limits: StudioLimits) {
    self.folder = folder
    self.limits = limits
    // What an earlier run left has no job any more.
    try? FileManager.default.removeItem(atPath: Self.place(folder))
  }

  private static func place(_ folder: StudioFolder) -> String {
    folder.file(StudioFolder.workName) + "/uploads"
  }

  /// Streams a body of `length` bytes to the disk and returns the file's path. Throws a refusal where there are too many, the
  /// disk is too full, or the body ends early; then nothing is left.
  func take(_ body: HTTPBodySequence, length: Int, name: String) async throws -> String {
    guard running < limits.mostUploads else {
      throw HTTPResponse.Refusal(.tooManyRequests, "\(running) uploads are running: wait for one to end")
    }
    guard length > 0 else { throw HTTPResponse.Refusal(.badRequest, "\(name) is empty") }
    let free = Self.freeBytes(folder.path)
    guard length <= free - limits.reserve else {
      throw HTTPResponse.Refusal(
        .payloadTooLarge, "the disk has \(free >> 20) MB left, too few for \(max(1, length >> 20)) MB")
    }
    running += 1
    defer { running -= 1 }
    let place = "\(Self.place(folder))/\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let ending = StudioFolder.safeEnding(name)
    let path = "\(place)/\(StudioFolder.safeStem(name))" + (ending.isEmpty ? "" : ".\(ending)")
    do {
      try await Self.write(body, to: path, length: length)
      return path
    } catch {
      try? FileManager.default.removeItem(atPath: place)
      throw error
    }
  }

  private static func write(_ body: HTTPBodySequence, to path: String, length: Int) async throws {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw HTTPResponse.Refusal(.internalServerError, "the studio's folder cannot be written") }
    defer { try? handle.close() }
    var written = 0
    for try await part in body {
      written += part.count
      guard written <= length else { throw HTTPResponse.Refusal(.payloadTooLarge, "more came than was said") }
      do {
        try handle.write(contentsOf: part)
      } catch {
        throw HTTPResponse.Refusal(.internalServerError, "the disk is full, or cannot be written")
      }
    }
    guard written == length else {
      throw HTTPResponse.Refusal(.badRequest, "\(length) bytes were said, but \(written) came")
    }
  }

  private static func freeBytes(_ path: String) -> Int {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return 0 }
    return Int(clamping: UInt64(status.f_bavail) &* UInt64(status.f_frsize))
  }

  /// Removes an upload with its folder.
  nonisolated func discard(_ path: String) {
    try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent())
  }
}
