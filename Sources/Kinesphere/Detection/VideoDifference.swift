/// Difference of gray or colour pictures: a pixel moved where any channel changed by more than a threshold (paper section
/// 3.2, doi:10.3389/fnbot.2026.1743288).
public struct VideoDifference: MotionMask {
  public let frames: DifferenceFrames
  /// Gray levels, 0 to 255; a camera's noise changes a pixel by a few.
  public let threshold: UInt8
  public var delay: Int { frames == .three ? 1 : 0 }
  private var previous: [Plane<UInt8>] = []
  private var before: PixelMask
  private var now: PixelMask
  private var seen = 0

  public init(width: Int, height: Int, frames: DifferenceFrames = .two, threshold: UInt8 = 15) {
    self.frames = frames
    self.threshold = threshold
    before = PixelMask(width: width, height: height)
    now = before
  }

  public mutating func markMotion(of frame: VideoFrame, in mask: inout PixelMask) -> Int {
    // A recording keeps its channels; where they change all the same, the difference starts anew.
    if previous.count != frame.channels.count {
      previous = frame.channels.map { Plane(width: $0.width, height: $0.height, repeating: 0) }
      seen = 0
    }
    if seen > 0 {
      now.markChange(of: frame.channels, since: previous, threshold: threshold)
      mask.copy(now)
      if frames == .three {
        mask.intersect(before)
        swap(&now, &before)
      }
    }
    for channel in previous.indices { previous[channel].copy(frame.channels[channel]) }
    seen = min(seen + 1, frames.rawValue)
    return frames.rawValue - seen
  }
}
