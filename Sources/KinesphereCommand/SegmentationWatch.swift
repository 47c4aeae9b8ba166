import Kinesphere

/// Notices at a recording's start that it is cut out, or shows a room, against what its header or a flag says.
struct SegmentationWatch {
  let isSegmented: Bool
  private var looked = 0
  private var contradictions = 0

  /// Frames at the start whose looks are judged.
  private static let judged = 10

  init(isSegmented: Bool) { self.isSegmented = isSegmented }

  /// Looks at frame `index`; a sentence once, where all of the first frames contradict.
  mutating func notice(_ frame: DepthFrame, index: Int) -> String? {
    guard looked < Self.judged else { return nil }
    looked += 1
    let guess = SegmentationGuess(frame)
    if guess.verdict == (isSegmented ? .room : .segmented) { contradictions += 1 }
    guard contradictions == Self.judged else { return nil }
    return "expected \(isSegmented ? "the dancer alone" : "a whole room"), but frame \(index) looks "
      + "\(guess): \(isSegmented ? "--no-segmented" : "--segmented") may be missing"
  }
}
