/// Linear regression with a small ridge, by the normal equations and Cholesky's decomposition in double precision.
///
/// Inputs stream in row by row, so memory is bounded by the square of the input count. With `n` inputs and `m`
/// outputs a row costs `n²/2 + n m` multiply-adds and the solution `n³/6`; made for `n` up to about 1,500.
public struct LeastSquares: Sendable {
  public let inputs: Int
  public let outputs: Int
  private var gram: [Double]
  private var cross: [Double]

  /// `inputs` excludes the constant, which is added here and is not held down by the ridge.
  public init(inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
    gram = [Double](repeating: 0, count: (inputs + 1) * (inputs + 1))
    cross = [Double](repeating: 0, count: (inputs + 1) * outputs)
  }

  /// Adds one observation.
  public mutating func add(_ x: [Float], _ y: [Float]) {
    precondition(x.count == inputs && y.count == outputs, "a row has the declared sizes")
    let row = x.map(Double.init) + [1]
    let n = inputs + 1
    for i in 0..<n where row[i] != 0 {
      let value = row[i]
      for j in 0...i { gram[i &* n &+ j] += value * row[j] }
      for k in 0..<outputs { cross[i &* outputs &+ k] += value * Double(y[k]) }
    }
  }

  /// The regression; `ridge` is added to the diagonal in units of the inputs' squares times rows.
  /// Nil where the inputs do not determine it (add rows or raise `ridge`).
  public func solution(ridge: Double = 1e-6) -> LinearMap? {
    let n = inputs + 1
    let rows = max(gram[n * n - 1], 1)
    var factor = gram
    for i in 0..<inputs { factor[i * n + i] += ridge * rows }
    for i in 0..<n {
      for j in 0...i {
        var sum = factor[i * n + j]
        for k in 0..<j { sum -= factor[i * n + k] * factor[j * n + k] }
        if i == j {
          guard sum > 1e-12 else { return nil }
          factor[i * n + i] = sum.squareRoot()
        } else {
          factor[i * n + j] = sum / factor[j * n + j]
        }
      }
    }
    var weights = cross
    for output in 0..<outputs {
      for i in 0..<n {
        var sum = weights[i * outputs + output]
        for k in 0..<i { sum -= factor[i * n + k] * weights[k * outputs + output] }
        weights[i * outputs + output] = sum / factor[i * n + i]
      }
      for i in (0..<n).reversed() {
        var sum = weights[i * outputs + output]
        for k in i + 1..<n { sum -= factor[k * n + i] * weights[k * outputs + output] }
        weights[i * outputs + output] = sum / factor[i * n + i]
      }
    }
    return LinearMap(inputs: inputs, outputs: outputs, weights: weights)
  }
}

/// `y = W x + b`, as ``LeastSquares`` finds it.
public struct LinearMap: Sendable {
  public let inputs: Int
  public let outputs: Int
  /// `[inputs + 1, outputs]`; the last row is the constant.
  let weights: [Double]

  /// The outputs for one row of inputs.
  public func callAsFunction(_ x: [Float]) -> [Float] {
    precondition(x.count == inputs, "a row has the declared size")
    var y = Array(weights[(inputs * outputs)...])
    for i in 0..<inputs {
      let value = Double(x[i])
      for k in 0..<outputs { y[k] += value * weights[i * outputs + k] }
    }
    return y.map(Float.init)
  }
}
