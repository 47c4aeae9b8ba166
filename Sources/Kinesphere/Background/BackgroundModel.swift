/// What the room looks like without the dancer, and which pixels of a frame are not the room.
///
/// A model learns from frames, is settled once, and then marks the foreground of any frame of the same size; while it
/// runs, ``update(with:foreground:)`` lets it follow a room that changes. `Frame` is ``DepthFrame`` or ``VideoFrame``.
/// Cost at frame rate: one call per frame through `any`, which is nothing beside the picture.
public protocol BackgroundModel<Frame>: Sendable {
  associatedtype Frame
  /// Frames given to ``learn(_:)`` so far.
  var framesLearned: Int { get }
  /// Whether the model can mark foreground; ``learn(_:)`` on a settled model unsettles it where that changes it.
  var isSettled: Bool { get }
  /// Takes one more frame as evidence of the room. Frames may come from anywhere in the recording, in any order.
  mutating func learn(_ frame: Frame)
  /// Ends learning: works the background out from the frames learned.
  mutating func settle()
  /// Sets exactly the pixels of `mask` that are not the room; missing readings (0) of a depth frame never are.
  /// The frame and the mask have the model's size; the model is settled.
  func markForeground(of frame: Frame, in mask: inout PixelMask)
  /// Follows the room with the newest frame of a running recording, in bounded memory and a constant time a frame.
  /// `foreground` is what is taken for the dancer and must not be learned. The model is settled and stays so.
  mutating func update(with frame: Frame, foreground: PixelMask)
  /// Share of the frame's pixels, 0 to 1, that lie behind the background, where nothing can be seen if it is true; nil
  /// where the model has no background, or no depth. The model is settled.
  func uncoveredShare(in frame: Frame) -> Float?
}
