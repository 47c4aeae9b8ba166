import CZlib
import Foundation
import Testing
import _KinesphereTestSupport

/// A sound file: its content, and the checksummed or compressed shell that is put around it.
struct FuzzSeed {
  let content: [UInt8]
  /// Around the content, damaged or not; nil where the content is the file.
  let wrap: (([UInt8]) -> [UInt8])?

  var file: [UInt8] { wrap?(content) ?? content }

  init(_ content: [UInt8], wrap: (([UInt8]) -> [UInt8])? = nil) {
    (self.content, self.wrap) = (content, wrap)
  }

  init(_ text: String) { self.init(Array(text.utf8)) }

  /// A MAT file of one array, as it is and compressed.
  static func mat(_ matrix: [UInt8]) -> [FuzzSeed] {
    [
      FuzzSeed(matrix) { MATBuilder.file($0) },
      FuzzSeed(matrix) { MATBuilder.file(MATBuilder.compressed($0)) },
    ]
  }

  /// The rows of a PNG that has one IDAT, each after its filter.
  init(png file: [UInt8], rowBytes: Int) throws {
    let mark = try #require(Data(file).range(of: Data("IDAT".utf8))).lowerBound
    let length = file[mark - 4..<mark].reduce(0) { $0 << 8 | Int($1) }
    var rows = [UInt8](repeating: 0, count: rowBytes)
    var size = uLong(rowBytes)
    let packed = Array(file[mark + 4..<mark + 4 + length])
    try #require(uncompress(&rows, &size, packed, uLong(length)) == Z_OK && size == uLong(rowBytes))
    let (head, tail) = (Array(file[..<(mark - 4)]), Array(file[(mark + 8 + length)...]))
    self.init(rows) { rows in
      var size = compressBound(uLong(rows.count))
      var packed = [UInt8](repeating: 0, count: Int(size))
      compress2(&packed, &size, rows, uLong(rows.count), 6)
      let named = Array("IDAT".utf8) + packed[..<Int(size)]
      return head + Self.big(UInt32(size)) + named + Self.big(UInt32(crc32(0, named, uInt(named.count))))
        + tail
    }
  }

  private static func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }
}
