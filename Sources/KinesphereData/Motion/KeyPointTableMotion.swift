import Foundation
import Kinesphere

/// The table of key-points that `kinesphere export --to csv` writes: `index,time,head_x,head_y,head_z,head_confidence,...`.
///
/// Metres in a room's frame: y up, and who faces +z faced the camera. Times stay the table's; the rate is the roundest that their
/// decimals allow: rows at 0.0333 and 0.0667 s are of 30 Hz, not of 29.94.
struct KeyPointTableMotion {
  private let path: String
  private let text: String

  private static let heading =
    "index,time,"
    + KeyPoint.names.flatMap { name in ["x", "y", "z", "confidence"].map { "\(name)_\($0)" } }
    .joined(separator: ",")

  init(_ file: InputFile) throws(RecordingError) {
    path = file.path
    text = String(decoding: try file.bytes(at: 0, count: file.size), as: UTF8.self)
  }

  /// True where a text starts with the table's first columns.
  static func recognises(_ text: Substring) -> Bool {
    text.hasPrefix("index,time,head_x,head_y,head_z,head_confidence,")
  }

  func points() throws(RecordingError) -> PointSequence {
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.first.map({ $0.trimmingCharacters(in: .whitespaces) }) == Self.heading, lines.count > 1 else {
      throw invalid("a heading of the 18 key-points and rows", "it has others or none")
    }
    var (times, values): ([Double], [Float]) = ([], [])
    var decimals = 0
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      let row = times.count + 1
      guard cells.count == 2 + 4 * KeyPoint.count else {
        throw invalid("\(2 + 4 * KeyPoint.count) columns", "row \(row) has \(cells.count)")
      }
      guard let time = Double(cells[1]), time.magnitude <= 1e6, time > (times.last ?? -.infinity) else {
        throw invalid("times that ascend", "row \(row) has \"\(cells[1].prefix(30))\"")
      }
      decimals = max(decimals, Self.decimals(cells[1]))
      times.append(time)
      for cell in cells.dropFirst(2) { values.append(Float(cell) ?? .nan) }
    }
    var points = PointSequence(
      names: KeyPoint.names, dimensions: 4, rate: Self.rate(times, decimals: decimals), times: times,
      values: values)
    points.up = SIMD3(0, 1, 0)
    points.hasConfidence = true
    return points
  }

  /// Decimals up to the last that is not 0, at least the four of `poses.json`, whose times may be written with more.
  private static func decimals(_ number: String) -> Int {
    guard let point = number.firstIndex(of: ".") else { return 4 }
    let last = number.lastIndex { $0 != "0" } ?? point
    return max(4, number.distance(from: point, to: last))
  }

  /// One over the mean of the steps that are no gaps, rounded as far as the times' last decimal leaves open; 30 where there
  /// is none.
  private static func rate(_ times: [Double], decimals: Int) -> Double {
    let steps = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
    guard !steps.isEmpty else { return 30 }
    let usual = steps.filter { $0 < 1.5 * steps[steps.count / 2] }
    let step = usual.reduce(0, +) / Double(usual.count)
    let exact = max(0.1, min(1000, 1 / step))
    // Roundings of neighbours cancel, but for those at both ends and at gaps.
    let runs = Double(1 + steps.count - usual.count)
    let open = 1.01 * pow(10, -Double(min(decimals, 12))) * runs / Double(usual.count)
    for digits in [1, 10, 100, 1000] as [Double] {
      let round = (exact * digits).rounded() / digits
      if round > 0, abs(1 / round - step) <= open { return round }
    }
    return exact
  }

  private func invalid(_ expected: String, _ actual: String) -> RecordingError {
    RecordingError(.invalid, file: path, expected: expected, actual: actual)
  }
}
