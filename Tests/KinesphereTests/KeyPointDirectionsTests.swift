import RealModule
import Testing

@testable import Kinesphere

@Suite struct KeyPointDirectionsTests {
  /// A standing person whose right wrist is at `wrist(time)` beside the middle of the body, filmed at `rate` for two seconds.
  private static func poses(
    rate: Double, offset: SIMD3<Float> = .zero, size: Float = 1, wrist: (Float) -> SIMD3<Float>
  ) -> (poses: [Pose], times: [Double]) {
    let times = (0...Int(2 * rate)).map { Double($0) / rate }
    let poses = times.map { time in
      var pose = Pose(points: [SIMD3<Float>](repeating: SIMD3(0, 0, 3), count: KeyPoint.count))
      pose[.head].y = 0.7
      (pose[.leftAnkle].y, pose[.rightAnkle].y) = (-0.8, -0.8)
      pose[.rightWrist] += wrist(Float(time))
      for point in KeyPoint.allCases { pose[point] = pose[point] * size + offset }
      return pose
    }
    return (poses, times)
  }

  private static func circle(_ time: Float, turns: Float) -> SIMD3<Float> {
    let angle = 2 * Float.pi * turns * time / 2
    return SIMD3(0.4 * Float.cos(angle), 0.4 * Float.sin(angle), 0)
  }

  private static func product(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @Test func aHandThatGoesOneWayFillsThatDirection() throws {
    let dance = Self.poses(rate: 15) { SIMD3(0.3 * $0, 0, 0) }
    let numbers = KeyPointDirections.features(of: dance.poses, times: dance.times)
    #expect(numbers.directions.count == KeyPointDirections.directionCount)
    #expect(numbers.turns.count == KeyPointDirections.turnCount)
    #expect(abs(Self.product(numbers.directions, numbers.directions) - 1) < 1e-4)
    #expect(abs(Self.product(numbers.turns, numbers.turns) - 1) < 1e-4)
    // The right wrist is the second way; the whole comes first, a row of heights for each direction.
    let (rows, count) = (KeyPointDirections.heights.count, KeyPointDirections.directions.count)
    let right = try #require(KeyPointDirections.directions.firstIndex(of: SIMD3(1, 0, 0)))
    let start = 3 * count * rows
    let whole = numbers.directions[start..<start + count * rows]
    let largest = try #require(whole.indices.max { whole[$0] < whole[$1] })
    #expect((largest - start) / rows == right)
    let turn = numbers.turns.indices.max { numbers.turns[$0] < numbers.turns[$1] }
    #expect(turn == 3 * count * count + right * count + right)
    // No other point moves.
    #expect(numbers.directions[..<start].allSatisfy { $0 == 0 })
  }

  /// Half the rate, another place and another stature: the same movement.
  @Test func rateAndPlaceAndStatureDoNotMatter() {
    let one = Self.poses(rate: 15) { Self.circle($0, turns: 2) }
    let other = Self.poses(rate: 30, offset: SIMD3(0.5, -0.3, 1), size: 1.2) { Self.circle($0, turns: 2) }
    let a = KeyPointDirections.features(of: one.poses, times: one.times)
    let b = KeyPointDirections.features(of: other.poses, times: other.times)
    #expect(Self.product(a.directions, b.directions) > 0.99)
    #expect(Self.product(a.turns, b.turns) > 0.98)
  }

  /// A circle one way has the same directions as the other way, in another order: turns tell them apart.
  @Test func turnsTellTheWayOfACircle() {
    let one = Self.poses(rate: 30) { Self.circle($0, turns: 2) }
    let other = Self.poses(rate: 30) { Self.circle($0, turns: -2) }
    let a = KeyPointDirections.features(of: one.poses, times: one.times)
    let b = KeyPointDirections.features(of: other.poses, times: other.times)
    let (alike, turned) = (Self.product(a.directions, b.directions), Self.product(a.turns, b.turns))
    #expect(alike > 0.5 && turned < 0.45, "\(alike), \(turned)")
  }

  /// Up above the head and up below the waist are told apart.
  @Test func heightIsSeen() {
    let low = Self.poses(rate: 15) { SIMD3(0, -0.6 + 0.1 * $0, 0) }
    let high = Self.poses(rate: 15) { SIMD3(0, 0.6 + 0.1 * $0, 0) }
    let a = KeyPointDirections.features(of: low.poses, times: low.times)
    let b = KeyPointDirections.features(of: high.poses, times: high.times)
    #expect(Self.product(a.directions, b.directions) < 0.1)
    #expect(Self.product(a.turns, b.turns) > 0.99)
  }

  @Test func whatCannotBeSeenIsZero() {
    var dance = Self.poses(rate: 15) { Self.circle($0, turns: 1) }
    let areZeros = { (numbers: (directions: [Float], turns: [Float])) in
      numbers.directions.count == KeyPointDirections.directionCount
        && numbers.turns.count == KeyPointDirections.turnCount
        && (numbers.directions + numbers.turns).allSatisfy { $0 == 0 }
    }
    let none = areZeros(KeyPointDirections.features(of: [], times: []))
    #expect(none)
    let few = areZeros(
      KeyPointDirections.features(of: Array(dance.poses[..<3]), times: Array(dance.times[..<3])))
    #expect(few)
    let still = Self.poses(rate: 15) { _ in .zero }
    let resting = areZeros(KeyPointDirections.features(of: still.poses, times: still.times))
    #expect(resting)
    // All at one time.
    let atOnce = areZeros(KeyPointDirections.features(of: dance.poses, times: dance.times.map { _ in 1 }))
    #expect(atOnce)
    // Poses that are not known are passed over.
    let whole = KeyPointDirections.features(of: dance.poses, times: dance.times)
    for index in stride(from: 5, to: 25, by: 4) { dance.poses[index][.head].x = .nan }
    let gaps = KeyPointDirections.features(of: dance.poses, times: dance.times)
    let isFinite = (gaps.directions + gaps.turns).allSatisfy { $0.isFinite }
    #expect(isFinite)
    #expect(Self.product(whole.directions, gaps.directions) > 0.95)
  }

  @Test func longRestsAndLongSequencesAreRead() {
    var dance = Self.poses(rate: 15) { Self.circle($0, turns: 1) }
    dance.times = dance.times.map { $0 > 1 ? $0 + 20 : $0 }
    let rest = KeyPointDirections.features(of: dance.poses, times: dance.times)
    let hours = KeyPointDirections.features(of: dance.poses, times: dance.times.map { $0 * 3600 })
    let isFinite = (rest.directions + rest.turns + hours.directions + hours.turns).allSatisfy { $0.isFinite }
    #expect(isFinite)
  }
}
