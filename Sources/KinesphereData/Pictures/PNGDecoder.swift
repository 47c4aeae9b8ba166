import CZlib

/// Decodes PNG pictures one after the other into the same storage; checks every chunk's CRC-32.
///
/// A 640 x 480 picture of 16 bits costs about 3 ms, most of it zlib's. Allocates only where a picture or a file is larger
/// than all before.
final class PNGDecoder {
  /// The last picture's head.
  private(set) var head: PNGHead?
  /// The last picture's bytes: rows, each with a byte before it that means nothing any more; numbers of 16 bits have the upper byte
  /// first.
  private(set) var pixels: [UInt8] = []
  private let inflater = Inflater()

  /// Decodes a whole file. The chunks' payloads are moved together inside `bytes`, which saves a copy.
  func decode(_ bytes: inout [UInt8], file: String) throws(RecordingError) -> PNGHead {
    func invalid(_ expected: String, _ actual: String) -> RecordingError {
      RecordingError(.invalid, file: file, expected: expected, actual: actual)
    }
    let head = try PNGHead(bytes, file: file)
    self.head = head
    var place = PNGHead.mark.count
    var packed = 0
    var hasEnded = false
    while !hasEnded {
      guard place + 12 <= bytes.count else {
        throw RecordingError(
          .truncated, file: file, expected: "a PNG's last chunk",
          actual: "the file ends after \(bytes.count) bytes")
      }
      let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - place - 12 else {
        throw RecordingError(
          .truncated, file: file, expected: "a chunk of \(length) bytes",
          actual: "the file ends after \(bytes.count - place - 12)")
      }
      let (body, end) = (place + 8, place + 8 + length)
      let stated = bytes[end..<end + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      let sum = bytes.withUnsafeBytes {
        RecordLog.checksum(UnsafeRawBufferPointer(rebasing: $0[place + 4..<end]))
      }
      guard sum == stated else { throw invalid("sound chunks", "the checksum at byte \(end) is wrong") }
      let name = bytes[place + 4..<body]
      if name.elementsEqual("IDAT".utf8) {
        bytes.withUnsafeMutableBytes { all in
          guard length > 0, let base = all.baseAddress else { return }
          (base + packed).copyMemory(from: base + body, byteCount: length)
        }
        packed += length
      } else if name.elementsEqual("IEND".utf8) {
        hasEnded = true
      } else if bytes[place + 4] & 0x20 == 0, place > PNGHead.mark.count {
        throw invalid(
          "a picture without a palette", "it has a chunk '\(String(decoding: name, as: UTF8.self))'")
      }
      place = end + 4
    }
    let size = (head.rowBytes + 1) * head.height
    // Deflate expands 1032 times at most: what cannot be there gets no storage.
    guard size <= packed * 1032 else {
      throw RecordingError(
        .truncated, file: file, expected: "\(size) bytes of pixels",
        actual: "\(packed) compressed ones cannot hold them")
    }
    if pixels.count != size { pixels = [UInt8](repeating: 0, count: size) }
    let isWhole = bytes.withUnsafeBytes { source in
      pixels.withUnsafeMutableBytes {
        inflater.inflateWhole(UnsafeRawBufferPointer(rebasing: source[..<packed]), into: $0)
      }
    }
    guard isWhole else { throw invalid("\(size) bytes of pixels in a sound zlib stream", "they are not") }
    guard Self.undoFilters(&pixels, head) else { throw invalid("the five filters", "a row has another") }
    return head
  }

  /// Turns differences into values, in place; false where a row's filter is none of the five.
  private static func undoFilters(_ pixels: inout [UInt8], _ head: PNGHead) -> Bool {
    let (stride, step) = (head.rowBytes + 1, head.pixelBytes)
    var all = pixels.mutableSpan
    for y in 0..<head.height {
      let start = y &* stride
      let filter = all[start]
      guard filter <= 4 else { return false }
      if filter == 0 { continue }
      let first = start &+ 1
      let end = start &+ stride
      switch filter {
      case 1: for place in first &+ step..<max(end, first &+ step) { all[place] &+= all[place &- step] }
      case 2 where y > 0: for place in first..<end { all[place] &+= all[place &- stride] }
      case 3:
        for place in first..<end {
          let left = place >= first &+ step ? Int(all[place &- step]) : 0
          let above = y > 0 ? Int(all[place &- stride]) : 0
          all[place] &+= UInt8(truncatingIfNeeded: (left &+ above) &>> 1)
        }
      case 4:
        for place in first..<end {
          let hasLeft = place >= first &+ step
          let left = hasLeft ? Int(all[place &- step]) : 0
          let above = y > 0 ? Int(all[place &- stride]) : 0
          let corner = hasLeft && y > 0 ? Int(all[place &- stride &- step]) : 0
          all[place] &+= paeth(left, above, corner)
        }
      default: break
      }
    }
    return true
  }

  /// The neighbour nearest to left + above - corner; the earlier one of two as near.
  @inline(__always)
  static func paeth(_ left: Int, _ above: Int, _ corner: Int) -> UInt8 {
    let toLeft = abs(above &- corner)
    let toAbove = abs(left &- corner)
    let toCorner = abs(left &+ above &- 2 &* corner)
    if toLeft <= toAbove && toLeft <= toCorner { return UInt8(truncatingIfNeeded: left) }
    return UInt8(truncatingIfNeeded: toAbove <= toCorner ? above : corner)
  }
}
