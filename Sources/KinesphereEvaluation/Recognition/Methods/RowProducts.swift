import RealModule

/// Scalar products of rows: all that linear machines, principal components and Gaussian kernels need of long rows.
enum RowProducts {
  static func product(_ a: [Float], _ b: [Float]) -> Double {
    var sum: Float = 0
    for index in a.indices { sum = Relaxed.multiplyAdd(a[index], b[index], sum) }
    return Double(sum)
  }

  static func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum = Relaxed.multiplyAdd(a[index], b[index], sum) }
    return sum
  }

  /// Of each row with each, `[n, n]`; n²/2 products.
  static func all(_ rows: [[Float]]) -> [[Double]] {
    var products = [[Double]](repeating: [Double](repeating: 0, count: rows.count), count: rows.count)
    for i in rows.indices {
      for j in 0...i {
        products[i][j] = product(rows[i], rows[j])
        products[j][i] = products[i][j]
      }
    }
    return products
  }

  /// The part of a square matrix at some places.
  static func part(_ matrix: [[Double]], _ places: [Int]) -> [[Double]] {
    places.map { row in places.map { matrix[row][$0] } }
  }
}

/// Cholesky's factor of a symmetric, positive definite matrix: n³/6 multiply-adds, then n² a solution.
struct CholeskyFactor {
  private var rows: [[Double]] = []

  /// `matrix` is `[n, n]`, its lower triangle is read.
  init(_ matrix: [[Double]]) {
    rows.reserveCapacity(matrix.count)
    for i in matrix.indices {
      var row = [Double](repeating: 0, count: i + 1)
      for j in 0...i {
        var sum = 0.0
        if j < i {
          let other = rows[j]
          for k in 0..<j { sum = Relaxed.multiplyAdd(row[k], other[k], sum) }
          row[j] = (matrix[i][j] - sum) / other[j]
        } else {
          for k in 0..<j { sum = Relaxed.multiplyAdd(row[k], row[k], sum) }
          // Rounding may take what is left of a direction below 0.
          row[j] = max(matrix[i][i] - sum, 1e-12 * max(abs(matrix[i][i]), 1e-300)).squareRoot()
        }
      }
      rows.append(row)
    }
  }

  /// The solution of matrix * x = right.
  func solve(_ right: [Double]) -> [Double] {
    var x = right
    for i in rows.indices {
      var sum = x[i]
      for k in 0..<i { sum -= rows[i][k] * x[k] }
      x[i] = sum / rows[i][i]
    }
    for i in rows.indices.reversed() {
      x[i] /= rows[i][i]
      for k in 0..<i { x[k] -= rows[i][k] * x[i] }
    }
    return x
  }
}
