import Foundation
import Kinesphere
import KinesphereData

/// A crop set on disk, for this machine's next run: a line of JSON with the counts and recordings, then the blocks as
/// they lie in memory.
extension CropSet {
  private struct Header: Codable {
    var format = "kinesphere-crops"
    var version = 2
    var count: Int
    var hasParts: Bool
    var sequences: [Sequence]
  }

  /// Writes the set; nothing stands under the name before it is whole, and two runs may write the same one at once.
  func write(to path: String) throws {
    let header = try JSONEncoder().encode(Header(count: count, hasParts: hasParts, sequences: sequences))
    let pairs = origins.flatMap { [Int64($0.sequence), Int64($0.frame)] }
    do throws(OutputError) {
      try OutputFile.writeWhole(to: path) { file throws(OutputError) in
        try file.append { $0 += header + [0x0A] }
        try Self.append(crops, to: file)
        try Self.append(points, to: file)
        try Self.append(centres, to: file)
        try Self.append(pairs, to: file)
        try Self.append(parts, to: file)
      }
    } catch {
      throw TrainingError(.data, at: path, expected: "room for the crops", actual: error.reason)
    }
  }

  /// Hands over a block in pieces: it may be larger than what memory has left.
  private static func append<Element: BitwiseCopyable>(
    _ block: [Element], to file: OutputFile
  ) throws(OutputError) {
    let piece = 1 << 14
    for start in stride(from: 0, to: block.count, by: piece) {
      try file.append { buffer in
        block[start..<min(start + piece, block.count)].withUnsafeBytes { buffer.append(contentsOf: $0) }
      }
    }
  }

  /// Reads a set; throws where the file is missing or is not whole.
  init(path: String) throws {
    let wrong = TrainingError(
      .data, at: path, expected: "a whole file of crops",
      actual: "it is missing, cut short or of another version")
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped),
      let end = data.prefix(1 << 20).firstIndex(of: 0x0A),
      let header = try? JSONDecoder().decode(Header.self, from: data[..<end]), header.version == 2
    else { throw wrong }
    var offset = end + 1
    func block<Element>(_ type: Element.Type, _ count: Int, zero: Element) throws -> [Element] {
      let size = count * MemoryLayout<Element>.stride
      guard count >= 0, offset + size <= data.count else { throw wrong }
      var values = [Element](repeating: zero, count: count)
      _ = values.withUnsafeMutableBytes { data.copyBytes(to: $0, from: offset..<offset + size) }
      offset += size
      return values
    }
    let crops = try block(Int16.self, header.count * Self.pixels, zero: 0)
    let points = try block(Float.self, header.count * Self.coordinates, zero: 0)
    let centres = try block(SIMD3<Float>.self, header.count, zero: .zero)
    let origins = try block(Int64.self, header.count * 2, zero: 0)
    let parts = try block(UInt8.self, header.hasParts ? header.count * Self.pixels : 0, zero: 0)
    let pairs = (0..<header.count).map {
      Origin(sequence: Int(origins[2 * $0]), frame: Int(origins[2 * $0 + 1]))
    }
    guard
      let set = CropSet(
        crops: crops, points: points, centres: centres, origins: pairs, parts: parts,
        sequences: header.sequences)
    else { throw wrong }
    self = set
  }
}
