import RealModule

/// Where hands, elbows and ankles go, how high they are then, and how they turn.
///
/// Each step of a way (fifteen a second) is shared among 26 directions (a cube's faces, edges and corners) by
/// exp(8 (cosine - 1)) and weighed by its length: histograms of oriented displacements (Gowayyed, Torki, Hussein, El-Saban 2013,
/// IJCAI) in space instead of three planes.
/// - **Directions**, by the height of the step: below the middle of the body, about the chest, about the head and above.
/// - **Turns**: the direction of each step with that of the one a fifth of a second later, which tells a circle from a cross and
///   a throw from the reach back before it.
///
/// Both over the whole way and its halves, halves by length. The square roots of the sums, together, have length 1, so a point
/// that rests has no say. 6 points x 3 parts x 26 x 3 and x 26 x 26 numbers; about 1 ms for 40 poses.
public enum KeyPointDirections {
  /// Parts of each level.
  static let levels = [1, 2]
  static let sharpness: Float = 8
  /// Steps shorter than this, in distances from ankles to head, are rest: 0.15 mm.
  static let shortest: Float = 1e-4
  /// Steps to the one that a turn leads to.
  static let lag = 3
  /// Heights above the middle of the body, in distances from ankles to head, and how far each reaches.
  static let heights: [Float] = [-0.25, 0.1, 0.45]
  static let reach: Float = 0.15
  static let directions: [SIMD3<Float>] = [-1, 0, 1].flatMap { x in
    [-1, 0, 1].flatMap { y in
      [-1, 0, 1].compactMap { z in
        let length = Float(x * x + y * y + z * z).squareRoot()
        return length > 0 ? SIMD3(Float(x), Float(y), Float(z)) / length : nil
      }
    }
  }
  private static let parts = levels.reduce(0, +)
  /// Numbers of the directions.
  public static let directionCount = KeyPointPaths.points.count * parts * directions.count * heights.count
  /// Numbers of the turns.
  public static let turnCount = KeyPointPaths.points.count * parts * directions.count * directions.count

  /// The numbers of a sequence of poses, metres, at `times`, seconds; zeros where fewer than four poses are known, they last less
  /// than a fifth of a second or none of the points moves.
  public static func features(of poses: [Pose], times: [Double]) -> (directions: [Float], turns: [Float]) {
    let ways = KeyPointPaths(poses, times: times).ways
    guard !ways.isEmpty else {
      return ([Float](repeating: 0, count: directionCount), [Float](repeating: 0, count: turnCount))
    }
    var found: (directions: [Float], turns: [Float]) = ([], [])
    found.directions.reserveCapacity(directionCount)
    found.turns.reserveCapacity(turnCount)
    for way in ways {
      let steps = Steps(way)
      steps.appendDirections(to: &found.directions)
      steps.appendTurns(to: &found.turns)
    }
    return (rooted(found.directions), rooted(found.turns))
  }

  /// Square roots, brought to length 1.
  private static func rooted(_ sums: [Float]) -> [Float] {
    let sum = sums.reduce(0, +)
    return sum > 0 ? sums.map { ($0 / sum).squareRoot() } : sums
  }
}

/// A way's steps, each shared among the directions.
private struct Steps {
  /// Where on the way a step's middle is, 0 to 1, and how high.
  var places: [Float] = []
  var heights: [Float] = []
  /// A row of shares for each step, times its length; and the roots of that.
  var shares: [[Float]] = []
  var roots: [[Float]] = []

  init(_ way: [SIMD3<Float>]) {
    var before: Float = 0
    for (from, to) in zip(way, way.dropFirst()) {
      let step = to - from
      let way = (step * step).sum().squareRoot()
      let length = way < KeyPointDirections.shortest ? 0 : way
      places.append(before + length / 2)
      before += length
      heights.append((from.y + to.y) / 2)
      let shared = Self.shares(of: step, length: length)
      shares.append(shared)
      roots.append(shared.map { $0.squareRoot() })
    }
    if before > 0 { for index in places.indices { places[index] /= before } }
  }

  private static func shares(of step: SIMD3<Float>, length: Float) -> [Float] {
    guard length > 0 else { return [Float](repeating: 0, count: KeyPointDirections.directions.count) }
    let weights = KeyPointDirections.directions.map {
      Float.exp(KeyPointDirections.sharpness * (($0 * step).sum() / length - 1))
    }
    let scale = length / weights.reduce(0, +)
    return weights.map { $0 * scale }
  }

  /// Calls `body` with the first number of every part that a step belongs to; a part has `size` numbers.
  private func eachPart(of step: Int, size: Int, _ body: (Int) -> Void) {
    var first = 0
    for level in KeyPointDirections.levels {
      body((first + min(level - 1, Int(places[step] * Float(level)))) * size)
      first += level
    }
  }

  func appendDirections(to features: inout [Float]) {
    let (count, rows) = (KeyPointDirections.directions.count, KeyPointDirections.heights.count)
    let start = features.count
    features += repeatElement(0, count: KeyPointDirections.levels.reduce(0, +) * count * rows)
    for step in shares.indices {
      let near = KeyPointDirections.heights.map { height in
        let offset = (heights[step] - height) / KeyPointDirections.reach
        return Float.exp(-offset * offset / 2)
      }
      // Far above and far below, all are 0.
      let scale = 1 / max(near.reduce(0, +), 1e-9)
      eachPart(of: step, size: count * rows) { part in
        for (direction, share) in shares[step].enumerated() {
          for row in 0..<rows {
            features[start &+ part &+ direction &* rows &+ row] += share * near[row] * scale
          }
        }
      }
    }
  }

  func appendTurns(to features: inout [Float]) {
    let (count, lag) = (KeyPointDirections.directions.count, KeyPointDirections.lag)
    let start = features.count
    features += repeatElement(0, count: KeyPointDirections.levels.reduce(0, +) * count * count)
    guard roots.count > lag else { return }
    for step in 0..<roots.count - lag {
      let (from, to) = (roots[step], roots[step + lag])
      eachPart(of: step, size: count * count) { part in
        for i in 0..<count where from[i] > 0 {
          let row = start &+ part &+ i &* count
          for j in 0..<count { features[row &+ j] += from[i] * to[j] }
        }
      }
    }
  }
}
