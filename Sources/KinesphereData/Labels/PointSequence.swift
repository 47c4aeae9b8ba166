import Foundation
import Kinesphere

/// Any named points over time, such as motion capture joints or markers: what a `.skl` file holds.
///
/// Container: `SKL1`, joints and dimensions as 16-bit, frames as 32-bit, rate as float, flags as 32-bit numbers,
/// then `frames * joints * dimensions` floats, then, where flag 1 is set, a time in seconds a frame; all
/// little-endian. The unit is the origin's: CMU's joints are metres, y up.
public struct PointSequence: Sendable {
  /// One a point; `0`, `1`, ... where nobody named them.
  public var names: [String]
  /// Numbers a point: 3 for places.
  public let dimensions: Int
  /// Hz.
  public let rate: Double
  /// Seconds, one a frame.
  public let times: [Double]
  /// `[frames, points, dimensions]`; NaN = missing.
  public let values: [Float]
  /// The direction up that the file states or its format prescribes: one axis, 1 or -1; nil where neither does.
  public internal(set) var up: SIMD3<Float>?
  /// What is missing of the file, one sentence each.
  public internal(set) var notices: [String] = []
  /// Whether a point's fourth number is how sure it is, 0 to 1.
  public internal(set) var hasConfidence = false

  public var frameCount: Int { times.count }

  public init(names: [String], dimensions: Int, rate: Double, times: [Double], values: [Float]) {
    precondition(
      values.count == times.count * names.count * dimensions, "one value a frame, point and dimension")
    self.names = names
    self.dimensions = dimensions
    self.rate = rate
    self.times = times
    self.values = values
  }

  /// Reads a `.skl` file. The names come from a `JOINTS.txt` or `MARKERS.txt` in its folder, if it has as many
  /// lines as the file has points, or from a list of as many in a `joints.json`.
  public init(path: String) throws(RecordingError) {
    let file = try InputFile(path)
    let head = try file.bytes(at: 0, count: 20)
    guard head.count == 20, head.starts(with: Array("SKL1".utf8)) else {
      throw RecordingError(
        .unknownFormat, file: path, expected: "a .skl file that starts with SKL1",
        actual: head.count < 20 ? "the file holds \(head.count) bytes" : "its first bytes are others")
    }
    let points = Int(head.littleEndian(UInt16.self, at: 4))
    let dimensions = Int(head.littleEndian(UInt16.self, at: 6))
    let frames = Int(head.littleEndian(UInt32.self, at: 8))
    let rate = Float(bitPattern: head.littleEndian(UInt32.self, at: 12))
    let hasTimes = head.littleEndian(UInt32.self, at: 16) & 1 != 0
    // At most 2^32 * 2^16 * 2^16 * 4 would overflow; a real file never comes near.
    let (count, overflow) = (frames * points).multipliedReportingOverflow(by: dimensions)
    let (bytes, overflowToo) = count.multipliedReportingOverflow(by: 4)
    let expected =
      overflow || overflowToo ? Int.max : min(bytes, Int.max / 2) + 20 + (hasTimes ? frames * 4 : 0)
    guard file.size == expected, points > 0, dimensions > 0, rate > 0, rate.isFinite else {
      throw RecordingError(
        file.size < expected ? .truncated : .invalid, file: path,
        expected: "\(expected) bytes for \(frames) frames of \(points) points of \(dimensions) numbers",
        actual: "the file holds \(file.size), at a rate of \(rate) Hz")
    }
    var values = [Float](repeating: 0, count: count)
    _ = try file.read(into: &values, at: 20)
    var times = (0..<frames).map { Double($0) / Double(rate) }
    if hasTimes {
      var stored = [Float](repeating: 0, count: frames)
      _ = try file.read(into: &stored, at: 20 + count * 4)
      times = stored.map(Double.init)
    }
    self.init(
      names: Self.names(beside: path, count: points), dimensions: dimensions, rate: Double(rate),
      times: times,
      values: values)
  }

  private static func names(beside path: String, count: Int) -> [String] {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    for list in ["JOINTS.txt", "MARKERS.txt"] {
      guard let text = try? String(contentsOf: folder.appendingPathComponent(list), encoding: .utf8) else {
        continue
      }
      let names = text.split(whereSeparator: \.isNewline).map(String.init)
      if names.count == count { return names }
    }
    // PyEyesWeb: one list of names for each kind of file, which the file's name starts with.
    if let data = try? Data(contentsOf: folder.appendingPathComponent("joints.json")),
      let lists = try? JSONDecoder().decode([String: [String]].self, from: data)
    {
      let stem = InputFile.stem(path)
      let fitting = lists.filter { $0.value.count == count }.sorted { $0.key < $1.key }
      if let list = fitting.first(where: { stem.hasPrefix($0.key) }) ?? fitting.first { return list.value }
    }
    return (0..<count).map(String.init)
  }

  /// A point's place in a frame; `dimensions` must be at least 3.
  public func place(frame: Int, point: Int) -> SIMD3<Float> {
    precondition(dimensions >= 3 && point < names.count, "places have three numbers")
    let base = (frame * names.count + point) * dimensions
    return SIMD3(values[base], values[base + 1], values[base + 2])
  }

  /// The place of the point of this name; nil where no point has it.
  public func index(of name: String) -> Int? { names.firstIndex(of: name) }
}
