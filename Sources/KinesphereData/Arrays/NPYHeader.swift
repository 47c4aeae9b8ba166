import Foundation

/// What stands before the numbers of a `.npy`: number format, order and shape.
///
/// Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1 to 3.
struct NPYHeader: Equatable, Sendable {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// Longest text of a header that is read; NumPy's own are of 118 bytes.
  private static let longest = 1 << 16

  let number: ArrayNumber
  /// Whether the first index runs fastest.
  let isFortran: Bool
  /// At most six numbers, none negative, their product times the number's size no overflow.
  let shape: [Int]
  /// Bytes before the first number.
  let size: Int

  /// Numbers in the array.
  var count: Int { shape.reduce(1, *) }
  /// Bytes of all numbers.
  var byteCount: Int { count * number.size }
  /// As NumPy writes it.
  var shapeText: String { "[" + shape.map(String.init).joined(separator: ", ") + "]" }

  /// Reads a header through `next`, which gives the following bytes or throws.
  init(file: String, next: (Int) throws(RecordingError) -> [UInt8]) throws(RecordingError) {
    func invalid(_ expected: String, _ actual: String) -> RecordingError {
      RecordingError(.invalid, file: file, expected: expected, actual: actual)
    }
    let head = try next(8)
    guard head.count == 8, head.starts(with: Self.magic), (1...3).contains(head[6]) else {
      throw invalid("a NumPy array, version 1 to 3", "it starts otherwise")
    }
    let width = head[6] == 1 ? 2 : 4
    let lengthBytes = try next(width)
    guard lengthBytes.count == width else { throw invalid("the length of a NumPy header", "it ends") }
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.longest else {
      throw invalid("a NumPy header of at most \(Self.longest) bytes", "it says \(length)")
    }
    let text = try next(length)
    guard text.count == length else { throw invalid("a NumPy header of \(length) bytes", "it ends") }
    guard let entries = PythonLiteral.dictionary(text) else {
      throw invalid("a NumPy header as a dictionary", "it is none")
    }
    guard case .text(let descr)? = entries["descr"], let number = ArrayNumber(descr: descr) else {
      throw invalid("whole numbers or floats of 1 to 8 bytes", "the array holds others")
    }
    guard case .truth(let isFortran)? = entries["fortran_order"], case .numbers(let shape)? = entries["shape"]
    else { throw invalid("fortran_order and shape in the NumPy header", "it lacks one") }
    var bytes = number.size
    for side in shape {
      let (product, overflows) = bytes.multipliedReportingOverflow(by: max(1, side))
      guard side >= 0, !overflows, shape.count <= 6 else {
        throw invalid("a shape that can be", "it is \(shape.prefix(8))")
      }
      bytes = product
    }
    self.number = number
    self.isFortran = isFortran
    self.shape = shape
    size = 8 + width + length
  }

  /// The bytes of a version 1 header, `length` in all where given (a multiple of 64, as NumPy aligns).
  static func bytes(descr: String, shape: [Int], length: Int? = nil) -> [UInt8] {
    let sides = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (\(sides)), }"
    let total = length ?? (10 + text.utf8.count + 1 + 63) / 64 * 64
    precondition(total >= 11 + text.utf8.count && total < 65536, "the header has room for its text")
    let padding = [UInt8](repeating: UInt8(ascii: " "), count: total - 11 - text.utf8.count)
    let size = total - 10
    return magic + [1, 0, UInt8(size & 255), UInt8(size >> 8)] + Array(text.utf8) + padding + [10]
  }
}

/// The part of Python's literals that NumPy writes into a header.
enum PythonLiteral: Equatable {
  case text(String)
  case truth(Bool)
  case numbers([Int])

  /// Reads `{'name': value, ...}`; nil where it is anything else.
  static func dictionary(_ bytes: [UInt8]) -> [String: PythonLiteral]? {
    var reader = Reader(bytes: bytes)
    guard reader.take(UInt8(ascii: "{")) else { return nil }
    var entries: [String: PythonLiteral] = [:]
    while !reader.take(UInt8(ascii: "}")) {
      guard let name = reader.string(), reader.take(UInt8(ascii: ":")), let value = reader.value(),
        entries.count < 16
      else { return nil }
      entries[name] = value
      guard reader.take(UInt8(ascii: ",")) || reader.next == UInt8(ascii: "}") else { return nil }
    }
    return entries
  }

  private struct Reader {
    let bytes: [UInt8]
    var place = 0

    /// The next byte that is no blank.
    var next: UInt8? {
      mutating get {
        while place < bytes.count, [32, 9, 10, 13].contains(bytes[place]) { place += 1 }
        return place < bytes.count ? bytes[place] : nil
      }
    }

    mutating func take(_ byte: UInt8) -> Bool {
      guard next == byte else { return false }
      place += 1
      return true
    }

    mutating func string() -> String? {
      guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
        let end = bytes[(place + 1)...].firstIndex(of: quote)
      else { return nil }
      defer { place = end + 1 }
      return String(decoding: bytes[place + 1..<end], as: UTF8.self)
    }

    mutating func word() -> String {
      let start = place
      while place < bytes.count, bytes[place] < 128, Character(UnicodeScalar(bytes[place])).isLetter {
        place += 1
      }
      return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    mutating func value() -> PythonLiteral? {
      switch next {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): return string().map { .text($0) }
      case UInt8(ascii: "("): return tuple()
      default:
        switch word() {
        case "True": return .truth(true)
        case "False": return .truth(false)
        default: return nil
        }
      }
    }

    private mutating func tuple() -> PythonLiteral? {
      guard take(UInt8(ascii: "(")) else { return nil }
      var numbers: [Int] = []
      while !take(UInt8(ascii: ")")) {
        guard let first = next, (48...57).contains(first), numbers.count < 8 else { return nil }
        var number = 0
        while place < bytes.count, (48...57).contains(bytes[place]) {
          guard number < 1 << 58 else { return nil }
          number = number * 10 + Int(bytes[place] - 48)
          place += 1
        }
        // Python 2 wrote long numbers with an L.
        if place < bytes.count, bytes[place] == UInt8(ascii: "L") { place += 1 }
        numbers.append(number)
        guard take(UInt8(ascii: ",")) || next == UInt8(ascii: ")") else { return nil }
      }
      return .numbers(numbers)
    }
  }
}
