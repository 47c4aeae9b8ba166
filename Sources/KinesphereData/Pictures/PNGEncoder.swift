import CZlib
import Kinesphere

/// Encodes depth as PNG pictures of 16 bits, one after the other in the same storage.
///
/// Filter "sub" and zlib's level 1: depth's lower bytes are noise that no level shrinks, and higher levels take three
/// times as long for a tenth of the size.
struct PNGEncoder {
  private var rows: [UInt8] = []
  private var packed: [UInt8] = []
  private let level: Int32

  init(level: Int32 = 1) { self.level = level }

  /// The file's bytes of a depth picture, in millimetres.
  mutating func encode(_ depth: Plane<UInt16>) -> [UInt8] {
    let stride = 2 * depth.width + 1
    if rows.count != stride * depth.height {
      rows = [UInt8](repeating: 1, count: stride * depth.height)
      packed = [UInt8](repeating: 0, count: Int(compressBound(uLong(rows.count))))
    }
    var output = rows.mutableSpan
    depth.withPixels { pixels in
      for y in 0..<depth.height {
        var before: UInt16 = 0
        for x in 0..<depth.width {
          let value = pixels[y &* depth.width &+ x]
          let place = y &* stride &+ 1 &+ 2 &* x
          output[place] = UInt8(truncatingIfNeeded: value &>> 8) &- UInt8(truncatingIfNeeded: before &>> 8)
          output[place &+ 1] = UInt8(truncatingIfNeeded: value) &- UInt8(truncatingIfNeeded: before)
          before = value
        }
      }
    }
    return finish(width: depth.width, height: depth.height, bits: 16, kind: 0)
  }

  /// The file's bytes of a gray (1) or colour (3) picture.
  mutating func encode(_ frame: VideoFrame) -> [UInt8] {
    let count = frame.channels.count
    let stride = count * frame.width + 1
    if rows.count != stride * frame.height {
      rows = [UInt8](repeating: 1, count: stride * frame.height)
      packed = [UInt8](repeating: 0, count: Int(compressBound(uLong(rows.count))))
    }
    for (channel, plane) in frame.channels.enumerated() {
      for y in 0..<frame.height {
        var before: UInt8 = 0
        for x in 0..<frame.width {
          let value = plane.storage[y * frame.width + x]
          rows[y * stride + 1 + count * x + channel] = value &- before
          before = value
        }
      }
    }
    return finish(width: frame.width, height: frame.height, bits: 8, kind: count == 3 ? 2 : 0)
  }

  private mutating func finish(width: Int, height: Int, bits: UInt8, kind: UInt8) -> [UInt8] {
    var size = uLong(packed.count)
    let status = compress2(&packed, &size, rows, uLong(rows.count), level)
    precondition(status == Z_OK, "the bound is large enough, so deflating cannot fail")
    var bytes = PNGHead.mark
    bytes.reserveCapacity(Int(size) + 64)
    Self.chunk("IHDR", (Self.big(width) + Self.big(height) + [bits, kind, 0, 0, 0])[...], into: &bytes)
    Self.chunk("IDAT", packed[..<Int(size)], into: &bytes)
    Self.chunk("IEND", [], into: &bytes)
    return bytes
  }

  static func chunk(_ name: String, _ content: ArraySlice<UInt8>, into bytes: inout [UInt8]) {
    bytes += big(content.count)
    let start = bytes.count
    bytes += Array(name.utf8)
    bytes += content
    let sum = bytes.withUnsafeBytes { RecordLog.checksum(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    bytes += big(Int(sum))
  }

  static func big(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
