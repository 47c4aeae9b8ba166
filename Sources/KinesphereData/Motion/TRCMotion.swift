import Foundation

/// Motion Analysis' track row column: markers over time in a table with tabs.
///
/// Line 1 `PathFileType`, lines 2 and 3 names and values of the head, line 4 the markers' names, one in three columns, line
/// 5 the axes; then a row a frame: number, time, three places a marker, empty where unknown. Places become metres by
/// the head's unit; the axes stay the file's, which for OpenSim are y up and right-handed.
struct TRCMotion {
  private let path: String
  private let size: Int
  private let lines: [[Substring]]

  init(_ file: InputFile) throws(RecordingError) {
    (path, size) = (file.path, file.size)
    let text = String(decoding: try file.bytes(at: 0, count: file.size), as: UTF8.self)
    lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
  }

  func points() throws(RecordingError) -> PointSequence {
    guard lines.count > 4 else { throw invalid(.truncated, "five lines of head", "there are \(lines.count)") }
    var head: [String: Substring] = [:]
    for (name, value) in zip(lines[1], lines[2]) { head[Self.trimmed(name)] = value }
    let names = lines[3].dropFirst(2).map(Self.trimmed).filter { !$0.isEmpty }
    guard !names.isEmpty, names.count <= 2_000 else {
      throw invalid(.invalid, "1 to 2000 markers' names in line 4", "there are \(names.count)")
    }
    let rate = head["DataRate"].flatMap { Double(Self.trimmed($0)) } ?? .nan
    guard rate.isFinite, (0.1...10_000).contains(rate) else {
      throw invalid(
        .invalid, "a DataRate of 0.1 to 10000", "it is \(head["DataRate"].map(Self.trimmed) ?? "missing")")
    }
    let unit = try metres(Self.trimmed(head["Units"] ?? ""))
    var (times, values): ([Double], [Float]) = ([], [])
    for line in lines.dropFirst(4) {
      // The axes' line, and empty ones, are no frames.
      guard let first = line.first, Int(Self.trimmed(first)) != nil else { continue }
      let cells = line.dropFirst().map(Self.trimmed)
      guard let time = cells.first.flatMap({ Double($0) }), time.isFinite, time > (times.last ?? -.infinity)
      else {
        throw invalid(
          .invalid, "times that ascend", "frame \(times.count + 1) has \"\((cells.first ?? "").prefix(30))\"")
      }
      guard values.count <= 2 * size + 10_000 else { break }
      times.append(time)
      for column in 0..<3 * names.count {
        let cell = column + 1 < cells.count ? cells[column + 1] : ""
        values.append((Float(cell) ?? .nan) * unit)
      }
    }
    // Rows may lack their last tabs, but not most of them.
    guard values.count <= 2 * size + 10_000 else {
      throw invalid(.invalid, "three places a marker in each row", "most are missing")
    }
    guard !times.isEmpty else { throw invalid(.truncated, "frames after the head", "there is none") }
    var points = PointSequence(names: names, dimensions: 3, rate: rate, times: times, values: values)
    points.up = SIMD3(0, 1, 0)
    if let told = head["NumFrames"].flatMap({ Int(Self.trimmed($0)) }), told > times.count {
      points.notices.append("the file is cut: it says \(told) frames, but holds \(times.count)")
    }
    return points
  }

  private func metres(_ unit: String) throws(RecordingError) -> Float {
    switch unit.lowercased() {
    case "mm": return 0.001
    case "cm": return 0.01
    case "m": return 1
    case "in", "inches": return 0.0254
    default: throw invalid(.invalid, "Units of mm, cm, m or in", "they are \"\(unit.prefix(30))\"")
    }
  }

  private static func trimmed(_ text: Substring) -> String { text.trimmingCharacters(in: .whitespaces) }

  private func invalid(_ kind: RecordingError.Kind, _ expected: String, _ actual: String) -> RecordingError {
    RecordingError(kind, file: path, expected: expected, actual: actual)
  }
}
