import CZlib
import Foundation

@testable import KinesphereData

/// NumPy files made by hand.
enum ArrayBuilder {
  static func npy(_ descr: String, _ shape: [Int], fortran: Bool = false, _ content: [UInt8]) -> [UInt8] {
    var header = NPYHeader.bytes(descr: descr, shape: shape, length: 128)
    if fortran {
      let text = String(decoding: header[10...], as: UTF8.self)
        .replacingOccurrences(of: "False", with: "True ")
      header = Array(header[..<10]) + Array(text.utf8)
    }
    return header + content
  }

  /// A zip of members, deflated where wanted.
  static func npz(_ members: [(name: String, content: [UInt8])], deflated: Bool = false) -> [UInt8] {
    var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, content) in members {
      let packed = deflated ? deflate(content) : content
      let checksum = UInt32(crc32(0, content, UInt32(content.count)))
      let common =
        number(deflated ? 8 : 0, 2) + number(0, 4) + number(Int(checksum), 4) + number(packed.count, 4)
        + number(content.count, 4) + number(name.utf8.count, 2) + number(0, 2)
      directory += number(0x0201_4B50, 4) + number(20, 2) + number(20, 2) + number(0, 2) + common
      directory += number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(bytes.count, 4)
      directory += Array(name.utf8)
      bytes += number(0x0403_4B50, 4) + number(20, 2) + number(0, 2) + common + Array(name.utf8) + packed
    }
    let start = bytes.count
    return bytes + directory + number(0x0605_4B50, 4) + number(0, 4) + number(members.count, 2)
      + number(members.count, 2) + number(directory.count, 4) + number(start, 4) + number(0, 2)
  }

  private static func deflate(_ content: [UInt8]) -> [UInt8] {
    var size = compressBound(uLong(content.count))
    var result = [UInt8](repeating: 0, count: Int(size))
    compress2(&result, &size, content, uLong(content.count), 6)
    // Zip's deflate has neither zlib's two bytes before nor its checksum after.
    return Array(result[2..<Int(size) - 4])
  }

  static func number(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
