import Kinesphere

/// Notices while tracking that a recording is not what its header or a flag says, or that the dancer was learned into the
/// room. It says so once each; what is tracked does not change.
struct RoomWatch {
  let isSegmented: Bool
  private var looked = 0
  private var contradictions = 0
  private var uncovered = 0

  /// Frames at the start whose looks are judged.
  private static let judged = 10
  /// Every so many frames the room is compared with what was learned.
  private static let interval = 10
  /// Share of the picture that lies behind the learned room, and in how many looks, before it is said.
  private static let largestShare: Float = 0.02
  private static let patience = 5

  init(isSegmented: Bool) { self.isSegmented = isSegmented }

  /// Looks at frame `index`, which was tracked last; a sentence where something is noticed.
  mutating func notice(_ frame: DepthFrame, index: Int, tracker: PoseTracker) -> String? {
    if looked < Self.judged {
      looked += 1
      let guess = SegmentationGuess(frame)
      if guess.verdict == (isSegmented ? .room : .segmented) { contradictions += 1 }
      if contradictions == Self.judged {
        return "expected \(isSegmented ? "the dancer alone" : "a whole room"), but frame \(index) looks "
          + "\(guess): \(isSegmented ? "--no-segmented" : "--segmented") may be missing"
      }
    }
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
