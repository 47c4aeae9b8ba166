import CZlib
import Foundation
import KinesphereData

/// A zip file of uncompressed members, written from front to back: what `.npz` is.
///
/// At most 4 GB in all; more is refused, as plain zip cannot say it.
struct StoredArchive {
  private var directory: [UInt8] = []
  private var count = 0
  private var size = 0

  /// Appends a member.
  mutating func add(_ name: String, _ content: [UInt8], to file: OutputFile) throws(OutputError) {
    guard size + content.count + directory.count < 0xFFFF_0000 else {
      throw OutputError(file: file.path, expected: "be below 4 GB", code: EFBIG)
    }
    let sum = content.withUnsafeBufferPointer { UInt32(crc32(0, $0.baseAddress, uInt($0.count))) }
    var shared: [UInt8] = []
    shared.append(short: 20)
    shared.append(short: 0)
    shared.append(short: 0)
    // Midnight, 1 January 1980: the same bytes every time.
    shared.append(long: 0x21 << 16)
    shared.append(long: Int(sum))
    shared.append(long: content.count)
    shared.append(long: content.count)
    shared.append(short: name.utf8.count)
    shared.append(short: 0)
    var head: [UInt8] = []
    head.append(long: 0x0403_4B50)
    head += shared + Array(name.utf8)
    directory.append(long: 0x0201_4B50)
    directory.append(short: 20)
    directory += shared
    directory.append(short: 0)
    directory.append(short: 0)
    directory.append(short: 0)
    directory.append(long: 0)
    directory.append(long: size)
    directory += Array(name.utf8)
    count += 1
    size += head.count + content.count
    try file.append { $0 += head }
    try file.append { $0 += content }
  }

  /// Ends the archive; the file stays open.
  func finish(_ file: OutputFile) throws(OutputError) {
    var end = directory
    end.append(long: 0x0605_4B50)
    end.append(long: 0)
    end.append(short: count)
    end.append(short: count)
    end.append(long: directory.count)
    end.append(long: size)
    end.append(short: 0)
    try file.append { $0 += end }
  }
}
