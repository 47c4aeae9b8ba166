import Kinesphere

/// Notices while tracking that a recording is not what its header or a flag says, or that the dancer was learned into the
/// room. It says so once each; what is tracked does not change.
struct RoomWatch {
  private var segmentation: SegmentationWatch
  private var uncovered = 0

  /// Every so many frames the room is compared with what was learned.
  private static let interval = 10
  /// Share of the picture that lies behind the learned room, and in how many looks, before it is said.
  private static let largestShare: Float = 0.02
  private static let patience = 5

  init(isSegmented: Bool) { segmentation = SegmentationWatch(isSegmented: isSegmented) }

  /// Looks at frame `index`, which was tracked last; a sentence where something is noticed.
  mutating func notice(_ frame: DepthFrame, index: Int, tracker: PoseTracker) -> String? {
    if let notice = segmentation.notice(frame, index: index) { return notice }
    guard index % Self.interval == 0, uncovered < Self.patience,
      let share = tracker.uncoveredShare(in: frame),
      share > Self.largestShare
    else { return nil }
    uncovered += 1
    guard uncovered == Self.patience else { return nil }
    return
      "frame \(index): \(Int((share * 100).rounded())) % of the picture lies behind the learned room; the "
      + "dancer, or something that left, was learned into it"
  }
}
