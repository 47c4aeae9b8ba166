import Foundation

/// A file that is written as `NAME.part` and gets its name when it is whole; numbers at its start can be set at the end.
final class PartFile {
  let path: String
  /// Bytes so far.
  private(set) var size = 0
  private let descriptor: Int32
  /// Whether it is not finished.
  private(set) var isOpen = true

  static let suffix = ".part"

  /// Starts; throws where something of the final name exists, another program writes it, or nothing can be made there.
  init(path: String) throws(RecordingError) {
    self.path = path
    try Self.checkFree(path)
    descriptor = open(path + Self.suffix, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure(path, "to be made") }
    guard FileLock.isTaken(descriptor, named: path + Self.suffix) else {
      throw RecordingError(
        .unwritable, file: path, expected: "a name for a new recording", actual: "another program writes it")
    }
    do throws(RecordingError) {
      // Another program may have finished it between the first look and the lock.
      try Self.checkFree(path)
      guard ftruncate(descriptor, 0) == 0 else { throw Self.failure(path, "to be made") }
    } catch {
      unlink(path + Self.suffix)
      throw error
    }
  }

  deinit { if isOpen { close(descriptor) } }

  static func checkFree(_ path: String) throws(RecordingError) {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw RecordingError(
        .unwritable, file: path, expected: "a name for a new recording",
        actual: "there is something of this name")
    }
  }

  static func failure(_ path: String, _ expected: String) -> RecordingError {
    RecordingError(
      .unwritable, file: path, expected: expected,
      actual: "the system says: \(String(cString: strerror(errno)))")
  }

  func append(_ bytes: [UInt8]) throws(RecordingError) {
    try write(bytes, at: size)
    size += bytes.count
  }

  /// Writes over what is there already.
  func write(_ bytes: [UInt8], at offset: Int) throws(RecordingError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { raw -> Int in
        guard let base = raw.baseAddress else { return 0 }
        return pwrite(descriptor, base + done, raw.count - done, off_t(offset + done))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Self.failure(path, "room for \(bytes.count) more bytes") }
      done += count
    }
  }

  /// Brings all to the disk and gives the file its name.
  func finish() throws(RecordingError) {
    guard fsync(descriptor) == 0 else { throw Self.failure(path, "to be written") }
    // Open still, and so locked: else another could take the temporary name for its own.
    guard rename(path + Self.suffix, path) == 0 else { throw Self.failure(path, "to get its name") }
    isOpen = false
    close(descriptor)
  }

  func discard() {
    guard isOpen else { return }
    unlink(path + Self.suffix)
  }
}
