import Foundation

/// What `background` and `detect` answer, for people and for programs (docs/masks.schema.json).
struct MaskSummary: Encodable {
  var format = "kinesphere-masks"
  var version = 1
  /// `background` or `detect`.
  let command: String
  let recording: String
  /// `depth` or `video`.
  let kind: String
  let method: String
  let frames: Int
  let damagedFrames: Int
  /// Frames that taught the room; nil where nothing is learned.
  let framesLearned: Int?
  /// Share of the pixels in the mask, 0 to 1, mean over the frames.
  let foregroundShare: Double
  /// Share of the frames with at least one dancer, 0 to 1; nil for `background`.
  let foundShare: Double?
  /// Microseconds a frame, median: marking alone, or the whole detection.
  let microseconds: Double
  /// What happened to the room, and what else was noticed.
  let notes: [String]
  let folder: String

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  var tiles: [(value: String, label: String)] {
    var tiles = [("\(frames)", "frames")]
    if let framesLearned { tiles.append(("\(framesLearned)", "frames taught the room")) }
    if let foundShare {
      tiles.append((String(format: "%.1f %%", foundShare * 100), "of the frames show a dancer"))
    }
    tiles.append((String(format: "%.1f %%", foregroundShare * 100), "of the pixels are foreground"))
    tiles.append((String(format: "%.2f ms", microseconds / 1000), "per frame (p50)"))
    if damagedFrames > 0 { tiles.append(("\(damagedFrames)", "damaged frames passed over")) }
    return tiles
  }

  func text(files: [String]) -> String {
    var lines = tiles.map { tile in
      String(repeating: " ", count: max(0, 10 - tile.value.count)) + tile.value + "  " + tile.label
    }
    lines += notes.map { "noticed: \($0)" }
    lines.append("wrote \(folder): " + files.joined(separator: ", "))
    return lines.joined(separator: "\n")
  }
}
