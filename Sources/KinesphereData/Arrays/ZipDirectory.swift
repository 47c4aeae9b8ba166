import Foundation

/// The directory of a zip file: where each member lies. Members are stored or deflated, as `.npz` has them.
///
/// Format: PKWARE's APPNOTE 6.3, with its 64-bit sizes; one disk, no encryption.
struct ZipDirectory: Sendable {
  /// One member.
  struct Entry: Equatable, Sendable {
    let name: String
    let isDeflated: Bool
    /// Bytes in the file, and after inflating.
    let storedSize, size: Int
    let checksum: UInt32
    fileprivate let headOffset: Int
  }

  let entries: [Entry]

  /// Whether the first bytes are a zip's.
  static func recognises(_ file: InputFile) throws(RecordingError) -> Bool {
    let mark = try file.bytes(at: 0, count: 4)
    return mark == [0x50, 0x4B, 3, 4] || mark == [0x50, 0x4B, 5, 6]
  }

  init(_ file: InputFile) throws(RecordingError) {
    let (offset, size) = try Self.directory(of: file)
    let bytes = try file.bytes(at: offset, count: size)
    guard bytes.count == size else { throw Self.invalid(file, "a zip directory of \(size) bytes", "it ends") }
    var entries: [Entry] = []
    var place = 0
    // Every entry takes at least 46 bytes, so the directory's size bounds their number.
    while place + 46 <= bytes.count, bytes.littleEndian(UInt32.self, at: place) == 0x0201_4B50 {
      entries.append(try Self.entry(bytes, at: &place, file))
    }
    guard place == bytes.count else {
      throw Self.invalid(
        file, "a zip directory of whole entries", "it is not one from byte \(offset + place)")
    }
    self.entries = entries
  }

  /// The bytes of a member in the file; throws where its head is not there or it reaches past the end.
  func range(of entry: Entry, in file: InputFile) throws(RecordingError) -> Range<Int> {
    let head = try file.bytes(at: entry.headOffset, count: 30)
    guard head.count == 30, head.littleEndian(UInt32.self, at: 0) == 0x0403_4B50 else {
      throw Self.invalid(file, "\(entry.name) at byte \(entry.headOffset)", "its head is not there")
    }
    let start =
      entry.headOffset + 30 + Int(head.littleEndian(UInt16.self, at: 26))
      + Int(head.littleEndian(UInt16.self, at: 28))
    guard start <= file.size, entry.storedSize <= file.size - start else {
      throw RecordingError(
        .truncated, file: file.path, expected: "\(entry.storedSize) bytes of \(entry.name)",
        actual: "the file ends after \(max(0, file.size - start))")
    }
    return start..<start + entry.storedSize
  }

  private static func invalid(_ file: InputFile, _ expected: String, _ actual: String) -> RecordingError {
    RecordingError(.invalid, file: file.path, expected: expected, actual: actual)
  }

  /// Finds the directory by the mark at the file's end, which a comment of 64 KiB at most may follow.
  private static func directory(of file: InputFile) throws(RecordingError) -> (offset: Int, size: Int) {
    let tail = max(0, file.size - 65557)
    let bytes = try file.bytes(at: tail, count: 65557)
    var place = bytes.count - 22
    while place >= 0 {
      if bytes[place] == 0x50, bytes.littleEndian(UInt32.self, at: place) == 0x0605_4B50 { break }
      place -= 1
    }
    guard place >= 0 else {
      throw RecordingError(
        .truncated, file: file.path, expected: "a zip's directory at the end", actual: "there is none")
    }
    var size = Int(bytes.littleEndian(UInt32.self, at: place + 12))
    var offset = Int(bytes.littleEndian(UInt32.self, at: place + 16))
    if size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
      (offset, size) = try longDirectory(of: file, endMark: tail + place)
    }
    guard offset <= file.size, size <= file.size - offset else {
      throw invalid(file, "a zip directory inside the file", "it would be \(size) bytes from \(offset) on")
    }
    return (offset, size)
  }

  private static func longDirectory(
    of file: InputFile, endMark: Int
  ) throws(RecordingError) -> (offset: Int, size: Int) {
    let locator = endMark >= 20 ? try file.bytes(at: endMark - 20, count: 20) : []
    guard locator.count == 20, locator.littleEndian(UInt32.self, at: 0) == 0x0706_4B50,
      let place = Int(exactly: locator.littleEndian(UInt64.self, at: 8)), place <= file.size
    else { throw invalid(file, "a zip directory with 64-bit sizes", "its locator is not there") }
    let end = try file.bytes(at: place, count: 56)
    guard end.count == 56, end.littleEndian(UInt32.self, at: 0) == 0x0606_4B50,
      let size = Int(exactly: end.littleEndian(UInt64.self, at: 40)),
      let offset = Int(exactly: end.littleEndian(UInt64.self, at: 48))
    else { throw invalid(file, "a zip directory with 64-bit sizes", "its end mark is not there") }
    return (offset, size)
  }

  private static func entry(
    _ bytes: [UInt8], at place: inout Int, _ file: InputFile
  ) throws(RecordingError) -> Entry {
    func short(_ offset: Int) -> Int { Int(bytes.littleEndian(UInt16.self, at: place + offset)) }
    func long(_ offset: Int) -> Int { Int(bytes.littleEndian(UInt32.self, at: place + offset)) }
    let (nameSize, extraSize) = (short(28), short(30))
    let end = place + 46 + nameSize + extraSize + short(32)
    guard end <= bytes.count else {
      throw invalid(file, "a zip directory of whole entries", "the last is cut")
    }
    let name = String(decoding: bytes[place + 46..<place + 46 + nameSize], as: UTF8.self)
    guard short(8) & 1 == 0, short(10) == 0 || short(10) == 8 else {
      throw invalid(file, "members stored or deflated", "\(name) is encrypted or packed otherwise")
    }
    var numbers = [long(24), long(20), long(42)]
    let extra = place + 46 + nameSize
    try widen(&numbers, bytes, extra..<extra + extraSize, file)
    let isDeflated = short(10) == 8
    guard numbers.allSatisfy({ $0 >= 0 }), isDeflated || numbers[0] == numbers[1], numbers[2] <= file.size,
      numbers[1] <= file.size
    else { throw invalid(file, "\(name) inside the file", "its sizes cannot be") }
    let checksum = bytes.littleEndian(UInt32.self, at: place + 16)
    place = end
    return Entry(
      name: name, isDeflated: isDeflated, storedSize: numbers[1], size: numbers[0], checksum: checksum,
      headOffset: numbers[2])
  }

  /// Replaces sizes and offset that say "see the 64-bit ones" (all bits set), in their order.
  private static func widen(
    _ numbers: inout [Int], _ bytes: [UInt8], _ extra: Range<Int>, _ file: InputFile
  ) throws(RecordingError) {
    guard numbers.contains(0xFFFF_FFFF) else { return }
    var place = extra.lowerBound
    while place + 4 <= extra.upperBound {
      let size = Int(bytes.littleEndian(UInt16.self, at: place + 2))
      let end = min(place + 4 + size, extra.upperBound)
      if bytes.littleEndian(UInt16.self, at: place) == 1 {
        place += 4
        for index in numbers.indices where numbers[index] == 0xFFFF_FFFF {
          guard place + 8 <= end, let value = Int(exactly: bytes.littleEndian(UInt64.self, at: place)) else {
            throw invalid(file, "64-bit sizes in the zip directory", "they are cut")
          }
          numbers[index] = value
          place += 8
        }
        return
      }
      place = end
    }
  }
}
