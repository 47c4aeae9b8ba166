import CZlib
import Foundation

/// Writes MAT v5 files as MATLAB's documentation tells.
public enum MATBuilder {
  public static func header(version: UInt16 = 0x0100, mark: [UInt8] = [0x49, 0x4D]) -> [UInt8] {
    var text = Array("MATLAB 5.0 MAT-file, made by a test".utf8)
    text += [UInt8](repeating: 32, count: 124 - text.count)
    return text + bytes(version) + mark
  }

  public static func file(_ elements: [UInt8]...) -> [UInt8] { header() + elements.flatMap { $0 } }

  /// An element with its tag, padded to 8 bytes.
  public static func element(_ type: UInt32, _ data: [UInt8]) -> [UInt8] {
    bytes(type, UInt32(data.count)) + data + [UInt8](repeating: 0, count: (8 - data.count % 8) % 8)
  }

  /// A numeric array; `storage` is MAT's code of the numbers in `data`, `kind` that of the array's class.
  public static func matrix(
    _ name: String, _ dimensions: [Int], kind: UInt8 = 11, storage: UInt32, _ data: [UInt8]
  )
    -> [UInt8]
  {
    element(
      14,
      element(6, bytes(UInt32(kind), UInt32(0)))
        + element(5, dimensions.flatMap { bytes(Int32($0)) })
        + element(1, Array(name.utf8))
        + element(storage, data))
  }

  /// The same element as a compressed one.
  public static func compressed(_ element: [UInt8]) -> [UInt8] {
    var length = compressBound(UInt(element.count))
    var result = [UInt8](repeating: 0, count: Int(length))
    let status = compress2(&result, &length, element, UInt(element.count), 6)
    precondition(status == Z_OK, "zlib compresses what fits")
    return bytes(UInt32(15), UInt32(length)) + result[..<Int(length)]
  }

  /// Row-major pictures as the column-major array `[height, width, frames]` of 16-bit numbers.
  public static func depth(_ pictures: [[UInt16]], width: Int, height: Int, name: String = "d_depth")
    -> [UInt8]
  {
    matrix(
      name, [height, width, pictures.count], storage: 4,
      columnMajor(pictures, width: width, height: height).flatMap { bytes($0) })
  }

  public static func columnMajor<Value>(_ pictures: [[Value]], width: Int, height: Int) -> [Value] {
    pictures.flatMap { picture in
      (0..<width).flatMap { x in (0..<height).map { y in picture[y * width + x] } }
    }
  }
}

/// A number's bytes, lowest first.
private func bytes<Value: FixedWidthInteger>(_ values: Value...) -> [UInt8] {
  values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
}
