import Foundation

/// Appends records to a take's log; each is written whole or cut away again.
///
/// A record survives the end of the process as soon as ``append`` returns, and the end of the machine after
/// ``synchronise()``. One writer at a time: the file is locked.
final class RecordLogWriter {
  let path: String
  /// Records written, those before this writer included; the next one's index.
  private(set) var count: Int
  /// Bytes that hold sound records.
  private(set) var size: Int
  private let descriptor: Int32
  private var record: [UInt8]

  /// Creates a new log; throws where the file exists or cannot be written.
  convenience init(creating path: String) throws(RecordingError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure(path, "a new file") }
    try self.init(descriptor: descriptor, path: path)
  }

  /// Starts a log in an empty file, whose descriptor it takes over.
  init(descriptor: Int32, path: String) throws(RecordingError) {
    self.path = path
    self.descriptor = descriptor
    count = 0
    size = 0
    record = RecordLog.fileMark
    try lock()
    try flush(RecordLog.fileMark.count)
    record = []
  }

  /// Opens a log to append to it, cutting a torn end and records of index `limit` and above; what was cut is in
  /// ``cut``. The lock comes first: nobody else appends between the look and the cut.
  init(appendingTo path: String, limit: Int = .max) throws(RecordingError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(path, "a file that can be appended to") }
    count = 0
    size = 0
    record = []
    try lock()
    var reader = try RecordLogReader(InputFile(path))
    var (last, sound, torn) = (-1, RecordLog.fileMark.count, 0)
    walk: while true {
      switch try reader.next() {
      case .record(let head, _):
        guard head.index < limit else {
          torn = reader.file.size - sound
          break walk
        }
        last = max(last, head.index)
        sound = reader.offset
      case .gap: break
      case .torn(let bytes, _): torn = bytes
      case .end: break walk
      }
    }
    count = last + 1
    size = sound
    cut = torn
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw Self.failure(path, "to cut a torn end") }
  }

  /// Bytes that were cut on opening.
  private(set) var cut = 0

  deinit {
    // A process that is being started from another thread holds a copy of the descriptor until it runs its program; the lock
    // would stay as long.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Appends one record. On failure the file is as it was before.
  func append(
    _ payload: UnsafeRawBufferPointer, time: Double, width: Int = 0, height: Int = 0
  ) throws(RecordingError) {
    let head = RecordHead(
      index: count, length: payload.count, width: width, height: height, time: time,
      payloadChecksum: RecordLog.checksum(payload))
    let total = RecordLog.headSize + payload.count
    if record.count < total { record += [UInt8](repeating: 0, count: total - record.count) }
    head.write(to: &record)
    record.withUnsafeMutableBytes { bytes in
      UnsafeMutableRawBufferPointer(rebasing: bytes[RecordLog.headSize..<total]).copyMemory(from: payload)
    }
    try flush(total)
    count += 1
  }

  /// Waits until all is on the disk.
  func synchronise() throws(RecordingError) {
    guard fsync(descriptor) == 0 else { throw Self.failure(path, "to bring the file to the disk") }
  }

  private func lock() throws(RecordingError) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw RecordingError(
        .unwritable, file: path, expected: "to be the only writer", actual: "another process writes to it")
    }
  }

  /// Writes the first `total` bytes of ``record`` at the end of what is sound.
  private func flush(_ total: Int) throws(RecordingError) {
    var done = 0
    while done < total {
      let wrote = record.withUnsafeBytes { bytes -> Int in
        guard let base = bytes.baseAddress else { return 0 }
        return pwrite(descriptor, base + done, total - done, off_t(size + done))
      }
      if wrote > 0 {
        done += wrote
      } else if wrote == 0 || errno != EINTR {
        let failure = Self.failure(path, "room for \(total) more bytes")
        _ = ftruncate(descriptor, off_t(size))
        throw failure
      }
    }
    size += total
  }

  private static func failure(_ path: String, _ expected: String) -> RecordingError {
    RecordingError(
      .unwritable, file: path, expected: expected,
      actual: "the system says: \(String(cString: strerror(errno)))")
  }
}
