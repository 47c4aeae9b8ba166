/// How the key-points of a sequence move together: the covariances of their places and of their speeds, over the whole and
/// over its halves.
///
/// Hussein, Torki, Gowayyed, El-Saban 2013 (Cov3DJ, IJCAI), with speeds beside places. Places are relative to the middle of the
/// body over the sequence, in units of the distance from ankles to head, so neither stature nor place matters. Of every
/// covariance the upper triangle is taken, the signed square root of each number, and the whole brought to length 1; all
/// blocks together have length 1. 6 blocks of 1,485 numbers; about 1 ms for 40 poses.
public enum KeyPointCovariance {
  static let coordinates = KeyPoint.count * 3
  /// Numbers of a block.
  static let blockCount = coordinates * (coordinates + 1) / 2
  /// Numbers in all.
  public static let count = 6 * blockCount

  /// The numbers of a sequence of poses, metres; zeros where fewer than four poses are known.
  public static func features(of poses: [Pose]) -> [Float] {
    let known = poses.filter { pose in KeyPoint.allCases.allSatisfy { pose[$0].sum().isFinite } }
    guard known.count >= 4 else { return [Float](repeating: 0, count: count) }
    let places = relative(known)
    let speeds = differences(of: places)
    var features: [Float] = []
    features.reserveCapacity(count)
    for rows in [places, speeds] {
      for parts in [1, 2] {
        for part in 0..<parts {
          // Neighbours share the pose between them.
          let first = part * rows.count / parts
          let last = min(rows.count, (part + 1) * rows.count / parts + 1)
          append(covarianceOf: rows[first..<last], to: &features)
        }
      }
    }
    return features
  }

  /// Rows of 54 coordinates in the body's frame and units.
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

  /// Central differences a frame, one-sided at the ends.
  private static func differences(of rows: [[Float]]) -> [[Float]] {
    rows.indices.map { index in
      let (before, after) = (max(0, index - 1), min(rows.count - 1, index + 1))
      let span = Float(after - before)
      return zip(rows[after], rows[before]).map { ($0 - $1) / span }
    }
  }

  private static func append(covarianceOf rows: ArraySlice<[Float]>, to features: inout [Float]) {
    let size = coordinates
    var mean = [Float](repeating: 0, count: size)
    for row in rows { for index in 0..<size { mean[index] += row[index] / Float(rows.count) } }
    var sums = [Float](repeating: 0, count: blockCount)
    var offsets = mean
    for row in rows {
      for index in 0..<size { offsets[index] = row[index] - mean[index] }
      var place = 0
      for i in 0..<size {
        let value = offsets[i]
        for j in i..<size { sums[place &+ j &- i] += value * offsets[j] }
        place += size - i
      }
    }
    let length = sums.reduce(0) { $0 + abs($1) }
    // The signed roots of numbers whose magnitudes add up to 1 have length 1; six such blocks, that of the root of 6.
    let scale = length > 0 ? 1 / length : 0
    let share = 1 / Float(6).squareRoot()
    for sum in sums {
      let root = (abs(sum) * scale).squareRoot() * share
      features.append(sum < 0 ? -root : root)
    }
  }
}
