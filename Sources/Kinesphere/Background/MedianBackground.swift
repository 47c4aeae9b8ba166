/// The background as the median of each pixel's readings over several frames (paper eq. 1,
/// doi:10.3389/fnbot.2026.1743288).
///
/// B(x, y) = median of the readings I_i(x, y) that are not 0, over the frames kept; the lower of the two middle
/// values where their number is even, so that B is always a depth that was really read; 0 where no frame had a
/// reading. A pixel is foreground where its reading is nearer than B by more than ``DepthTolerance``, and, if
/// ``Configuration/takesUnseen``, wherever B is 0 and there is a reading.
///
/// The frames kept are the first `capacity` ones exactly; when more come, every second kept frame is dropped and
/// from then on every second (fourth, ...) frame is kept, so that up to `capacity` frames always lie evenly over
/// everything learned. Memory: `2 * capacity` bytes per pixel (4.6 MB at 320 x 240 and 30 frames).
///
/// A median fails where the dancer covers a pixel in half of the frames: a dancer who stands in the picture from
/// the start becomes part of the room. Compare: ``uncoveredShare(in:)`` counts the readings that lie *behind* the
/// background, which a true background never has, and ``unsettledShare`` the pixels whose learned readings
/// disagree. Then learn from frames spread over the whole take instead of from its first second, or take a larger
/// ``Configuration/quantile``.
public struct MedianBackground: BackgroundModel {
  /// Settings.
  public struct Configuration: Sendable, Hashable, Codable {
    /// Frames kept, 1 to 64.
    public var capacity: Int
    /// How much nearer than the background a reading must be.
    public var tolerance: DepthTolerance
    /// Whether a reading is foreground where the background never had one (windows, black surfaces, too far).
    public var takesUnseen: Bool
    /// Which of a pixel's readings is its background, from the nearest (0) to the farthest (1): 0.5 is the paper's median.
    /// A room is never nearer than the dancer before it, so a larger one, such as 0.8, bears a dancer who covers a pixel
    /// for up to that share of the frames learned; noise then puts the background 0.8 standard deviations too far.
    public var quantile: Float

    public init(
      capacity: Int = 30, tolerance: DepthTolerance = .init(), takesUnseen: Bool = true, quantile: Float = 0.5
    ) {
      precondition((1...64).contains(capacity), "a median keeps 1 to 64 frames")
      precondition((0...1).contains(quantile), "a quantile lies from 0 to 1")
      self.capacity = capacity
      self.quantile = quantile
      self.tolerance = tolerance
      self.takesUnseen = takesUnseen
    }
  }

  public let configuration: Configuration
  /// The background's depth in millimetres; 0 where it has none. All 0 before ``settle()``.
  public private(set) var depth: Plane<UInt16>
  public private(set) var framesLearned = 0
  public private(set) var isSettled = false
  /// Share of the pixels, 0 to 1, whose kept readings disagree: a tenth or more of them lie behind the median by
  /// more than the tolerance. Large (a person is about 0.05) where somebody moved while the room was learned.
  public private(set) var unsettledShare: Float = 0
  /// The greatest depth that is foreground, per pixel; see ``PixelMask/mark(_:upTo:)``.
  private var nearest: Plane<UInt16>
  /// Kept frames, `[capacity, frameStride]`: each row-major and padded with missing readings.
  private var samples: [UInt16]
  private let frameStride: Int
  package private(set) var sampleCount = 0
  private var stride = 1

  /// For pictures of this size.
  public init(width: Int, height: Int, configuration: Configuration = .init()) {
    self.configuration = configuration
    depth = Plane(width: width, height: height, repeating: 0)
    nearest = Plane(width: width, height: height, repeating: 0)
    frameStride = SampleMedian.frameStride(pixels: width * height)
    samples = [UInt16](repeating: 0, count: configuration.capacity * frameStride)
  }

  public mutating func learn(_ frame: DepthFrame) {
    precondition(
      frame.depth.width == depth.width && frame.depth.height == depth.height,
      "the background learns pictures of its own size")
    defer { framesLearned += 1 }
    guard framesLearned % stride == 0 else { return }
    if sampleCount == configuration.capacity {
      dropEverySecond()
      guard framesLearned % stride == 0 else { return }
    }
    let base = sampleCount * frameStride
    var kept = samples.mutableSpan
    frame.depth.withPixels { pixels in
      for index in pixels.indices { kept[base &+ index] = pixels[index] }
    }
    sampleCount += 1
    isSettled = false
  }

  private mutating func dropEverySecond() {
    stride *= 2
    let kept = (sampleCount + 1) / 2, frameStride = frameStride
    var stored = samples.mutableSpan
    for frame in 1..<max(kept, 1) {
      let target = frame &* frameStride
      for index in 0..<frameStride { stored[target &+ index] = stored[2 &* target &+ index] }
    }
    sampleCount = kept
  }

  /// Works out the median, the foreground limits and ``unsettledShare``; without a learned frame every pixel is
  /// without a background.
  public mutating func settle() {
    let median = SampleMedian(
      frameStride: frameStride, frames: sampleCount, tolerance: configuration.tolerance,
      quantile: configuration.quantile)
    let disagreeing = median.settle(samples, into: &depth)
    unsettledShare = Float(disagreeing) / Float(depth.count)
    setLimits()
    isSettled = true
  }

  private mutating func setLimits() {
    let depth = depth, tolerance = configuration.tolerance
    let unseen: UInt16 = configuration.takesUnseen ? .max : 0
    nearest.withMutablePixels { limits in
      depth.withPixels { depth in
        for index in limits.indices {
          let background = Float(depth[index])
          let limit = background - tolerance(at: background)
          limits[index] = background == 0 ? unseen : UInt16(max(limit.rounded(.up) - 1, 0))
        }
      }
    }
  }

  public func markForeground(of frame: DepthFrame, in mask: inout PixelMask) {
    precondition(isSettled, "a background is settled before it marks foreground")
    mask.mark(frame.depth, upTo: nearest)
  }

  public mutating func update(with frame: DepthFrame, foreground: PixelMask) {
    precondition(isSettled, "a background is settled before it follows the room")
  }

  /// Share of the frame's pixels, 0 to 1, that read behind the background by more than the tolerance. Near 0 for
  /// a true background; about a body's share of the picture once a dancer who was learned into it walks away.
  public func uncoveredShare(in frame: DepthFrame) -> Float? {
    precondition(isSettled, "a background is settled before it is compared")
    precondition(frame.depth.count == depth.count, "the frame has the background's size")
    let tolerance = configuration.tolerance
    var behind = 0
    depth.withPixels { depth in
      frame.depth.withPixels { readings in
        for index in depth.indices where depth[index] > 0 {
          let background = Float(depth[index])
          if Float(readings[index]) > background + tolerance(at: background) { behind &+= 1 }
        }
      }
    }
    return Float(behind) / Float(depth.count)
  }
}
