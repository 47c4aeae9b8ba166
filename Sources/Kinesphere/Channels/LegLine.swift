/// One leg as the line of its rows' centres in space, from the hip down.
struct LegLine: Sendable {
  /// Metres in the camera frame, one per row that shows the leg, top to bottom.
  private(set) var points: [SIMD3<Float>] = []

  init(capacity: Int) { points.reserveCapacity(capacity) }

  mutating func removeAll() { points.removeAll(keepingCapacity: true) }

  mutating func append(_ point: SIMD3<Float>) { points.append(point) }

  /// The angle between the directions of the line's upper and lower half in radians, the foot (its last `foot`
  /// metres in height) left out; NaN where the line is too short to have directions.
  func bend(withoutFoot foot: Float) -> Float {
    let end = endOfShank(foot)
    guard end >= 8 else { return .nan }
    let knee = middle(end)
    guard knee >= 3, end - knee >= 3 else { return .nan }
    return JointAngles.between(direction(0..<knee), direction(knee..<end))
  }

  /// Where the ankle is: the mean of the line's last points above the foot. NaN for an empty line.
  func ankle(foot: Float) -> SIMD3<Float> {
    let end = endOfShank(foot)
    guard end > 0 else { return SIMD3(repeating: .nan) }
    let first = max(end - 4, 0)
    var sum = SIMD3<Float>()
    for index in first..<end { sum += points[index] }
    return sum / Float(end - first)
  }

  private func endOfShank(_ foot: Float) -> Int {
    guard let last = points.last else { return 0 }
    var end = points.count
    while end > 0, points[end - 1].y < last.y + foot { end -= 1 }
    return end
  }

  /// The index that halves the line's length up to `end`.
  private func middle(_ end: Int) -> Int {
    var length: Float = 0
    for index in 1..<end { length += distance(index) }
    var half: Float = 0
    for index in 1..<end {
      half += distance(index)
      if half >= length / 2 { return index }
    }
    return end / 2
  }

  private func distance(_ index: Int) -> Float {
    let step = points[index] - points[index - 1]
    return (step * step).sum().squareRoot()
  }

  /// The principal direction of some of the points, pointing from the first to the last.
  private func direction(_ range: Range<Int>) -> SIMD3<Float> {
    var mean = SIMD3<Float>()
    for index in range { mean += points[index] }
    mean /= Float(range.count)
    var covariance = SymmetricMatrix3()
    for index in range { covariance.add(points[index] - mean) }
    return covariance.principalDirection(towards: points[range.upperBound - 1] - points[range.lowerBound])
  }
}

/// A symmetric 3 x 3 matrix summed from outer products.
struct SymmetricMatrix3: Sendable {
  private var diagonal = SIMD3<Float>()
  /// xy, yz, zx.
  private var mixed = SIMD3<Float>()

  mutating func add(_ v: SIMD3<Float>) {
    diagonal += v * v
    mixed += v * SIMD3(v.y, v.z, v.x)
  }

  func multiply(_ v: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(
      diagonal.x * v.x + mixed.x * v.y + mixed.z * v.z,
      mixed.x * v.x + diagonal.y * v.y + mixed.y * v.z,
      mixed.z * v.x + mixed.y * v.y + diagonal.z * v.z)
  }

  /// The eigenvector of the largest eigenvalue by power iteration from `guess`, on its side; `guess` itself where
  /// the matrix is zero along it.
  func principalDirection(towards guess: SIMD3<Float>) -> SIMD3<Float> {
    var direction = guess
    for _ in 0..<8 {
      let next = multiply(direction)
      let length = (next * next).sum().squareRoot()
      guard length > 1e-12 else { return guess }
      direction = next / length
    }
    return (direction * guess).sum() < 0 ? -direction : direction
  }
}
