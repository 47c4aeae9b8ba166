import RealModule

/// Eigenvalues and eigenvectors of a symmetric matrix, by Householder's reduction to three diagonals and implicit QL steps
/// (Bowdler, Martin, Reinsch, Wilkinson 1968, doi:10.1007/BF02161365; EISPACK's tred2 and tql2). About 4 n³ multiply-adds.
struct SymmetricEigenvectors {
  /// Rising.
  private(set) var values: [Double]
  /// A vector of length 1 for each value.
  private(set) var vectors: [[Double]] = []
  private let n: Int
  /// Column j of the transformation at `j * n`.
  private var v: [Double]
  /// Beside the diagonal.
  private var e: [Double]

  /// `matrix` is `[n, n]`, n 1 or more, finite.
  init(_ matrix: [[Double]]) {
    n = matrix.count
    precondition(n > 0 && matrix.allSatisfy { $0.count == matrix.count }, "a square matrix")
    v = matrix.flatMap { $0 }
    e = [Double](repeating: 0, count: n)
    values = (0..<n).map { matrix[$0][matrix.count - 1] }
    reduce()
    accumulate()
    diagonalise()
    let order = values.indices.sorted { values[$0] < values[$1] }
    vectors = order.map { Array(v[$0 * n..<($0 + 1) * n]) }
    values = order.map { values[$0] }
  }

  /// To three diagonals: `values` and `e`.
  private mutating func reduce() {
    for i in Swift.stride(from: n - 1, to: 0, by: -1) {
      let scale = values[..<i].reduce(0) { $0 + abs($1) }
      guard scale > 0 else {
        e[i] = values[i - 1]
        for j in 0..<i {
          values[j] = v[j * n + i - 1]
          v[j * n + i] = 0
          v[i * n + j] = 0
        }
        values[i] = 0
        continue
      }
      var h = 0.0
      for k in 0..<i {
        values[k] /= scale
        h += values[k] * values[k]
      }
      let f = values[i - 1]
      let g = f > 0 ? -h.squareRoot() : h.squareRoot()
      e[i] = scale * g
      h -= f * g
      values[i - 1] = f - g
      reflect(i, h)
      values[i] = h
    }
  }

  private mutating func reflect(_ i: Int, _ h: Double) {
    for j in 0..<i { e[j] = 0 }
    for j in 0..<i {
      let f = values[j]
      v[i * n + j] = f
      var g = e[j] + v[j * n + j] * f
      for k in j + 1..<max(i, j + 1) {
        g = Relaxed.multiplyAdd(v[j &* n &+ k], values[k], g)
        e[k] += v[j &* n &+ k] * f
      }
      e[j] = g
    }
    var f = 0.0
    for j in 0..<i {
      e[j] /= h
      f += e[j] * values[j]
    }
    for j in 0..<i { e[j] -= f / (h + h) * values[j] }
    for j in 0..<i {
      let (f, g) = (values[j], e[j])
      for k in j..<i { v[j &* n &+ k] -= f * e[k] + g * values[k] }
      values[j] = v[j * n + i - 1]
      v[j * n + i] = 0
    }
  }

  /// The transformation from its reflections.
  private mutating func accumulate() {
    for i in 0..<n - 1 {
      v[i * n + n - 1] = v[i * n + i]
      v[i * n + i] = 1
      let h = values[i + 1]
      if h != 0 {
        for k in 0...i { values[k] = v[(i + 1) * n + k] / h }
        for j in 0...i {
          var g = 0.0
          for k in 0...i { g = Relaxed.multiplyAdd(v[(i &+ 1) &* n &+ k], v[j &* n &+ k], g) }
          for k in 0...i { v[j &* n &+ k] -= g * values[k] }
        }
      }
      for k in 0...i { v[(i + 1) * n + k] = 0 }
    }
    for j in 0..<n {
      values[j] = v[j * n + n - 1]
      v[j * n + n - 1] = 0
    }
    v[n * n - 1] = 1
    e[0] = 0
  }

  private mutating func diagonalise() {
    for i in 1..<max(n, 1) { e[i - 1] = e[i] }
    e[n - 1] = 0
    var (shift, largest) = (0.0, 0.0)
    for l in 0..<n {
      largest = max(largest, abs(values[l]) + abs(e[l]))
      var m = l
      while m < n - 1, abs(e[m]) > Double.ulpOfOne * largest { m += 1 }
      // Each value takes two or three steps; the limit stops a matrix that is not finite.
      var steps = 0
      while m > l, steps < 60 {
        shift += step(l, m)
        steps += 1
        if abs(e[l]) <= Double.ulpOfOne * largest { break }
      }
      values[l] += shift
      e[l] = 0
    }
  }

  /// One implicit QL step on rows l to m; returns the shift.
  private mutating func step(_ l: Int, _ m: Int) -> Double {
    let g = values[l]
    var p = (values[l + 1] - g) / (2 * e[l])
    var r = Double.hypot(p, 1)
    if p < 0 { r = -r }
    values[l] = e[l] / (p + r)
    values[l + 1] = e[l] * (p + r)
    let next = values[l + 1]
    let h = g - values[l]
    for i in l + 2..<max(n, l + 2) { values[i] -= h }
    p = values[m]
    var (c, c2, c3, s, s2) = (1.0, 1.0, 1.0, 0.0, 0.0)
    let beside = e[l + 1]
    for i in Swift.stride(from: m - 1, through: l, by: -1) {
      (c3, c2, s2) = (c2, c, s)
      let (g, h) = (c * e[i], c * p)
      r = Double.hypot(p, e[i])
      e[i + 1] = s * r
      s = e[i] / r
      c = p / r
      p = c * values[i] - s * g
      values[i + 1] = h + s * (c * g + s * values[i])
      let (a, b) = (i &* n, (i &+ 1) &* n)
      for k in 0..<n {
        let h = v[b &+ k]
        v[b &+ k] = s * v[a &+ k] + c * h
        v[a &+ k] = c * v[a &+ k] - s * h
      }
    }
    p = -s * s2 * c3 * beside * e[l] / next
    e[l] = s * p
    values[l] = c * p
    return h
  }
}
