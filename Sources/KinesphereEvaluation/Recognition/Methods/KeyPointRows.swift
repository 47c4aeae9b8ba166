import Kinesphere
import RealModule

/// A sequence's key-points as rows at equal steps of time, in the body's place and units.
///
/// Places are relative to the middle of the body over the sequence (between spine and pelvis, medians), in units of the distance
/// from ankles to head, so neither stature nor place matters. Between two poses places are interpolated linearly.
enum KeyPointRows {
  /// Numbers of a row.
  static let width = KeyPoint.count * 3
  /// Seconds between two rows.
  static let step = 1.0 / 15
  /// Most rows of a sequence: 20 seconds. Longer ones are read in longer steps.
  static let mostRows = 300

  /// Rows of ``width`` numbers; none where fewer than two poses are known or they last no time.
  static func rows(of poses: [Pose], times: [Double]) -> [[Float]] {
    let known = poses.indices.filter { index in
      KeyPoint.allCases.allSatisfy { poses[index][$0].sum().isFinite }
    }
    guard known.count >= 2, let first = known.first, let last = known.last, times[last] > times[first] else {
      return []
    }
    let places = relative(known.map { poses[$0] })
    let duration = times[last] - times[first]
    let count = min(mostRows, max(2, Int((duration / step).rounded()) + 1))
    var from = 0
    return (0..<count).map { row in
      let time = times[first] + duration * Double(row) / Double(count - 1)
      while from + 2 < known.count, times[known[from + 1]] < time { from += 1 }
      let (start, end) = (times[known[from]], times[known[from + 1]])
      let share = end > start ? Float(min(1, max(0, (time - start) / (end - start)))) : 0
      return zip(places[from], places[from + 1]).map { $0 + ($1 - $0) * share }
    }
  }

  private static func relative(_ poses: [Pose]) -> [[Float]] {
    func median(_ values: [Float]) -> Float { values.sorted()[(values.count - 1) / 2] }
    let centres = poses.map { ($0[.spine] + $0[.pelvis]) / 2 }
    let centre = SIMD3(median(centres.map(\.x)), median(centres.map(\.y)), median(centres.map(\.z)))
    let heights = poses.map { $0[.head].y - ($0[.leftAnkle].y + $0[.rightAnkle].y) / 2 }
    let scale = 1 / max(median(heights), 0.5)
    return poses.map { pose in
      KeyPoint.allCases.flatMap { point in
        let place = (pose[point] - centre) * scale
        return [place.x, place.y, place.z]
      }
    }
  }
}
