import Foundation

/// A safetensors file in memory: named tensors of one element type each, and some text.
///
/// Eight bytes, little-endian, say how long the JSON header is; behind it lie the tensors' bytes, row-major and
/// little-endian. Everything is checked when the file is opened: header length, names, types, and that the
/// tensors cover the data without overlap or gap. So reading afterwards cannot run out of bounds.
/// Format: https://github.com/huggingface/safetensors.
public struct Safetensors: Sendable {
  /// Element types by their names in the file.
  public enum ElementType: String, Sendable, CaseIterable {
    case f64 = "F64", f32 = "F32", f16 = "F16", bf16 = "BF16"
    case i64 = "I64", i32 = "I32", i16 = "I16", i8 = "I8"
    case u64 = "U64", u32 = "U32", u16 = "U16", u8 = "U8", bool = "BOOL"

    /// Bytes of one element.
    public var size: Int {
      switch self {
      case .f64, .i64, .u64: 8
      case .f32, .i32, .u32: 4
      case .f16, .bf16, .i16, .u16: 2
      case .i8, .u8, .bool: 1
      }
    }
  }

  /// One tensor.
  public struct Entry: Sendable, Equatable {
    public let name: String
    public let type: ElementType
    /// Row-major, outermost first; empty for a single number.
    public let shape: [Int]
    /// Its bytes, counted from the end of the header.
    public let range: Range<Int>
    public var count: Int { range.count / type.size }
  }

  /// The longest header that is read: 100 MB, as the format's own reader has it.
  static let longestHeader = 100_000_000

  /// The file's name, for messages.
  public let file: String
  public let metadata: [String: String]
  /// In the order of their data.
  public let entries: [Entry]
  private let content: Data
  private let dataStart: Int
  private let index: [String: Int]

  /// Reads a file whole: a mapped one could be cut short under our feet.
  public init(path: String) throws(WeightsError) {
    let content: Data
    do {
      let file = try InputFile(path)
      content = Data(try file.bytes(at: 0, count: file.size))
    } catch {
      throw WeightsError(
        .unreadable, file: path, expected: "a readable file",
        actual: FileManager.default.fileExists(atPath: path) ? "it cannot be read" : "there is none")
    }
    try self.init(content, file: path)
  }

  /// Reads bytes that are already in memory; `file` names them in messages.
  public init(_ content: Data, file: String) throws(WeightsError) {
    func malformed(_ expected: String, _ actual: String) -> WeightsError {
      WeightsError(.malformed, file: file, expected: expected, actual: actual)
    }
    let content = content.startIndex == 0 ? content : Data(content)
    guard content.count >= 8 else {
      throw malformed("a safetensors file", "it holds only \(content.count) bytes")
    }
    let length = content.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(min(Self.longestHeader, content.count - 8)) else {
      throw malformed(
        "a header of at most \(min(Self.longestHeader, content.count - 8)) bytes", "it claims \(length)")
    }
    let dataStart = 8 + Int(length)
    let header = try HeaderValue([UInt8](content[8..<dataStart])[...], file: file)
    (metadata, entries) = try SafetensorsHeader.read(header, dataCount: content.count - dataStart, file: file)
    index = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
    self.file = file
    self.content = content
    self.dataStart = dataStart
  }

  /// The tensor of this name; nil if there is none.
  public func entry(_ name: String) -> Entry? { index[name].map { entries[$0] } }

  /// A tensor's raw bytes, little-endian.
  public func bytes(of entry: Entry) -> Data {
    content[dataStart + entry.range.lowerBound..<dataStart + entry.range.upperBound]
  }

  /// A tensor's numbers; F32 and F16 are read.
  public func floats(of entry: Entry) throws(WeightsError) -> [Float] {
    switch entry.type {
    case .f32: return bits(of: entry, as: UInt32.self).map { Float(bitPattern: $0) }
    case .f16: return bits(of: entry, as: UInt16.self).map { Float(Float16(bitPattern: $0)) }
    default:
      throw WeightsError(
        .malformed, file: file, expected: "tensor \(entry.name) as F32 or F16",
        actual: "it is \(entry.type.rawValue)")
    }
  }

  /// A tensor's elements as unsigned integers of their size.
  private func bits<Bits: FixedWidthInteger>(of entry: Entry, as type: Bits.Type) -> [Bits] {
    bytes(of: entry).withUnsafeBytes { raw in
      (0..<entry.count).map {
        Bits(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Bits>.size, as: Bits.self))
      }
    }
  }
}
