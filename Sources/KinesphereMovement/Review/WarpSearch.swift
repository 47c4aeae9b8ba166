/// The cheapest way through a table of distances from corner to corner.
struct WarpSearch {
  /// Pairs in order.
  let path: [(Int, Int)]
  /// What it costs that one motion waits for the other: without it a pose that is never reached is explained away by waiting.
  private static let waiting: Float = 0.01

  init(_ n: Int, _ m: Int, band: Double, distance: (Int, Int) -> Float) {
    let slope = n > 1 ? Double(m - 1) / Double(n - 1) : 0
    let width = max(band * Double(max(n, m)), Double(max(n, m)) / Double(min(n, m)) + 1)
    // Where each place was reached from: 0 both, 1 the motion alone, 2 the reference alone.
    var steps = [UInt8](repeating: 0, count: n * m)
    var before = [Float](repeating: .infinity, count: m)
    for i in 0..<n {
      var row = [Float](repeating: .infinity, count: m)
      let middle = Double(i) * slope
      let low = n > 1 ? max(0, Int((middle - width).rounded(.up))) : 0
      let high = n > 1 ? min(m - 1, Int(middle + width)) : m - 1
      for j in low...max(low, high) where j < m {
        let here = distance(i, j)
        if i == 0, j == 0 {
          row[0] = here
          continue
        }
        let alone = here + Self.waiting
        var best = (cost: before[j] + alone, step: UInt8(1))
        if j > 0, before[j - 1] + 2 * here <= best.cost { best = (before[j - 1] + 2 * here, 0) }
        if j > 0, row[j - 1] + alone < best.cost { best = (row[j - 1] + alone, 2) }
        row[j] = best.cost
        steps[i * m + j] = best.step
      }
      before = row
    }
    path = Self.back(steps, n, m)
  }

  private static func back(_ steps: [UInt8], _ n: Int, _ m: Int) -> [(Int, Int)] {
    var (i, j) = (n - 1, m - 1)
    var path = [(i, j)]
    while i > 0 || j > 0 {
      let step = i == 0 ? 2 : j == 0 ? 1 : steps[i * m + j]
      if step != 2 { i -= 1 }
      if step != 1 { j -= 1 }
      path.append((i, j))
    }
    return path.reversed()
  }
}
