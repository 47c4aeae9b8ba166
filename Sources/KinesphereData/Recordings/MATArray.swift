import Foundation

/// One numeric array of a MAT v5 file: its name and shape are known, its numbers are read front to back, in
/// MATLAB's column-major order.
final class MATArray {
  static let matrix: UInt32 = 14
  static let compressed: UInt32 = 15

  let name: String
  /// Column-major: the first index runs fastest.
  let dimensions: [Int]
  /// How the numbers are stored; MATLAB may store doubles as smaller integers.
  let storage: MATNumber
  /// The product of the dimensions.
  let count: Int
  private let stream: MATStream
  private let file: InputFile

  /// Reads an array's head; nil where it is not a real numeric array (a struct, a cell, text, sparse, empty).
  init?(_ file: InputFile, range: Range<Int>, isCompressed: Bool) throws(RecordingError) {
    self.file = file
    let stream = MATStream(file, range: range, isCompressed: isCompressed)
    self.stream = stream
    func invalid(_ expected: String, _ actual: String) -> RecordingError {
      RecordingError(.invalid, file: file.path, expected: expected, actual: actual)
    }
    if isCompressed {
      let tag = try stream.bytes(8)
      let type = tag.littleEndian(UInt32.self, at: 0)
      guard type == Self.matrix else { throw invalid("a compressed matrix", "its type is \(type)") }
    } else if range.isEmpty {
      return nil
    }
    // An element's data: at most `limit` bytes, which is far above what names and shapes take.
    func element(limit: Int) throws(RecordingError) -> [UInt8] {
      let tag = try MATTag(stream)
      if let small = tag.small { return small }
      guard tag.size <= limit else {
        throw invalid("at most \(limit) bytes of flags, shape or name", "the tag says \(tag.size)")
      }
      return Array(try stream.bytes((tag.size + 7) & ~7)[..<tag.size])
    }
    let flags = try element(limit: 64)
    guard flags.count >= 8 else { throw invalid("8 bytes of array flags", "there are \(flags.count)") }
    // Classes 6...15 are double, single and the integers; bit 0x08 of the second byte marks complex numbers.
    guard (6...15).contains(flags[0]), flags[1] & 0x08 == 0 else { return nil }
    let shape = try element(limit: 256)
    guard shape.count % 4 == 0, shape.count >= 8 else {
      throw invalid("at least two 32-bit dimensions", "there are \(shape.count) bytes of them")
    }
    var dimensions: [Int] = []
    var count = 1
    for place in stride(from: 0, to: shape.count, by: 4) {
      let side = Int(shape.littleEndian(Int32.self, at: place))
      let (product, overflow) = count.multipliedReportingOverflow(by: side)
      guard side >= 0, !overflow else { throw invalid("dimensions of an array", "one is \(side)") }
      dimensions.append(side)
      count = product
    }
    self.dimensions = dimensions
    self.count = count
    name = String(decoding: try element(limit: 256), as: UTF8.self)
    if count == 0 { return nil }
    let data = try MATTag(stream)
    guard let storage = MATNumber(rawValue: data.type) else {
      throw invalid("a number type that MAT v5 knows", "\(name) has type \(data.type)")
    }
    self.storage = storage
    let (size, overflow) = count.multipliedReportingOverflow(by: storage.size)
    guard !overflow, data.size == size else {
      throw invalid(
        "\(dimensions.map(String.init).joined(separator: " x ")) numbers of \(storage.size) bytes in \(name)",
        "its data has \(data.size) bytes")
    }
    guard size <= stream.largestPossibleCount else {
      throw RecordingError(
        .truncated, file: file.path, expected: "\(size) bytes of \(name)",
        actual: "no more than \(stream.largestPossibleCount) can come out of the file")
    }
    leftover = data.small ?? []
  }

  /// Data of up to four bytes lives in its tag.
  private var leftover: [UInt8] = []

  /// Bytes of the file's stream that `values` numbers take.
  func fill(_ raw: inout [UInt8]) throws(RecordingError) {
    if !leftover.isEmpty {
      guard leftover.count >= raw.count else {
        throw RecordingError(
          .truncated, file: file.path, expected: "\(raw.count) bytes of \(name)",
          actual: "there are \(leftover.count)")
      }
      raw.replaceSubrange(raw.indices, with: leftover[..<raw.count])
      leftover.removeFirst(raw.count)
    } else {
      try stream.fill(&raw)
    }
  }

  /// After the last number: checks the compressed stream's checksum.
  func finish() throws(RecordingError) { try stream.finish() }

  /// All numbers at once, for small arrays; `limit` numbers at most.
  func numbers(limit: Int = 16_000_000) throws(RecordingError) -> [Double] {
    guard count <= limit else {
      throw RecordingError(
        .invalid, file: file.path, expected: "at most \(limit) numbers in \(name)",
        actual: "its shape says \(count)")
    }
    var raw = [UInt8](repeating: 0, count: count * storage.size)
    try fill(&raw)
    try finish()
    return (0..<count).map { storage.double(raw, at: $0) }
  }
}

/// A data element's tag; elements of up to four bytes carry their data in it.
struct MATTag {
  let type: UInt32
  let size: Int
  /// The data of a small element.
  let small: [UInt8]?

  init(_ stream: MATStream) throws(RecordingError) {
    let bytes = try stream.bytes(8)
    let first = bytes.littleEndian(UInt32.self, at: 0)
    if first >> 16 != 0 {
      type = first & 0xFFFF
      size = min(4, Int(first >> 16))
      small = Array(bytes[4..<4 + size])
    } else {
      type = first
      size = Int(bytes.littleEndian(UInt32.self, at: 4))
      small = nil
    }
  }
}

/// The number types of MAT v5 by their codes.
enum MATNumber: UInt32 {
  case int8 = 1, uint8 = 2, int16 = 3, uint16 = 4, int32 = 5, uint32 = 6, single = 7, double = 9, int64 = 12
  case uint64 = 13

  /// Bytes of one number.
  var size: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .single: 4
    case .double, .int64, .uint64: 8
    }
  }

  /// The number at place `index`, counted in numbers.
  func double(_ raw: [UInt8], at index: Int) -> Double {
    let place = index * size
    return switch self {
    case .int8: Double(Int8(bitPattern: raw[place]))
    case .uint8: Double(raw[place])
    case .int16: Double(raw.littleEndian(Int16.self, at: place))
    case .uint16: Double(raw.littleEndian(UInt16.self, at: place))
    case .int32: Double(raw.littleEndian(Int32.self, at: place))
    case .uint32: Double(raw.littleEndian(UInt32.self, at: place))
    case .single: Double(Float(bitPattern: raw.littleEndian(UInt32.self, at: place)))
    case .double: Double(bitPattern: raw.littleEndian(UInt64.self, at: place))
    case .int64: Double(raw.littleEndian(Int64.self, at: place))
    case .uint64: Double(raw.littleEndian(UInt64.self, at: place))
    }
  }
}
