import Kinesphere

/// A rig that learns a dancer's lengths while they dance: for live streams, where there is no motion to measure first.
///
/// Each length follows its observations by steps of a share of itself, up where they are longer and down where they are
/// shorter, so that it comes to rest at their median; the share shrinks as one over the count, down to 0.1 %, and after
/// ``settledCount`` frames nothing changes any more. Directions at rest stay those of the rig it started from, so rotations do not
/// jump. Constant memory, no allocation, below a microsecond a frame.
public struct RigEstimate: Sendable {
  /// The rig as known so far.
  public private(set) var rig: Rig
  /// How many poses counted so far.
  public private(set) var count = 0
  /// After how many poses it rests: 30 s at 30 frames/s.
  public let settledCount: Int

  public init(startingFrom rig: Rig = .standard, settledCount: Int = 900) {
    self.rig = rig
    self.settledCount = settledCount
  }

  /// Learns from a pose; points of a confidence below a half and unknown ones are passed over.
  public mutating func learn(_ pose: Pose) {
    guard count < settledCount else { return }
    count += 1
    let share = max(0.001, 0.2 / Float(count))
    for index in 1..<Bone.count {
      let bone = Bone.order[index]
      guard let parent = bone.parent, bone != .leftClavicle, bone != .rightClavicle,
        pose.confidence[bone.joint.rawValue] >= 0.5, pose.confidence[parent.joint.rawValue] >= 0.5
      else { continue }
      let seen = (pose[bone.joint] - pose[parent.joint]).length
      // A tracker's slip, not a bone.
      guard seen.isFinite, seen > 0.01, seen < 1 else { continue }
      let old = rig.length(bone)
      let step = min(share, (seen / old - 1).magnitude)
      rig.setLength(bone, old * (seen > old ? 1 + step : 1 - step))
      if bone == .neck { rig.setLength(.leftClavicle, rig.length(.neck)) }
    }
  }
}
