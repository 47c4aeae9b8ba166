/// Finds the dancers in the frames of a recording, one after the other: background subtraction, difference of frames, or
/// optical flow (paper section 3.2, doi:10.3389/fnbot.2026.1743288), all with the same output.
///
/// `Frame` is ``DepthFrame`` or ``VideoFrame``. A detector owns its silhouettes and all scratch; after `init` and its first
/// frames it allocates nothing.
public protocol Detector<Frame>: Sendable {
  associatedtype Frame
  /// The dancers found in the frame searched last, largest first; those beyond the first are empty where nobody else is.
  var silhouettes: [Silhouette] { get }
  /// Frames by which ``silhouettes`` lag behind the frame given: 0, or 1 where a detector needs the next frame too.
  var delay: Int { get }
  /// Searches one frame and fills ``silhouettes``; throws where the frame has another size.
  @discardableResult
  mutating func detect(in frame: Frame) throws(DetectionError) -> Detection
}

extension Detector {
  public var delay: Int { 0 }
}
