import RealModule

/// The scalar products of rows with one another: all that a linear machine with a squared norm needs of them.
struct ScalarProducts: Sendable {
  let count: Int
  /// Row-major, `count * count`.
  private let values: [Double]

  /// n² / 2 products of the rows' width.
  init(_ rows: [[Float]]) {
    count = rows.count
    var values = [Double](repeating: 0, count: rows.count * rows.count)
    for i in rows.indices {
      for j in 0...i {
        let product = Double(Self.product(rows[i], rows[j]))
        values[i * rows.count + j] = product
        values[j * rows.count + i] = product
      }
    }
    self.values = values
  }

  subscript(row: Int, column: Int) -> Double { values[row &* count &+ column] }

  private static func product(_ a: [Float], _ b: [Float]) -> Float {
    precondition(a.count == b.count, "rows of one width")
    var sum: Float = 0
    for index in a.indices { sum = Relaxed.multiplyAdd(a[index], b[index], sum) }
    return sum
  }
}

/// A least squares machine in the dual, over some of the rows whose products are known: see ``LeastSquaresMachine``.
struct DualLeastSquares: Sendable {
  let members: [Int]
  private let products: ScalarProducts
  /// The lower factor of the members' products with 1 / cost on the diagonal.
  private let factor: [Double]

  init(_ products: ScalarProducts, members: [Int], cost: Double) {
    precondition(cost > 0, "a cost above 0")
    (self.products, self.members) = (products, members)
    let n = members.count
    var factor = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0...i {
        var sum = products[members[i], members[j]] + (i == j ? 1 / cost : 0)
        for k in 0..<j {
          sum = Relaxed.multiplyAdd(-factor[i &* n &+ k], factor[j &* n &+ k], sum)
        }
        // The products of rows with themselves are never below the sum of what was taken away, but for rounding.
        factor[i &* n &+ j] = i == j ? max(sum, 1e-12).squareRoot() : sum / factor[j &* n &+ j]
      }
    }
    self.factor = factor
  }

  /// What each member adds to the plane that answers `targets` at the members, and the plane's constant.
  func plane(_ targets: [Double]) -> (shares: [Double], constant: Double) {
    let n = members.count
    let mean = targets.reduce(0, +) / Double(max(1, n))
    var x = targets.map { $0 - mean }
    for i in 0..<n {
      var sum = x[i]
      for k in 0..<i { sum -= factor[i &* n &+ k] * x[k] }
      x[i] = sum / factor[i &* n &+ i]
    }
    for i in (0..<n).reversed() {
      x[i] /= factor[i &* n &+ i]
      let value = x[i]
      for k in 0..<i { x[k] -= factor[i &* n &+ k] * value }
    }
    return (x, mean)
  }

  /// The plane's answer at another row.
  func answer(_ plane: (shares: [Double], constant: Double), at row: Int) -> Double {
    zip(members, plane.shares).reduce(plane.constant) { $0 + $1.1 * products[row, $1.0] }
  }
}
