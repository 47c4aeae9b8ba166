import Foundation

/// What `convert` did, for people and for programs (docs/conversion.schema.json).
struct ConvertSummary: Encodable {
  var format = "kinesphere-conversion"
  var version = 1
  let input: String
  let inputFormat: String
  let output: String
  let outputFormat: String
  let width, height: Int
  let frames: Int
  /// Frames that could not be read and were written without readings.
  let damagedFrames: Int
  /// Frames that an earlier run had written.
  let resumedFrom: Int
  let lost: [String]
  let seconds: Double

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  var text: String {
    let speed = String(format: "%.0f", Double(frames - resumedFrom) / max(seconds, 1e-6))
    return "wrote \(output) (\(outputFormat)): \(frames) frames of \(width) x \(height), \(speed) frames/s"
  }
}
