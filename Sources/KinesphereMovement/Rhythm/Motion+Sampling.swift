import Kinesphere

extension Motion {
  /// The pose at a time, straight between two; held at both ends. The motion must hold one.
  func sample(at time: Double) -> Pose {
    precondition(count > 0, "a motion that is sampled holds a pose")
    var (low, high) = (0, count - 1)
    while low + 1 < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle } else { high = middle }
    }
    let span = times[high] - times[low]
    guard span > 0 else { return poses[low] }
    let share = Float(max(0, min(1, (time - times[low]) / span)))
    var pose = poses[low]
    for point in 0..<KeyPoint.count {
      pose.points[point] += (poses[high].points[point] - pose.points[point]) * share
      pose.confidence[point] = min(pose.confidence[point], poses[high].confidence[point])
    }
    return pose
  }

  /// Seconds from the first pose to the last.
  var duration: Double { (times.last ?? 0) - (times.first ?? 0) }
}
