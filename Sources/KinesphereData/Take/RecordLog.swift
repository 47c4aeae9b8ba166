import CZlib
import Foundation

/// The framing of a take's append-only files: a 16-byte file mark, then records, each a 32-byte head and a
/// payload.
///
/// A head holds, little-endian: mark `KSR1`, index, payload length, width and height (16 bits each), time in
/// seconds (double), checksum of the payload, checksum of the head before it (CRC-32 both). What a crash leaves
/// is at worst one torn record at the end; what a bad disk leaves is found by the checksums and passed over,
/// with the indices telling how many records were lost.
enum RecordLog {
  static let fileMark = Array("KINESPHERE LOG\u{01}\n".utf8)
  static let headSize = 32
  static let recordMark = Array("KSR1".utf8)

  /// The CRC-32 of zlib and PNG.
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return 0 }
    return UInt32(crc32(0, base.assumingMemoryBound(to: UInt8.self), UInt32(bytes.count)))
  }
}

/// What stands before each record's payload.
struct RecordHead: Equatable {
  var index: Int
  var length: Int
  var width: Int
  var height: Int
  var time: Double
  var payloadChecksum: UInt32

  init(index: Int, length: Int, width: Int, height: Int, time: Double, payloadChecksum: UInt32) {
    self.index = index
    self.length = length
    self.width = width
    self.height = height
    self.time = time
    self.payloadChecksum = payloadChecksum
  }

  /// Reads a head at `offset`; nil where the mark or the checksum is wrong.
  init?(_ bytes: [UInt8], at offset: Int) {
    guard offset >= 0, offset + RecordLog.headSize <= bytes.count,
      bytes[offset..<offset + 4].elementsEqual(RecordLog.recordMark)
    else { return nil }
    let sum = bytes.withUnsafeBytes {
      RecordLog.checksum(UnsafeRawBufferPointer(rebasing: $0[offset..<offset + 28]))
    }
    guard sum == bytes.littleEndian(UInt32.self, at: offset + 28) else { return nil }
    index = Int(bytes.littleEndian(UInt32.self, at: offset + 4))
    length = Int(bytes.littleEndian(UInt32.self, at: offset + 8))
    width = Int(bytes.littleEndian(UInt16.self, at: offset + 12))
    height = Int(bytes.littleEndian(UInt16.self, at: offset + 14))
    time = Double(bitPattern: bytes.littleEndian(UInt64.self, at: offset + 16))
    payloadChecksum = bytes.littleEndian(UInt32.self, at: offset + 24)
  }

  /// Writes the head over the first 32 bytes of `bytes`.
  func write(to bytes: inout [UInt8]) {
    bytes.replaceSubrange(0..<4, with: RecordLog.recordMark)
    bytes.store(UInt32(truncatingIfNeeded: index), at: 4)
    bytes.store(UInt32(truncatingIfNeeded: length), at: 8)
    bytes.store(UInt16(truncatingIfNeeded: width), at: 12)
    bytes.store(UInt16(truncatingIfNeeded: height), at: 14)
    bytes.store(time.bitPattern, at: 16)
    bytes.store(payloadChecksum, at: 24)
    let sum = bytes.withUnsafeBytes { RecordLog.checksum(UnsafeRawBufferPointer(rebasing: $0[0..<28])) }
    bytes.store(sum, at: 28)
  }
}

extension [UInt8] {
  /// Stores a number little-endian at `offset`, which must lie inside.
  mutating func store<Value: FixedWidthInteger>(_ value: Value, at offset: Int) {
    for index in 0..<MemoryLayout<Value>.size {
      self[offset + index] = UInt8(truncatingIfNeeded: value >> Value(8 * index))
    }
  }
}
