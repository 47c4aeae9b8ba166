import Kinesphere

/// A rig's poses over time: what BVH and glTF hold.
public struct RigMotion: Sendable {
  public var rig: Rig
  /// Seconds, ascending.
  public var times: [Double]
  /// One a time, in the rig's frame.
  public var poses: [RigPose]

  public init(rig: Rig, times: [Double], poses: [RigPose]) {
    precondition(times.count == poses.count, "a motion has one time per pose")
    self.rig = rig
    self.times = times
    self.poses = poses
  }

  /// Fits a motion, with the rig measured on it unless one is given. `isMirrored` as the camera's whose frame it is in.
  public init(
    _ motion: Motion, isMirrored: Bool, rig: Rig? = nil,
    configuration: RigSolver.Configuration = RigSolver.Configuration()
  ) {
    let rig = rig ?? Rig(measuring: motion, isMirrored: isMirrored)
    var solver = RigSolver(rig: rig, isMirrored: isMirrored, configuration: configuration)
    self.init(rig: rig, times: motion.times, poses: motion.poses.map { solver.solve($0) })
  }

  /// The key-points of every pose in a camera's frame.
  public func motion(isMirrored: Bool) -> Motion {
    Motion(times: times, poses: poses.map { $0.pose(of: rig, isMirrored: isMirrored) })
  }

  /// The same at a constant rate in Hz from the first time on, each frame between its neighbours.
  ///
  /// Where times are as regular already (to a fiftieth of a frame) the poses themselves are kept. At most
  /// `mostFrames` come out.
  public func resampled(rate: Double, mostFrames: Int = 1_000_000) -> RigMotion {
    precondition(rate > 0 && rate.isFinite, "a rate is positive")
    guard let first = times.first, let last = times.last, last > first else { return self }
    let count = min(mostFrames, Int(min(Double(mostFrames), ((last - first) * rate).rounded())) + 1)
    let isRegular =
      count == times.count
      && times.enumerated().allSatisfy {
        (($0.element - first) * rate - Double($0.offset)).magnitude < 0.02
      }
    let even = (0..<count).map { first + Double($0) / rate }
    guard !isRegular else { return RigMotion(rig: rig, times: even, poses: poses) }
    var index = 0
    let filled = even.map { time -> RigPose in
      while index + 2 < times.count, times[index + 1] <= time { index += 1 }
      let span = times[index + 1] - times[index]
      let share = span > 0 ? (time - times[index]) / span : 0
      return poses[index].blended(to: poses[index + 1], share: Float(max(0, min(1, share))))
    }
    return RigMotion(rig: rig, times: even, poses: filled)
  }
}
