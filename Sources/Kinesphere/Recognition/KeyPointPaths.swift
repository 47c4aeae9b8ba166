import RealModule

/// The ways of hands, elbows and ankles over a sequence: where each was, fifteen times a second, in the body's units.
///
/// Poses are read at equal steps of time through a Gaussian of a step's deviation, so a camera's rate does not matter. Places are
/// relative to the middle of the body over the sequence (between spine and pelvis, medians), in units of the distance
/// from ankles to head.
struct KeyPointPaths {
  static let points: [KeyPoint] = [.leftWrist, .rightWrist, .leftElbow, .rightElbow, .leftAnkle, .rightAnkle]
  /// Seconds between two places.
  static let step = 1.0 / 15
  /// Most places of a way: half a minute. Longer sequences are read in longer steps.
  static let mostPlaces = 450

  /// A way for each of ``points``; empty where fewer than four poses are known.
  let ways: [[SIMD3<Float>]]

  /// `times` in seconds, rising, one for each pose.
  init(_ poses: [Pose], times: [Double]) {
    precondition(poses.count == times.count, "a time for each pose")
    let known = poses.indices.filter { index in
      KeyPoint.allCases.allSatisfy { poses[index][$0].sum().isFinite }
    }
    guard known.count >= 4, let first = known.first, let last = known.last, times[last] > times[first] else {
      ways = []
      return
    }
    let duration = times[last] - times[first]
    let count = min(Self.mostPlaces, Int((duration / Self.step).rounded()) + 1)
    guard count >= 4 else {
      ways = []
      return
    }
    let step = duration / Double(count - 1)
    let scale = 1 / Self.height(known.map { poses[$0] })
    let centre = Self.centre(known.map { poses[$0] })
    var sums = [[SIMD3<Float>]](repeating: [], count: Self.points.count)
    var start = 0
    for place in 0..<count {
      let time = times[first] + Double(place) * step
      while times[known[start]] < time - 4 * step { start += 1 }
      var sum = [SIMD3<Float>](repeating: .zero, count: Self.points.count)
      var total: Float = 0
      for index in known[start...] {
        let offset = Float((times[index] - time) / step)
        if offset > 4 { break }
        let weight = Float.exp(-offset * offset / 2)
        total += weight
        for (row, point) in Self.points.enumerated() { sum[row] += (poses[index][point] - centre) * weight }
      }
      // A gap of more than eight steps holds the last place.
      for row in sum.indices {
        sums[row].append(total > 0 ? sum[row] / total * scale : sums[row].last ?? .zero)
      }
    }
    ways = sums
  }

  /// The median distance from ankles to head, at least half a metre.
  private static func height(_ poses: [Pose]) -> Float {
    max(median(poses.map { $0[.head].y - ($0[.leftAnkle].y + $0[.rightAnkle].y) / 2 }), 0.5)
  }

  private static func centre(_ poses: [Pose]) -> SIMD3<Float> {
    let centres = poses.map { ($0[.spine] + $0[.pelvis]) / 2 }
    return SIMD3(median(centres.map(\.x)), median(centres.map(\.y)), median(centres.map(\.z)))
  }

  private static func median(_ values: [Float]) -> Float { values.sorted()[(values.count - 1) / 2] }
}
