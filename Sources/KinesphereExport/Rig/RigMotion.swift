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
    let grid = RegularTimes(times, rate: rate, mostFrames: mostFrames)
    guard !grid.isSame else { return RigMotion(rig: rig, times: grid.times, poses: poses) }
    let filled = grid.places.map { place in
      poses[place.index].blended(
        to: poses[min(place.index + 1, poses.count - 1)], share: Float(place.share))
    }
    return RigMotion(rig: rig, times: grid.times, poses: filled)
  }
}
