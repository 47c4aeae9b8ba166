/// The JSON of a safetensors header, read strictly: whole numbers only, no name twice in one object, bounded
/// depth. A general decoder would drop one of two equal names without a word.
enum HeaderValue {
  case object([(name: String, value: HeaderValue)])
  case array([HeaderValue])
  case string(String)
  case number(Int)

  /// Reads one value and nothing behind it but spaces.
  init(_ bytes: ArraySlice<UInt8>, file: String) throws(WeightsError) {
    var reader = HeaderReader(bytes: bytes, position: bytes.startIndex, file: file)
    self = try reader.value(depth: 0)
    reader.skipSpaces()
    guard reader.position == bytes.endIndex else { throw reader.error("the end of the header") }
  }
}

/// Reads values from the front of a header to its end.
struct HeaderReader {
  let bytes: ArraySlice<UInt8>
  var position: Int
  let file: String

  func error(_ expected: String, _ actual: String? = nil) -> WeightsError {
    let found = position < bytes.endIndex ? "byte \(bytes[position])" : "the header's end"
    return WeightsError(
      .malformed, file: file, expected: expected,
      actual: actual ?? "the header has \(found) at \(position - bytes.startIndex)")
  }

  mutating func skipSpaces() {
    while position < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }

  /// Steps over `character` if it comes next.
  private mutating func take(_ character: Character) -> Bool {
    skipSpaces()
    guard position < bytes.endIndex, bytes[position] == character.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func require(_ character: Character) throws(WeightsError) {
    guard take(character) else { throw error("'\(character)' in the header") }
  }

  mutating func value(depth: Int) throws(WeightsError) -> HeaderValue {
    guard depth < 8 else { throw error("a header at most 8 levels deep") }
    skipSpaces()
    if take("{") { return .object(try members(depth: depth)) }
    if take("[") { return .array(try elements(depth: depth)) }
    if position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") { return .string(try string()) }
    return .number(try number())
  }

  private mutating func members(depth: Int) throws(WeightsError) -> [(name: String, value: HeaderValue)] {
    var result: [(name: String, value: HeaderValue)] = []
    var seen: Set<String> = []
    if take("}") { return result }
    repeat {
      let name = try string()
      guard seen.insert(name).inserted else { throw error("each name once", "\(name) comes twice") }
      try require(":")
      result.append((name, try value(depth: depth + 1)))
    } while take(",")
    try require("}")
    return result
  }

  private mutating func elements(depth: Int) throws(WeightsError) -> [HeaderValue] {
    var result: [HeaderValue] = []
    if take("]") { return result }
    repeat { result.append(try value(depth: depth + 1)) } while take(",")
    try require("]")
    return result
  }

  private mutating func number() throws(WeightsError) -> Int {
    let start = position
    while position < bytes.endIndex, (0x30...0x39).contains(bytes[position]) { position += 1 }
    let digits = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let number = Int(digits) else { throw error("a whole number in the header") }
    return number
  }

  private mutating func string() throws(WeightsError) -> String {
    try require("\"")
    var text: [UInt8] = []
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard let string = String(validating: text, as: UTF8.self) else { throw error("UTF-8 in the header") }
        return string
      }
      if byte == UInt8(ascii: "\\") { text += try escape() } else { text.append(byte) }
    }
    throw error("'\"' in the header")
  }

  private mutating func escape() throws(WeightsError) -> [UInt8] {
    guard position < bytes.endIndex else { throw error("an escape in the header") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"): return try unicode()
    default: throw error("an escape in the header")
    }
  }

  /// Four hexadecimal digits, or twice four for a surrogate pair.
  private mutating func unicode() throws(WeightsError) -> [UInt8] {
    var units = [try hexadecimal()]
    if (0xD800..<0xDC00).contains(units[0]) {
      try require("\\")
      try require("u")
      units.append(try hexadecimal())
    }
    guard let text = String(validating: units, as: UTF16.self) else { throw error("Unicode in the header") }
    return Array(text.utf8)
  }

  private mutating func hexadecimal() throws(WeightsError) -> UInt16 {
    let end = position + 4
    guard end <= bytes.endIndex,
      let unit = UInt16(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits in the header") }
    position = end
    return unit
  }
}
