import Foundation

/// The container of MATLAB's MAT v5 files: named numeric arrays, each possibly compressed.
///
/// Written here and not taken from libmatio: what recordings need is a few hundred lines over zlib, which every
/// system has. Debian's libmatio-dev brings HDF5 with C++ and Fortran, fifteen packages, to everyone who
/// embeds this; and a slab of a compressed array inflates from the array's start, so that frame by frame the whole
/// costs the square of its length. Choose libmatio for MAT v7.3, sparse matrices, structs or cells, none of which
/// is read here.
struct MATFile {
  let file: InputFile

  static let headerSize = 128
  /// Each open array costs 0.2 MB; recordings hold one or two.
  static let mostArrays = 64

  /// Opens a file that ``recognises(_:)`` said yes to.
  init(_ file: InputFile) throws(RecordingError) {
    self.file = file
    let head = try file.bytes(at: 0, count: Self.headerSize)
    guard head.count == Self.headerSize else {
      throw RecordingError(
        .truncated, file: file.path, expected: "a MAT header of \(Self.headerSize) bytes",
        actual: "the file holds \(head.count)")
    }
    switch (head[126], head[127]) {
    case (0x49, 0x4D): break  // "IM": little-endian
    case (0x4D, 0x49):
      throw RecordingError(
        .invalid, file: file.path, expected: "a little-endian MAT v5 file",
        actual:
          "its bytes are swapped (written on a big-endian machine): save it again on a little-endian one")
    default:
      throw RecordingError(
        .invalid, file: file.path, expected: "the endian mark IM of MAT v5",
        actual: "the header ends in \(head[126]), \(head[127])")
    }
    let version = head.littleEndian(UInt16.self, at: 124)
    guard version == 0x0100 else {
      throw RecordingError(
        .invalid, file: file.path, expected: "MAT version 5 (0x0100)",
        actual: "the header says 0x\(String(version, radix: 16))"
          + (version == 0x0200 ? ", the HDF5-based v7.3: save it with -v7" : ""))
    }
  }

  /// Whether a file starts as MAT v5 (or 7.3) does.
  static func recognises(_ file: InputFile) throws(RecordingError) -> Bool {
    let head = try file.bytes(at: 0, count: headerSize)
    guard head.count >= 6 else { return false }
    if head.starts(with: Array("MATLAB".utf8)) { return true }
    guard head.count == headerSize else { return false }
    let mark = (head[126], head[127])
    let version = head.littleEndian(UInt16.self, at: 124)
    return (mark == (0x49, 0x4D) && (version == 0x0100 || version == 0x0200))
      || (mark == (0x4D, 0x49) && (version == 0x0001 || version == 0x0002))
  }

  /// The numeric arrays in file order, each ready to be read; others are passed over.
  func arrays() throws(RecordingError) -> [MATArray] {
    var result: [MATArray] = []
    var offset = Self.headerSize
    while offset < file.size {
      guard result.count < Self.mostArrays else {
        throw RecordingError(
          .invalid, file: file.path, expected: "at most \(Self.mostArrays) arrays", actual: "there are more")
      }
      let tag = try file.bytes(at: offset, count: 8)
      guard tag.count == 8 else {
        throw RecordingError(
          .truncated, file: file.path, expected: "an element tag of 8 bytes at \(offset)",
          actual: "the file holds \(tag.count) more")
      }
      let type = tag.littleEndian(UInt32.self, at: 0)
      let size = Int(tag.littleEndian(UInt32.self, at: 4))
      let body = offset + 8..<offset + 8 + size
      guard body.upperBound <= file.size else {
        throw RecordingError(
          .truncated, file: file.path, expected: "\(size) bytes of the element at \(offset)",
          actual: "the file ends after \(file.size - body.lowerBound)")
      }
      guard type == MATArray.compressed || type == MATArray.matrix else {
        throw RecordingError(
          .invalid, file: file.path, expected: "a matrix or a compressed one at byte \(offset)",
          actual: "the element's type is \(type)")
      }
      let isCompressed = type == MATArray.compressed
      if let array = try MATArray(file, range: body, isCompressed: isCompressed) { result.append(array) }
      offset = body.upperBound
      if !isCompressed { offset = (offset + 7) & ~7 }
    }
    return result
  }

  /// The array of this name; throws where there is none.
  func array(named name: String) throws(RecordingError) -> MATArray {
    let all = try arrays()
    guard let found = all.first(where: { $0.name == name }) else {
      throw RecordingError(
        .invalid, file: file.path, expected: "an array named \(name)",
        actual: all.isEmpty
          ? "there is no numeric array" : "there are \(all.map(\.name).joined(separator: ", "))")
    }
    return found
  }
}
