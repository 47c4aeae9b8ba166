/// Dynamic time warping of two series of rows, symmetric, in a band about the diagonal.
///
/// Sakoe, Chiba 1978, doi:10.1109/TASSP.1978.1163055: the cheapest way through all pairs of rows in steps of one row in either or
/// both series; the distance of a pair counts twice where both advance, and the sum is divided by the lengths' sum (their
/// symmetric form without a limit of slope). The distance of rows is Euclidean. n x m x 2 band rows' distances.
public struct TimeWarp: Sendable {
  /// How far from the diagonal a pair may lie, as a share of the longer series; 1 and more is no band.
  public let band: Double

  public init(band: Double) {
    precondition(band > 0, "a band has a width")
    self.band = band
  }

  /// The cost of a step, 0 for equal series; `distances` is `[n, m]`, neither 0.
  func cost(_ distances: [[Float]]) -> Float {
    let (n, m) = (distances.count, distances[0].count)
    // Series of different lengths: the diagonal leads from corner to corner, and every row has a cell in the band.
    let width = max(band * Double(max(n, m)), Double(max(n, m)) / Double(min(n, m)))
    let slope = n > 1 ? Double(m - 1) / Double(n - 1) : 0
    var before = [Float](repeating: .infinity, count: m)
    for i in 0..<n {
      var row = [Float](repeating: .infinity, count: m)
      let middle = Double(i) * slope
      let low = n > 1 ? max(0, Int((middle - width).rounded(.up))) : 0
      let high = n > 1 ? min(m - 1, Int(middle + width)) : m - 1
      guard low <= high else { continue }
      for j in low...high {
        let distance = distances[i][j]
        if i == 0, j == 0 {
          row[j] = 2 * distance
          continue
        }
        var best = before[j] + distance
        if j > 0 {
          best = min(best, row[j - 1] + distance)
          best = min(best, before[j - 1] + 2 * distance)
        }
        row[j] = best
      }
      before = row
    }
    return before[m - 1] / Float(n + m)
  }

  /// Euclidean distances of each row with each.
  static func distances(_ a: [[Float]], _ b: [[Float]]) -> [[Float]] {
    a.map { row in
      b.map { other in
        var sum: Float = 0
        for index in row.indices {
          let offset = row[index] - other[index]
          sum += offset * offset
        }
        return sum.squareRoot()
      }
    }
  }

  /// The cost between two series of rows of one width, neither empty.
  public func cost(_ a: [[Float]], _ b: [[Float]]) -> Float { cost(Self.distances(a, b)) }
}

/// The action of the training sequence whose key-points are nearest by ``TimeWarp``.
///
/// The plain classifier of series: nothing is learned but the band's width. Every tested sequence is compared with every
/// training one, so it slows with their number.
public struct NearestByTimeWarp: RecognitionMethod {
  public let name = "dtw-nearest"
  public let summary = "key-points, nearest neighbour by dynamic time warping"
  /// Band widths to choose from.
  let bands: [Double]

  public init(bands: [Double] = [0.05, 0.1, 0.2, 0.4]) { self.bands = bands }

  public func describe(_ sequence: ObservedSequence) -> [[Float]] {
    KeyPointRows.rows(of: sequence.poses, times: sequence.times)
  }

  public func fit(rows: [[[Float]]], classes: [Int], subjects: [Int]) throws -> FittedMethod {
    try check(rows: rows, classes: classes, subjects: subjects)
    let costs = pairCosts(rows)
    let choice = LeftOutSubjects(subjects).choose(bands.count, classes: classes) { members, held in
      costs.map { costs in
        held.map { sample in classes[Self.nearest(among: members) { costs[sample][$0] }] }
      }
    }
    let warp = TimeWarp(band: bands[choice.best])
    return FittedMethod(candidates: bands.map { .init("warping band", $0) }, choice: choice) { sequence in
      guard !sequence.isEmpty else {
        throw EvaluationError(file: "dtw-nearest", expected: "a sequence of rows", actual: "it is empty")
      }
      return classes[Self.nearest(among: Array(rows.indices)) { warp.cost(sequence, rows[$0]) }]
    }
  }

  /// For each band the costs of all pairs.
  private func pairCosts(_ rows: [[[Float]]]) -> [[[Float]]] {
    let warps = bands.map(TimeWarp.init)
    let empty = [[Float]](repeating: [Float](repeating: 0, count: rows.count), count: rows.count)
    var costs = [[[Float]]](repeating: empty, count: bands.count)
    for i in rows.indices {
      for j in 0..<i {
        let distances = TimeWarp.distances(rows[i], rows[j])
        for (index, warp) in warps.enumerated() {
          costs[index][i][j] = warp.cost(distances)
          costs[index][j][i] = costs[index][i][j]
        }
      }
    }
    return costs
  }

  private static func nearest(among places: [Int], cost: (Int) -> Float) -> Int {
    var best = (place: places[0], cost: Float.infinity)
    for place in places {
      let found = cost(place)
      if found < best.cost { best = (place, found) }
    }
    return best.place
  }
}
