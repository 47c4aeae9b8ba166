/// The background of recordings that come already segmented (MSR-Action3D, UTD-MHAD): every reading is the dancer.
///
/// There is nothing to learn, so it is settled from the start. On a recording of a whole room every wall becomes
/// foreground: ask ``SegmentationGuess`` first.
public struct SegmentedBackground: BackgroundModel {
  public private(set) var framesLearned = 0
  public var isSettled: Bool { true }

  public init() {}

  /// Counts the frame; there is nothing else to learn.
  public mutating func learn(_ frame: DepthFrame) { framesLearned += 1 }
  public mutating func settle() {}

  public func markForeground(of frame: DepthFrame, in mask: inout PixelMask) {
    mask.markReadings(of: frame.depth)
  }

  /// Does nothing: there is no room to follow.
  public mutating func update(with frame: DepthFrame, foreground: PixelMask) {}

  public func uncoveredShare(in frame: DepthFrame) -> Float? { nil }
}
