import Foundation
import Kinesphere

/// Writes `poses.json` frame by frame, in memory that does not grow with the take.
///
/// The format is `docs/poses.schema.json`; metres to a tenth of a millimetre, `null` where a point is unknown.
/// ``PosesDocument`` reads it back.
public struct PosesWriter {
  private let file: OutputFile
  private var isFirst = true

  /// Creates the file and writes its head.
  public init(path: String, header: PosesHeader) throws {
    let head = try Self.head(header)
    try self.init(OutputFile(path: path), head: head)
  }

  private init(_ file: OutputFile, head: String) throws(OutputError) {
    self.file = file
    try file.append(head)
  }

  /// Writes a whole document under a temporary name and renames: nothing stands under `path` before it is whole.
  public static func writeWhole(
    _ frames: some Sequence<TrackedFrame>, header: PosesHeader, to path: String
  ) throws {
    let head = try head(header)
    try OutputFile.writeWhole(to: path) { file throws(OutputError) in
      var writer = try PosesWriter(file, head: head)
      for frame in frames { try writer.append(frame) }
      try file.append(foot)
    }
  }

  private static func head(_ header: PosesHeader) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let recording = try String(decoding: encoder.encode(header), as: UTF8.self)
    let names = KeyPoint.names.map { "\"\($0)\"" }.joined(separator: ", ")
    return """
      {"format": "kinesphere-poses", "version": 1, "unit": "metre",
      "keypoints": [\(names)],
      "recording": \(recording),
      "frames": [

      """
  }

  private static let foot = "\n]}\n"

  /// Appends one frame.
  public mutating func append(_ frame: TrackedFrame) throws(OutputError) {
    let separator: StaticString = isFirst ? "" : ",\n"
    isFirst = false
    try file.append { text in
      separator.withUTF8Buffer { text.append(contentsOf: $0) }
      text.append(frameLine: frame)
    }
  }

  /// Ends the document.
  public func close() throws(OutputError) {
    try file.append(Self.foot)
    try file.close()
  }
}

extension [UInt8] {
  /// Appends one frame as `poses.json` holds it and `track -` prints it, without a line end.
  public mutating func append(frameLine frame: TrackedFrame) {
    append(contentsOf: "{\"index\": ".utf8)
    append(integer: UInt64(frame.index))
    append(contentsOf: ", \"time\": ".utf8)
    append(decimal: frame.time, decimals: 4)
    append(contentsOf: ", \"status\": \"".utf8)
    append(contentsOf: frame.status.rawValue.utf8)
    append(contentsOf: "\", \"dancers\": [".utf8)
    if frame.status == .ok {
      append(contentsOf: "{\"id\": 0, \"points\": [".utf8)
      for index in 0..<KeyPoint.count {
        if index > 0 { append(contentsOf: ", ".utf8) }
        append(point: frame.pose.points[index])
      }
      append(contentsOf: "], \"confidence\": [".utf8)
      for index in 0..<KeyPoint.count {
        if index > 0 { append(contentsOf: ", ".utf8) }
        append(decimal: Double(frame.pose.confidence[index]), decimals: 3)
      }
      append(contentsOf: "]}".utf8)
    }
    append(contentsOf: "]}".utf8)
  }

  private mutating func append(point: SIMD3<Float>) {
    append(UInt8(ascii: "["))
    for axis in 0..<3 {
      if axis > 0 { append(contentsOf: ", ".utf8) }
      append(decimal: Double(point[axis]), decimals: 4)
    }
    append(UInt8(ascii: "]"))
  }
}
