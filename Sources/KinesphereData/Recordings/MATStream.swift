import CZlib
import Foundation

/// The bytes of one element of a MAT v5 file, front to back, inflated on the way where it is compressed.
///
/// Holds 64 KiB of compressed input and zlib's own window, whatever the element's size.
final class MATStream {
  private let file: InputFile
  private var offset: Int
  private let end: Int
  private var input: [UInt8]
  private var inflater: Inflater?

  /// A stream over the file's bytes `range`, which must lie inside the file. `isBare`: deflate without zlib's head and
  /// checksum, as zip has it.
  init(_ file: InputFile, range: Range<Int>, isCompressed: Bool, isBare: Bool = false) {
    self.file = file
    offset = range.lowerBound
    end = range.upperBound
    largestPossibleCount = isCompressed ? range.count * 1032 : range.count
    input = []
    if isCompressed {
      input = [UInt8](repeating: 0, count: 65536)
      inflater = Inflater(isBare: isBare)
    }
  }

  /// The most bytes that can come out: deflate expands at most 1032 times.
  let largestPossibleCount: Int

  /// Fills `values`; throws where the stream ends before or is corrupt.
  func fill<Value: BitwiseCopyable>(_ values: inout [Value]) throws(RecordingError) {
    let outcome = values.withUnsafeMutableBytes { buffer -> Result<Void, RecordingError> in
      do throws(RecordingError) { return .success(try fill(buffer)) } catch { return .failure(error) }
    }
    try outcome.get()
  }

  /// The next `count` bytes; only for small counts, checked by the caller.
  func bytes(_ count: Int) throws(RecordingError) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: count)
    try fill(&result)
    return result
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(RecordingError) {
    if let inflater {
      try fill(buffer, with: inflater)
    } else {
      let wanted = min(buffer.count, end - offset)
      let got = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: offset)
      offset += got
      guard got == buffer.count else { throw ended(missing: buffer.count - got) }
    }
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer, with inflater: Inflater) throws(RecordingError) {
    var done = 0
    while done < buffer.count {
      if inflater.isStarved { try refill(inflater) }
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      guard let got = inflater.inflate(into: rest) else {
        throw RecordingError(
          .invalid, file: file.path, expected: "a sound zlib stream",
          actual: "it is corrupt near byte \(offset)")
      }
      if got == 0 && (inflater.isFinished || (inflater.isStarved && offset >= end)) {
        throw ended(missing: buffer.count - done)
      }
      done += got
    }
  }

  /// Reads compressed bytes until the stream's end, so that its checksum is checked too.
  func finish() throws(RecordingError) {
    guard let inflater else { return }
    var rest = [UInt8](repeating: 0, count: 4096)
    while !inflater.isFinished {
      if inflater.isStarved { try refill(inflater) }
      let got = rest.withUnsafeMutableBytes { inflater.inflate(into: $0) }
      guard let got else {
        throw RecordingError(
          .invalid, file: file.path, expected: "a sound zlib stream", actual: "its checksum is wrong")
      }
      if got == 0 && inflater.isStarved && offset >= end && !inflater.isFinished { throw ended(missing: 0) }
    }
  }

  private func refill(_ inflater: Inflater) throws(RecordingError) {
    let count = min(input.count, end - offset)
    guard count > 0 else { return }
    let got = try file.read(into: &input, at: offset)
    // The file has become shorter since it was opened.
    guard got > 0 else { throw ended(missing: count) }
    offset += min(got, count)
    inflater.feed(input[..<min(got, count)])
  }

  private func ended(missing: Int) -> RecordingError {
    RecordingError(
      .truncated, file: file.path, expected: "\(missing) more bytes of array data", actual: "the element ends"
    )
  }
}

/// zlib's inflate as a value that owns its state.
final class Inflater {
  private var stream: UnsafeMutablePointer<z_stream>
  private var pending: UnsafeMutableBufferPointer<UInt8>
  private(set) var isFinished = false

  /// `isBare`: deflate without zlib's head and checksum.
  init(isBare: Bool = false) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    pending = .allocate(capacity: 65536)
    let status = inflateInit2_(
      stream, isBare ? -MAX_WBITS : MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib's header and library agree and memory suffices")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    pending.deallocate()
  }

  /// No input left.
  var isStarved: Bool { stream.pointee.avail_in == 0 }

  /// Takes at most 64 KiB of compressed bytes; call only when starved.
  func feed(_ bytes: ArraySlice<UInt8>) {
    precondition(isStarved && bytes.count <= pending.count, "input is fed when the last is used up")
    _ = pending.update(fromContentsOf: bytes)
    stream.pointee.next_in = pending.baseAddress
    stream.pointee.avail_in = UInt32(bytes.count)
  }

  /// Inflates a whole stream from `bytes` into `buffer`, which it must fill exactly; false otherwise. Begins anew, and
  /// allocates nothing.
  func inflateWhole(_ bytes: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer) -> Bool {
    guard inflateReset(stream) == Z_OK, bytes.count < 1 << 30, buffer.count < 1 << 30 else { return false }
    // zlib only reads from its input.
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = UInt32(bytes.count)
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(buffer.count)
    let status = CZlib.inflate(stream, Z_FINISH)
    let isWhole = status == Z_STREAM_END && stream.pointee.avail_out == 0
    stream.pointee.avail_in = 0
    return isWhole
  }

  /// Inflates into `buffer`; returns the bytes written, or nil where the stream is corrupt.
  func inflate(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    guard !isFinished, buffer.count > 0 else { return 0 }
    let room = min(buffer.count, 1 << 30)
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(room)
    let status = CZlib.inflate(stream, Z_NO_FLUSH)
    if status == Z_STREAM_END { isFinished = true }
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { return nil }
    return room - Int(stream.pointee.avail_out)
  }
}
