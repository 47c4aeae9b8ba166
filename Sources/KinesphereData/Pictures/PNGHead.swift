/// A PNG's first chunk: size and kind of its pixels.
///
/// Format: PNG (ISO/IEC 15948). Read are gray of 8 and 16 bits and colour of 8 bits, not interlaced.
struct PNGHead: Equatable, Sendable {
  static let mark: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Mark, IHDR's length and name, and its 13 bytes.
  static let size = 29

  let width, height: Int
  /// Bits per channel: 8 or 16.
  let bits: Int
  /// 1 or 3.
  let channelCount: Int

  /// Bytes of a row without its filter byte.
  var rowBytes: Int { width * pixelBytes }
  var pixelBytes: Int { channelCount * bits / 8 }

  /// Whether the bytes begin as a PNG does.
  static func recognises(_ bytes: [UInt8]) -> Bool { bytes.starts(with: mark) }

  /// Reads the first 29 bytes.
  init(_ bytes: [UInt8], file: String) throws(RecordingError) {
    func invalid(_ expected: String, _ actual: String) -> RecordingError {
      RecordingError(.invalid, file: file, expected: expected, actual: actual)
    }
    guard bytes.count >= Self.size, Self.recognises(bytes), Array(bytes[12..<16]) == Array("IHDR".utf8) else {
      throw invalid("a PNG", "it starts otherwise")
    }
    func number(_ offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
    (width, height, bits) = (number(16), number(20), Int(bytes[24]))
    guard (1...8192).contains(width), (1...8192).contains(height) else {
      throw invalid("pictures of 1 to 8192 pixels a side", "it has \(width) x \(height)")
    }
    switch (bytes[25], bits) {
    case (0, 8), (0, 16): channelCount = 1
    case (2, 8): channelCount = 3
    default:
      let kinds: [UInt8: String] = [
        0: "gray", 2: "colour", 3: "palette", 4: "gray with alpha", 6: "colour with alpha",
      ]
      throw invalid(
        "gray of 8 or 16 bits or colour of 8",
        "it is \(kinds[bytes[25]] ?? "of an unknown kind") of \(bits) bits")
    }
    guard bytes[26] == 0, bytes[27] == 0 else {
      throw invalid("deflate and the five filters", "it uses others")
    }
    guard bytes[28] == 0 else { throw invalid("a PNG that is not interlaced", "it is interlaced") }
  }
}
