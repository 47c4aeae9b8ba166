/// The third differences of a stream of poses.
struct PointShake: Sendable {
  private var first = Pose()
  private var second = Pose()
  private var third = Pose()
  private var sum = 0.0
  private var count = 0

  init() {}

  mutating func add(_ pose: Pose, restarting: Bool) {
    if restarting { (first, second, third) = (Pose(), Pose(), Pose()) }
    for index in 0..<KeyPoint.count {
      let difference =
        pose.points[index] - 3 * third.points[index] + 3 * second.points[index] - first.points[index]
      let square = (difference * difference).sum()
      guard square.isFinite else { continue }
      sum += Double(square)
      count += 3
    }
    (first, second, third) = (second, third, pose)
  }

  /// Of one coordinate.
  var millimetres: Double? { count > 0 ? (sum / Double(count) / 20).squareRoot() * 1000 : nil }
}
