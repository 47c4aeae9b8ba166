/// Difference of depth frames: a pixel moved where both readings exist and lie further apart than two readings of one
/// surface may (paper section 3.2, doi:10.3389/fnbot.2026.1743288).
///
/// A missing reading (0) is not motion. About 30 microseconds a frame at 320 x 240.
public struct DepthDifference: MotionMask {
  public let frames: DifferenceFrames
  /// How far two readings of one surface may lie apart; the farther of both decides.
  public let tolerance: DepthTolerance
  public var delay: Int { frames == .three ? 1 : 0 }
  private var previous: Plane<UInt16>
  private var before: PixelMask
  private var now: PixelMask
  private var seen = 0

  public init(width: Int, height: Int, frames: DifferenceFrames = .two, tolerance: DepthTolerance = .init()) {
    self.frames = frames
    self.tolerance = tolerance
    previous = Plane(width: width, height: height, repeating: 0)
    before = PixelMask(width: width, height: height)
    now = before
  }

  public mutating func markMotion(of frame: DepthFrame, in mask: inout PixelMask) -> Int {
    if seen > 0 {
      now.markChange(of: frame.depth, since: previous, tolerance: tolerance)
      if frames == .two {
        mask.copy(now)
      } else {
        mask.copy(now)
        mask.intersect(before)
        swap(&now, &before)
      }
    }
    previous.copy(frame.depth)
    seen = min(seen + 1, frames.rawValue)
    return frames.rawValue - seen
  }
}
