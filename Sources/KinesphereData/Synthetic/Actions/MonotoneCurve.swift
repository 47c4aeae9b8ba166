/// Curves through values at moments, without overshoot: piecewise cubics whose slopes keep what rises rising.
///
/// Slopes by Fritsch and Carlson 1980, doi:10.1137/0717021, as a weighted harmonic mean (Fritsch and Butland 1984,
/// doi:10.1137/0905021): 0 at every turning point and at both ends, so a movement rests where it turns back and flows
/// through where it goes on.
enum MonotoneCurve {
  /// The slope at each moment.
  static func slopes(_ values: [Float], at times: [Float]) -> [Float] {
    var slopes = [Float](repeating: 0, count: values.count)
    guard values.count > 2 else { return slopes }
    for index in 1..<values.count - 1 {
      let (before, after) = (times[index] - times[index - 1], times[index + 1] - times[index])
      let (a, b) = ((values[index] - values[index - 1]) / before, (values[index + 1] - values[index]) / after)
      guard a * b > 0 else { continue }
      let (first, second) = (2 * after + before, after + 2 * before)
      slopes[index] = (first + second) / (first / a + second / b)
    }
    return slopes
  }

  /// The cubic between two values with given slopes, `length` apart, a share of the way.
  static func between(
    _ a: Float, _ b: Float, slopes: (Float, Float), length: Float, share s: Float
  ) -> Float {
    let (s2, s3) = (s * s, s * s * s)
    let (rise, ends) = (3 * s2 - 2 * s3, (s3 - 2 * s2 + s, s3 - s2))
    return a + (b - a) * rise + length * (slopes.0 * ends.0 + slopes.1 * ends.1)
  }
}
