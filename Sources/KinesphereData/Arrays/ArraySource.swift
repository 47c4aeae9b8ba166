import CZlib
import Foundation

/// The bytes of one NumPy array, from a `.npy` or from a member of a `.npz`, front to back.
///
/// Holds 64 KiB of compressed input at most. A member's checksum is compared when it was read whole and in order.
final class ArraySource {
  let header: NPYHeader
  /// For messages: the member's name where there is one.
  let name: String
  private let file: InputFile
  private let range: Range<Int>
  private let isDeflated: Bool
  private let checksum: UInt32?
  private var stream: MATStream
  /// Bytes of the whole member that were read, its header included; nil after a jump.
  private var sum: UInt32? = 0

  /// A `.npy`.
  convenience init(_ file: InputFile) throws(RecordingError) {
    try self.init(
      file, name: "", range: 0..<file.size, size: file.size, isDeflated: false, checksum: nil)
  }

  /// A member of a `.npz`.
  convenience init(
    _ entry: ZipDirectory.Entry, of directory: ZipDirectory, in file: InputFile
  ) throws(RecordingError) {
    try self.init(
      file, name: entry.name, range: try directory.range(of: entry, in: file), size: entry.size,
      isDeflated: entry.isDeflated, checksum: entry.checksum)
  }

  private init(
    _ file: InputFile, name: String, range: Range<Int>, size: Int, isDeflated: Bool, checksum: UInt32?
  ) throws(RecordingError) {
    self.file = file
    self.name = name.isEmpty ? "the array" : name
    self.range = range
    self.isDeflated = isDeflated
    self.checksum = checksum
    let stream = MATStream(file, range: range, isCompressed: isDeflated, isBare: true)
    self.stream = stream
    var sum = crc32(0, nil, 0)
    header = try NPYHeader(file: file.path) { (count: Int) throws(RecordingError) in
      let bytes = try stream.bytes(count)
      sum = crc32(sum, bytes, UInt32(bytes.count))
      return bytes
    }
    self.sum = UInt32(sum)
    guard size == header.size + header.byteCount, size <= stream.largestPossibleCount else {
      throw RecordingError(
        size < header.size + header.byteCount ? .truncated : .invalid, file: file.path,
        expected: "\(header.size + header.byteCount) bytes for \(self.name) \(header.shapeText)",
        actual: "there are \(min(size, stream.largestPossibleCount))")
    }
  }

  /// Fills `bytes` with what follows.
  func read(into bytes: inout [UInt8]) throws(RecordingError) {
    try stream.fill(&bytes)
    if checksum != nil, let before = sum {
      sum = bytes.withUnsafeBytes { raw in
        guard let base = raw.baseAddress else { return before }
        return UInt32(crc32(uLong(before), base.assumingMemoryBound(to: UInt8.self), UInt32(raw.count)))
      }
    }
  }

  /// Compares the checksum; call after the last byte.
  func finish() throws(RecordingError) {
    try stream.finish()
    guard let checksum, let sum, sum != checksum else { return }
    throw RecordingError(
      .invalid, file: file.path, expected: "\(name) with its checksum", actual: "the checksum is another")
  }

  /// Goes to a byte after the header, from 0 on; a deflated member is inflated from its start where that lies behind.
  func jump(to offset: Int) throws(RecordingError) {
    precondition(offset >= 0 && offset <= header.byteCount, "the jump stays inside the array")
    if !isDeflated {
      stream = MATStream(
        file, range: range.lowerBound + header.size + offset..<range.upperBound, isCompressed: false)
    } else {
      stream = MATStream(file, range: range, isCompressed: true, isBare: true)
      var rest = header.size + offset
      var scrap = [UInt8](repeating: 0, count: min(rest, 1 << 16))
      while rest > 0 {
        if rest < scrap.count { scrap.removeLast(scrap.count - rest) }
        try stream.fill(&scrap)
        rest -= scrap.count
      }
    }
    sum = nil
  }

  /// All numbers of a small array; nil where it has more than `limit`.
  func numbers(limit: Int) throws(RecordingError) -> [Double]? {
    guard header.count <= limit else { return nil }
    var bytes = [UInt8](repeating: 0, count: header.byteCount)
    try read(into: &bytes)
    try finish()
    let number = header.number
    return (0..<header.count).map { number.double(bytes.span, at: $0) }
  }
}
