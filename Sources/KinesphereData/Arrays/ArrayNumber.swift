/// How one number of a NumPy array is stored: NumPy's `descr`, such as `<u2` or `>f8`.
struct ArrayNumber: Equatable, Sendable {
  enum Kind: Character, Sendable {
    case unsigned = "u"
    case signed = "i"
    case float = "f"
  }

  let kind: Kind
  /// Bytes: 1, 2, 4 or 8.
  let size: Int
  let byteOrder: ByteOrder

  init(_ kind: Kind, size: Int, byteOrder: ByteOrder = .littleEndian) {
    (self.kind, self.size, self.byteOrder) = (kind, size, byteOrder)
  }

  /// Reads a `descr`; nil for what is no plain number (complex, text, dates, half floats).
  init?(descr: String) {
    let letters = Array(descr)
    guard letters.count == 3, let kind = Kind(rawValue: letters[1]), let size = letters[2].wholeNumberValue,
      [1, 2, 4, 8].contains(size), kind != .float || size >= 4
    else { return nil }
    switch letters[0] {
    case "<", "|", "=": byteOrder = .littleEndian
    case ">": byteOrder = .bigEndian
    default: return nil
    }
    self.kind = kind
    self.size = size
  }

  /// The number at place `index` of `bytes`, which must lie inside.
  @inline(__always)
  func double(_ bytes: Span<UInt8>, at index: Int) -> Double {
    var pattern: UInt64 = 0
    let start = index &* size
    for place in 0..<size {
      let at = byteOrder == .littleEndian ? start &+ size &- 1 &- place : start &+ place
      pattern = pattern &<< 8 | UInt64(bytes[at])
    }
    switch (kind, size) {
    case (.unsigned, _): return Double(pattern)
    case (.signed, _):
      let unused = UInt64(64 - 8 * size)
      return Double(Int64(bitPattern: pattern &<< unused) >> Int64(unused))
    case (.float, 4): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: pattern)))
    case (.float, _): return Double(bitPattern: pattern)
    }
  }
}
