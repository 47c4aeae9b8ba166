/// Samples as coordinates in the space that training samples span.
///
/// A linear machine with a squared norm in its objective never leaves that space, so it learns the same from these few
/// numbers as from all: with n training samples n numbers each instead of tens of thousands. They are the rows of
/// Cholesky's factor of the samples' scalar products.
struct Coordinates {
  /// One row a training sample, `[n]` each.
  let training: [[Double]]
  private let factor: [Double]
  private let count: Int

  /// `products[i][j]` is the scalar product of samples i and j of all; `members` are those that train.
  init(products: [[Double]], members: [Int]) {
    let n = members.count
    count = n
    var factor = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0...i {
        var sum = products[members[i]][members[j]]
        for k in 0..<j { sum -= factor[i &* n &+ k] * factor[j &* n &+ k] }
        let pivot = factor[j &* n &+ j]
        if i == j {
          // A sample that the ones before span adds no direction; what is left of it is rounding.
          factor[i &* n &+ i] = sum > 1e-5 * products[members[i]][members[i]] ? sum.squareRoot() : 0
        } else {
          factor[i &* n &+ j] = pivot > 0 ? sum / pivot : 0
        }
      }
    }
    self.factor = factor
    training = (0..<n).map { i in (0..<n).map { $0 <= i ? factor[i * n + $0] : 0 } }
  }

  /// The coordinates of another sample from its scalar products with the members.
  func row(of products: [Double]) -> [Double] {
    var row = products
    for i in 0..<count {
      var sum = row[i]
      for k in 0..<i { sum -= factor[i &* count &+ k] * row[k] }
      let pivot = factor[i &* count &+ i]
      row[i] = pivot > 0 ? sum / pivot : 0
    }
    return row
  }

  /// The solution of products * x = right, where no sample lies in the span of the others.
  func solve(_ right: [Double]) -> [Double] {
    var x = row(of: right)
    for i in (0..<count).reversed() {
      var sum = x[i]
      for k in i + 1..<max(count, i + 1) { sum -= factor[k &* count &+ i] * x[k] }
      let pivot = factor[i &* count &+ i]
      x[i] = pivot > 0 ? sum / pivot : 0
    }
    return x
  }
}
