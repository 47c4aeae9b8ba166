import CZlib

/// A PNG picture of at most 256 colours, small enough to stand inside a page.
///
/// Format: PNG (ISO/IEC 15948), colour type 3, 8 bits, one IDAT chunk.
public struct PalettePNG: Sendable {
  /// Red, green, blue from 0 to 255; at most 256.
  public var palette: [SIMD3<UInt8>]

  public init(palette: [SIMD3<UInt8>]) {
    precondition(!palette.isEmpty && palette.count <= 256, "a palette has 1 to 256 colours")
    self.palette = palette
  }

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The file's bytes; `pixels` are row-major places in the palette, `[height, width]`.
  public func encode(pixels: [UInt8], width: Int, height: Int) -> [UInt8] {
    precondition(pixels.count == width * height, "there is one index per pixel")
    var bytes = Self.signature
    chunk("IHDR", big(width) + big(height) + [8, 3, 0, 0, 0], into: &bytes)
    chunk("PLTE", palette.flatMap { [$0.x, $0.y, $0.z] }, into: &bytes)
    chunk("IDAT", deflated(rows(of: pixels, width: width)), into: &bytes)
    chunk("IEND", [], into: &bytes)
    return bytes
  }

  /// Rows with their filter byte: 0 (none), which suits palettes.
  func rows(of pixels: [UInt8], width: Int) -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity(pixels.count + pixels.count / width)
    for start in stride(from: 0, to: pixels.count, by: width) {
      rows.append(0)
      rows += pixels[start..<start + width]
    }
    return rows
  }

  func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var size = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(size))
    let status = compress2(&result, &size, bytes, uLong(bytes.count), 9)
    precondition(status == Z_OK, "the bound is large enough, so deflating cannot fail")
    return Array(result.prefix(Int(size)))
  }

  func chunk(_ name: StaticString, _ content: [UInt8], into bytes: inout [UInt8]) {
    let body = name.withUTF8Buffer { Array($0) } + content
    bytes += big(content.count) + body + big(Int(crc32(0, body, uInt(body.count))))
  }

  func big(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
