/// Poses over time: one dancer, one entry per frame.
public struct Motion: Sendable {
  /// Seconds since the recording's start, ascending.
  public var times: [Double]
  /// One pose per time.
  public var poses: [Pose]

  public init(times: [Double] = [], poses: [Pose] = []) {
    precondition(times.count == poses.count, "a motion has one time per pose")
    self.times = times
    self.poses = poses
  }

  public var count: Int { poses.count }

  public mutating func append(_ pose: Pose, at time: Double) {
    times.append(time)
    poses.append(pose)
  }
}
