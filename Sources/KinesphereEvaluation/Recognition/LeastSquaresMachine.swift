/// A least squares machine, one class against the rest (Suykens, Vandewalle 1999, doi:10.1023/A:1018628609742; Rifkin, Yeo, Poggio
/// 2003): squared errors against 1 for a class and -1 for the others, and a squared norm.
///
/// Every training sample has a say, where a support vector machine hears those near the border alone; with a dozen samples a class and
/// tens of thousands of numbers that carries further. Solved in the dual by Cholesky's decomposition: n³/6 multiply-adds for n
/// samples, no libraries.
public enum LeastSquaresMachine {
  /// The planes; `cost` above 0 is how much the errors count beside the norm.
  public static func train(rows: [[Double]], classes: [Int], cost: Double) throws -> Hyperplanes {
    precondition(rows.count == classes.count && !rows.isEmpty && cost > 0, "a class for each row, and a cost")
    let known = Set(classes).sorted()
    guard known.count > 1 else {
      throw EvaluationError(
        file: "least squares machine", expected: "two classes or more", actual: "there is one")
    }
    let n = rows.count
    var products = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for i in 0..<n {
      for j in 0...i {
        var sum = 0.0
        for column in rows[i].indices { sum += rows[i][column] * rows[j][column] }
        products[i][j] = sum
        products[j][i] = sum
      }
      products[i][i] += 1 / cost
    }
    let factor = Coordinates(products: products, members: Array(0..<n))
    var planes: (weights: [[Double]], constants: [Double]) = ([], [])
    for label in known {
      let mean = 2 * Double(classes.count { $0 == label }) / Double(n) - 1
      let errors = factor.solve(classes.map { ($0 == label ? 1 : -1) - mean })
      var weights = [Double](repeating: 0, count: rows[0].count)
      for (row, error) in zip(rows, errors) {
        for column in weights.indices { weights[column] += row[column] * error }
      }
      planes.weights.append(weights)
      planes.constants.append(mean)
    }
    return Hyperplanes(classes: known, weights: planes.weights, constants: planes.constants)
  }
}
