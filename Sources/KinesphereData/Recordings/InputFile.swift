import Foundation

/// A file open for reading at any place; knows its size and closes itself.
///
/// Reads are `pread` and not a memory map: a file that shrinks while it is read then gives an error instead of
/// a signal.
final class InputFile {
  let path: String
  /// Bytes when opened.
  let size: Int
  private let descriptor: Int32

  init(_ path: String) throws(RecordingError) {
    // A named pipe without a writer would keep a plain open waiting.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw RecordingError(
        .unreadable, file: path, expected: "a readable recording",
        actual: "the system says: \(String(cString: strerror(errno)))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw RecordingError(
        .unreadable, file: path, expected: "a file or a take's folder",
        actual: "it is a folder without take.json, or no file")
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills `bytes` from `offset`; returns how many there were before the file's end.
  func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(RecordingError) -> Int {
    var done = 0
    while done < bytes.count {
      guard let base = bytes.baseAddress else { break }
      let got = pread(descriptor, base + done, bytes.count - done, off_t(offset + done))
      if got == 0 { break }
      if got < 0 {
        if errno == EINTR { continue }
        throw RecordingError(
          .unreadable, file: path, expected: "\(bytes.count) bytes at \(offset)",
          actual: "the system says: \(String(cString: strerror(errno)))")
      }
      done += got
    }
    return done
  }

  /// Fills `values` from `offset`; returns how many bytes there were before the file's end.
  func read<Value: BitwiseCopyable>(into values: inout [Value], at offset: Int) throws(RecordingError) -> Int
  {
    let outcome = values.withUnsafeMutableBytes { buffer -> Result<Int, RecordingError> in
      do throws(RecordingError) { return .success(try read(into: buffer, at: offset)) } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  /// Up to `count` bytes from `offset`; fewer at the file's end.
  func bytes(at offset: Int, count: Int) throws(RecordingError) -> [UInt8] {
    let available = max(0, min(count, size - offset))
    var result = [UInt8](repeating: 0, count: available)
    let got = try read(into: &result, at: offset)
    result.removeLast(available - got)
    return result
  }

  /// A path's last part without its extension.
  static func stem(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
  }
}

extension [UInt8] {
  /// A little-endian number at `offset`, which must lie inside.
  func littleEndian<Value: FixedWidthInteger>(_ type: Value.Type, at offset: Int) -> Value {
    precondition(
      offset >= 0 && offset + MemoryLayout<Value>.size <= count, "the number lies inside the bytes")
    var value: Value = 0
    for index in (0..<MemoryLayout<Value>.size).reversed() {
      value = value << 8 | Value(truncatingIfNeeded: self[offset + index])
    }
    return value
  }
}
