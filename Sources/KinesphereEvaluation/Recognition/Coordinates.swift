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
        // Equal samples would leave nothing to divide by.
        if i == j { sum += 1e-6 }
        for k in 0..<j { sum -= factor[i &* n &+ k] * factor[j &* n &+ k] }
        factor[i &* n &+ j] = i == j ? max(sum, 1e-9).squareRoot() : sum / factor[j &* n &+ j]
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
      row[i] = sum / factor[i &* count &+ i]
    }
    return row
  }
}
