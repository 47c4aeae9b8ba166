import Foundation
import Kinesphere

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

  /// Writes the set; nothing stands under the name before it is whole.
  func write(to path: String) throws {
    let part = path + ".part"
    guard FileManager.default.createFile(atPath: part, contents: nil),
      let file = FileHandle(forWritingAtPath: part)
    else {
      throw TrainingError(.data, at: path, expected: "a file to write", actual: "it cannot be made")
    }
    do {
      try file.write(
        contentsOf: JSONEncoder().encode(Header(count: count, hasParts: hasParts, sequences: sequences)) + [
          0x0A
        ])
      try crops.withUnsafeBytes { try file.write(contentsOf: Data($0)) }
      try points.withUnsafeBytes { try file.write(contentsOf: Data($0)) }
      try centres.withUnsafeBytes { try file.write(contentsOf: Data($0)) }
      try origins.flatMap { [Int64($0.sequence), Int64($0.frame)] }
        .withUnsafeBytes { try file.write(contentsOf: Data($0)) }
      try file.write(contentsOf: Data(parts))
      try file.close()
      _ = try? FileManager.default.removeItem(atPath: path)
      try FileManager.default.moveItem(atPath: part, toPath: path)
    } catch {
      _ = try? FileManager.default.removeItem(atPath: part)
      throw TrainingError(.data, at: path, expected: "room for the crops", actual: error.localizedDescription)
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
