import Kinesphere

/// Which moment of one motion belongs to which of another, by dynamic time warping.
///
/// Sakoe, Chiba 1978, doi:10.1109/TASSP.1978.1163055: the cheapest monotone way through all pairs of frames, steps of one
/// frame in either or both; a pair where both advance counts twice. The distance of two poses is the mean distance of their
/// key-points, each taken from its pelvis and divided by its dancer's size (the median length from pelvis to neck), so that
/// neither the place on stage nor the stature matters. Unlike `TimeWarp` of the evaluation it answers with the way itself.
///
/// Motions are thinned to at most ``mostFrames``; n x m pairs of 18 points cost about 50 ns each, a byte of memory each.
struct Alignment: Codable, Sendable, Equatable {
  /// Pairs of times in seconds, neither running backwards.
  let first, second: [Double]
  /// Mean distance of the two poses of each pair, in metres at the first dancer's size.
  let distance: [Double]
  /// The mean over the way.
  let meanDistance: Double

  static let mostFrames = 1_200

  /// Nil where either has fewer than two whole poses.
  init?(_ one: Motion, _ other: Motion) {
    guard let a = Rows(one), let b = Rows(other) else { return nil }
    let (n, m) = (a.times.count, b.times.count)
    var steps = [UInt8](repeating: 0, count: n * m)
    var before = [Float](repeating: .infinity, count: m)
    for i in 0..<n {
      var row = [Float](repeating: .infinity, count: m)
      for j in 0..<m {
        let distance = Rows.distance(a, i, b, j)
        if i == 0, j == 0 {
          row[0] = distance * 2
          continue
        }
        var (best, step) = (before[j] + distance, UInt8(1))
        if j > 0 {
          let across = row[j - 1] + distance
          if across < best { (best, step) = (across, 2) }
          let diagonal = before[j - 1] + 2 * distance
          if diagonal <= best { (best, step) = (diagonal, 0) }
        }
        row[j] = best
        steps[i * m + j] = step
      }
      before = row
    }
    var way: [(Int, Int)] = [(n - 1, m - 1)]
    var (i, j) = (n - 1, m - 1)
    while i > 0 || j > 0 {
      switch i == 0 ? 2 : j == 0 ? 1 : steps[i * m + j] {
      case 1: i -= 1
      case 2: j -= 1
      default: (i, j) = (i - 1, j - 1)
      }
      way.append((i, j))
    }
    way.reverse()
    first = way.map { a.times[$0.0] }
    second = way.map { b.times[$0.1] }
    let distances = way.map { Double(Rows.distance(a, $0.0, b, $0.1) * a.size) }
    distance = distances
    meanDistance = distances.reduce(0, +) / Double(distances.count)
  }

  /// Whole poses from the pelvis, in sizes of the dancer.
  private struct Rows {
    var times: [Double] = []
    var points: [SIMD3<Float>] = []
    let size: Float

    init?(_ motion: Motion) {
      let trunks = motion.poses.map { pose -> Float in
        let trunk = pose[.neck] - pose[.pelvis]
        return (trunk * trunk).sum().squareRoot()
      }.filter { $0.isFinite && $0 > 0.05 }.sorted()
      guard trunks.count > 1 else { return nil }
      size = trunks[trunks.count / 2]
      let stride = max(1, (motion.count + Alignment.mostFrames - 1) / Alignment.mostFrames)
      for place in Swift.stride(from: 0, to: motion.count, by: stride) {
        let pose = motion.poses[place]
        let row = KeyPoint.allCases.map { (pose[$0] - pose[.pelvis]) / size }
        guard row.allSatisfy({ $0.x.isFinite && $0.y.isFinite && $0.z.isFinite }) else { continue }
        times.append(motion.times[place])
        points += row
      }
      guard times.count > 1 else { return nil }
    }

    static func distance(_ a: Rows, _ i: Int, _ b: Rows, _ j: Int) -> Float {
      let (start, other) = (i &* KeyPoint.count, j &* KeyPoint.count)
      var sum: Float = 0
      for point in 0..<KeyPoint.count {
        let offset = a.points[start &+ point] - b.points[other &+ point]
        sum += (offset * offset).sum().squareRoot()
      }
      return sum / Float(KeyPoint.count)
    }
  }
}
