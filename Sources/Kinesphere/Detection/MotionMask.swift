/// Which pixels moved: what difference of frames and optical flow have in common.
///
/// Unlike a ``BackgroundModel`` it knows nothing of the room, only the frames just before: whoever stands still is not seen.
public protocol MotionMask<Frame>: Sendable {
  associatedtype Frame
  /// Frames by which the mask lags behind the frame given: 1 where it needs the next one.
  var delay: Int { get }
  /// Sets exactly the pixels that moved in the frame given `delay` frames ago, and keeps what the next call needs. Returns
  /// how many more frames are wanted before the first mask; where that is not 0 the mask is not set. The frame and the
  /// mask have the size given to `init`.
  mutating func markMotion(of frame: Frame, in mask: inout PixelMask) -> Int
}

/// How many frames a difference compares.
public enum DifferenceFrames: Int, Sendable, Hashable, Codable {
  /// |I(t) - I(t-1)|: shows the dancer where it is and where it was.
  case two = 2
  /// |I(t) - I(t-1)| and |I(t+1) - I(t)|: only where it is, one frame late.
  case three = 3
}
