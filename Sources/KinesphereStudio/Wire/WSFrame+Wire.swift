import FlyingFox
import Foundation

extension WSFrame {
  /// The frame as a server sends it, without a mask (RFC 6455, 5.2).
  var wireBytes: Data {
    var bytes = Data([(fin ? 0x80 : 0) | opcode.rawValue & 0xF])
    switch payload.count {
    case ..<126: bytes.append(UInt8(payload.count))
    case ..<65_536:
      bytes.append(126)
      withUnsafeBytes(of: UInt16(payload.count).bigEndian) { bytes.append(contentsOf: $0) }
    default:
      bytes.append(127)
      withUnsafeBytes(of: UInt64(payload.count).bigEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes + payload
  }
}
