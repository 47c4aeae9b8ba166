import Foundation

/// A CSV of joint positions, separated by commas, semicolons or tabs.
///
/// Wide: one row a frame, columns `NAME_x`, `NAME.y`, `NAME Z`, ... and perhaps one of time. Long, as Kinect v2's dump
/// programs write it: one row a joint, with columns of time, the joint's number or name, x, y and z. Times in seconds,
/// milliseconds or microseconds, told by their steps; where there are none, by the rate.
struct SkeletonTable {
  private let path: String
  private let heading: [String]
  private let rows: [[Substring]]
  private let rate: Double
  /// What is to be said where no time is in the file.
  private let assumed: [String]

  /// Kinect v2's joints in the order of their numbers.
  static let kinect2 = [
    "SpineBase", "SpineMid", "Neck", "Head", "ShoulderLeft", "ElbowLeft", "WristLeft", "HandLeft",
    "ShoulderRight", "ElbowRight", "WristRight", "HandRight", "HipLeft", "KneeLeft", "AnkleLeft", "FootLeft",
    "HipRight", "KneeRight", "AnkleRight", "FootRight", "SpineShoulder", "HandTipLeft", "ThumbLeft",
    "HandTipRight", "ThumbRight",
  ]

  init(_ file: InputFile, rate: Double, assumed: [String]) throws(RecordingError) {
    (path, self.rate, self.assumed) = (file.path, rate, assumed)
    let text = String(decoding: try file.bytes(at: 0, count: file.size), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    let head = lines.first ?? ""
    let separator: Character =
      [",", ";", "\t"].max { a, b in
        head.count { $0 == a } < head.count { $0 == b }
      } ?? ","
    heading = head.split(separator: separator, omittingEmptySubsequences: false).map {
      String($0).lowercased().trimmingCharacters(in: CharacterSet(charactersIn: " \"\u{FEFF}\r"))
    }
    rows = lines.dropFirst().map { $0.split(separator: separator, omittingEmptySubsequences: false) }
  }

  func points() throws(RecordingError) -> PointSequence {
    if let joint = heading.firstIndex(where: {
      ["joint", "jointid", "joint_id", "jointtype", "joint name"].contains($0)
    }) {
      return try long(joint)
    }
    var columns: [(name: String, axes: [Int])] = []
    var places: [String: Int] = [:]
    for (column, title) in heading.enumerated() {
      guard let axis = Self.axis(title) else { continue }
      let name = String(title.dropLast()).trimmingCharacters(in: CharacterSet(charactersIn: " ._-:/([)]"))
      guard !name.isEmpty else { continue }
      let place = places[name] ?? columns.count
      if place == columns.count {
        places[name] = place
        columns.append((name, [-1, -1, -1]))
      }
      columns[place].axes[axis] = column
    }
    columns.removeAll { $0.axes.contains(-1) }
    guard !columns.isEmpty else { throw invalid("columns NAME_x, NAME_y, NAME_z", "it has none such") }
    let values = rows.flatMap { row in columns.flatMap { $0.axes.map { Self.number(row, $0) } } }
    let clock = measured(times)
    var points = PointSequence(
      names: columns.map(\.name), dimensions: 3, rate: clock.rate, times: clock.times, values: values)
    points.notices += clock.notices
    return points
  }

  /// One row a joint.
  private func long(_ joint: Int) throws(RecordingError) -> PointSequence {
    let axes = [Character("x"), "y", "z"].compactMap { letter in
      heading.firstIndex {
        $0 == String(letter) || $0.hasSuffix("position." + String(letter)) || $0 == "position_\(letter)"
      }
    }
    guard axes.count == 3 else { throw invalid("columns of x, y and z", "it has not all") }
    var (frames, moments): ([[Float]], [Double]) = ([], [])
    var names: [String] = Self.kinect2
    var last = Int.max
    let stamps = times
    for (index, row) in rows.enumerated() where row.count > joint {
      let word = row[joint].trimmingCharacters(in: .whitespaces)
      guard
        let number = Int(word)
          ?? names.firstIndex(where: { SkeletonRoles.plain($0) == SkeletonRoles.plain(word) }),
        names.indices.contains(number)
      else { continue }
      if number <= last {
        frames.append([Float](repeating: .nan, count: 3 * names.count))
        moments.append(stamps.isEmpty ? .nan : stamps[index])
      }
      last = number
      for axis in 0..<3 { frames[frames.count - 1][3 * number + axis] = Self.number(row, axes[axis]) }
    }
    guard !frames.isEmpty else { throw invalid("rows of Kinect v2's joints", "there is none") }
    names = Self.kinect2
    let clock = measured(moments.contains(where: \.isNaN) ? [] : moments, count: frames.count)
    var points = PointSequence(
      names: names, dimensions: 3, rate: clock.rate, times: clock.times, values: frames.flatMap { $0 })
    points.notices += clock.notices
    return points
  }

  private static func axis(_ title: String) -> Int? {
    guard let last = title.last, let axis = ["x", "y", "z"].firstIndex(of: last), title.count > 1 else {
      return nil
    }
    // Orientations are no places.
    return ["rot", "quat", "orient"].contains(where: { title.contains($0) }) ? nil : axis
  }

  /// NaN where there is no number.
  private static func number(_ row: [Substring], _ column: Int) -> Float {
    guard column < row.count else { return .nan }
    return Float(row[column].trimmingCharacters(in: .whitespaces)) ?? .nan
  }

  /// The column of time, as it stands; empty where there is none or one is not a number that clocks give.
  private var times: [Double] {
    guard
      let column = heading.firstIndex(where: {
        ["time", "timestamp", "t", "seconds", "time_s", "time_ms"].contains($0)
      })
    else { return [] }
    let times = rows.map { row in
      column < row.count ? Double(row[column].trimmingCharacters(in: .whitespaces)) ?? .nan : .nan
    }
    return times.allSatisfy { $0.magnitude < 1e19 } ? times : []
  }

  /// Seconds from the first, and the rate by their median step.
  private func measured(_ times: [Double], count: Int? = nil) -> (
    times: [Double], rate: Double, notices: [String]
  ) {
    let count = count ?? rows.count
    let steps = zip(times, times.dropFirst()).map { $1 - $0 }.filter { $0 > 1e-9 }.sorted()
    guard times.count == count, let first = times.first, !steps.isEmpty else {
      return ((0..<count).map { Double($0) / rate }, rate, assumed)
    }
    // A frame takes 2 ms to 2 s.
    let step = steps[steps.count / 2]
    let unit = [1, 1e-3, 1e-6, 1e-7].first { (0.002...2).contains(step * $0) } ?? 1 / (step * rate)
    return (times.map { ($0 - first) * unit }, 1 / (step * unit), [])
  }

  private func invalid(_ expected: String, _ actual: String) -> RecordingError {
    RecordingError(.invalid, file: path, expected: expected, actual: actual)
  }
}
