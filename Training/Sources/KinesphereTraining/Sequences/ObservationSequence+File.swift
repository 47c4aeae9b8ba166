import Foundation
import Kinesphere
import KinesphereData

/// Observed sequences on disk, for this machine's next run.
enum ObservationFile {
  private struct Entry: Codable {
    var name: String
    var subject, action, width: Int
    var isMirrored: Bool
  }

  static func write(_ sequences: [ObservationSequence], to path: String) throws {
    var block = Parameters()
    for (index, sequence) in sequences.enumerated() where sequence.count > 0 {
      let count = sequence.count
      block.append("\(index).inputs", shape: [count, sequence.width], values: sequence.inputs)
      block.append("\(index).labels", shape: [count, 54], values: sequence.labels)
      block.append(
        "\(index).centres", shape: [count, 3], values: sequence.centres.flatMap { [$0.x, $0.y, $0.z] })
      block.append(
        "\(index).marks", shape: [count, 2],
        values: zip(sequence.frames, sequence.starts).flatMap { [Float($0), Float($1)] })
    }
    let entries = sequences.map {
      Entry(name: $0.name, subject: $0.subject, action: $0.action, width: $0.width, isMirrored: $0.isMirrored)
    }
    let text = String(decoding: try JSONEncoder().encode(entries), as: UTF8.self)
    try Safetensors.write(block, metadata: ["sequences": text], to: path)
  }

  /// Nil where there is no such file, or not a whole one.
  static func read(_ path: String) -> [ObservationSequence]? {
    guard let file = try? Safetensors(path: path), let text = file.metadata["sequences"],
      let entries = try? JSONDecoder().decode([Entry].self, from: Data(text.utf8))
    else { return nil }
    var result: [ObservationSequence] = []
    for (index, entry) in entries.enumerated() {
      func block(_ name: String) -> [Float] {
        file.entry("\(index).\(name)").flatMap { try? file.floats(of: $0) } ?? []
      }
      guard
        let sequence = ObservationSequence(
          name: entry.name, subject: entry.subject, action: entry.action, width: entry.width,
          isMirrored: entry.isMirrored, inputs: block("inputs"), labels: block("labels"),
          centres: block("centres"), marks: block("marks"))
      else { return nil }
      result.append(sequence)
    }
    return result
  }
}
