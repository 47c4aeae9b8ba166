/// Optical flow of gray or colour pictures: a pixel moved where its flow is long (paper section 3.2,
/// doi:10.3389/fnbot.2026.1743288).
///
/// The flow goes from the frame given to the one before, so that the mask lies where the dancer is now, without delay.
/// Unlike ``VideoDifference`` it fills plain clothes, whose flow is that of their rim, but it also reaches up to 16 pixels
/// into a plain room. About 1.7 ms a frame at 320 x 240. Of colours it takes the luma.
public struct VideoFlow: MotionMask {
  /// Pixels per frame above which a pixel moved.
  public let threshold: Float
  public var delay: Int { 0 }
  private var flow: DenseFlow
  private var now: Plane<UInt8>
  private var previous: Plane<UInt8>
  private var hasPrevious = false

  public init(
    width: Int, height: Int, threshold: Float = 0.6, configuration: DenseFlow.Configuration = .noisy(2)
  ) {
    self.threshold = threshold
    flow = DenseFlow(width: width, height: height, configuration: configuration)
    now = Plane(width: width, height: height, repeating: 0)
    previous = now
  }

  public mutating func markMotion(of frame: VideoFrame, in mask: inout PixelMask) -> Int {
    now.takeLuma(of: frame)
    defer {
      swap(&now, &previous)
      hasPrevious = true
    }
    guard hasPrevious else { return 1 }
    flow.estimate(from: now, to: previous)
    flow.mark(&mask, longerThan: threshold)
    return 0
  }
}
