/// Finds the dancer in a depth frame: background subtraction, hole filling, morphology, connected components
/// (paper section 3.2, doi:10.3389/fnbot.2026.1743288).
///
/// The body is the foreground's region of the largest surface in square metres, with every other region that
/// lies within ``Configuration/joinDistance`` of it in space: a head above a dark collar, a hand behind a sleeve
/// that gives no reading. Regions of another person or of furniture at a distance stay out.
///
/// One value per camera; it owns the ``silhouette`` and all scratch, and after `init` a frame allocates nothing.
/// At 320 x 240 a frame costs about 0.1 ms on one core.
///
/// With a ``MedianBackground`` the first ``Configuration/learningFrames`` frames teach the room and give
/// ``Detection/learning(remaining:)``; they should not show the dancer. Where they must, give ``learn(_:)``
/// frames spread over the whole take first, then ``settle()``. With a ``SegmentedBackground`` the first frame
/// is already a detection.
public struct BodyDetector: Detector {
  /// Settings; areas and distances are metric, so they hold at every distance and picture size.
  public struct Configuration: Sendable, Hashable, Codable {
    /// Frames from which an unsettled background learns before the first detection.
    public var learningFrames = 30
    /// Holes up to this many square metres are filled (0.001: a hole of 3 x 3 cm); 0 fills none. Larger holes
    /// between an arm and the trunk are mostly the sensor's shadow on the room.
    public var largestHole: Float = 0.001
    /// 3x3 closings (dilations, then as many erosions) before the opening. None by default: on the synthetic
    /// dancer with Kinect's noise a closing adds more of the room (5 % against 2 % of the body) than it saves.
    public var closings = 0
    /// 3x3 openings; one removes whatever is thinner than three pixels.
    public var openings = 1
    /// Square metres of visible surface below which there is nobody (a standing adult shows 0.4 to 0.7).
    public var smallestBody: Float = 0.1
    /// Square metres of visible surface below which a separate region is not joined to the body.
    public var smallestPart: Float = 0.001
    /// Metres between a separate region and the body up to which it is joined.
    public var joinDistance: Float = 0.15

    public init() {}

    /// For recordings that are segmented already: what has a reading was judged before, so nothing is eroded.
    public static var segmented: Configuration {
      var result = Configuration()
      result.openings = 0
      return result
    }
  }

  public let configuration: Configuration
  /// The model of the room.
  public private(set) var background: any BackgroundModel<DepthFrame>
  /// The dancer in the frame detected last; empty before, while learning, and where nobody was found.
  public private(set) var silhouette: Silhouette
  public var silhouettes: [Silhouette] { [silhouette] }
  /// The body's mask before it is spread to bytes.
  private var mask: PixelMask
  private var scratch: PixelMask
  private var holes: HoleFiller
  private var labels: RunLabels
  private var parts: BodyParts

  /// For pictures of this size.
  public init(
    width: Int, height: Int, background: any BackgroundModel<DepthFrame>, configuration: Configuration = .init()
  ) {
    self.configuration = configuration
    self.background = background
    silhouette = Silhouette(width: width, height: height)
    mask = PixelMask(width: width, height: height)
    scratch = mask
    holes = HoleFiller(width: width, height: height)
    labels = RunLabels(width: width, height: height)
    parts = BodyParts(width: width, height: height)
  }

  /// For rooms: a median background of ``Configuration/learningFrames`` frames.
  public static func room(
    width: Int, height: Int, background: MedianBackground.Configuration = .init(),
    configuration: Configuration = .init()
  ) -> BodyDetector {
    BodyDetector(
      width: width, height: height,
      background: MedianBackground(width: width, height: height, configuration: background),
      configuration: configuration)
  }

  /// For recordings that are segmented already.
  public static func segmented(
    width: Int, height: Int, configuration: Configuration = .segmented
  ) -> BodyDetector {
    BodyDetector(
      width: width, height: height, background: SegmentedBackground(), configuration: configuration)
  }

  /// Teaches the background one frame, ahead of detection and any number of times.
  public mutating func learn(_ frame: DepthFrame) throws(DetectionError) {
    try check(frame)
    background.learn(frame)
  }

  /// Ends learning, so that the next frame is a detection.
  public mutating func settle() { background.settle() }

  /// Finds the dancer in a frame and fills ``silhouette``; throws where the frame has another size.
  @discardableResult
  public mutating func detect(in frame: DepthFrame) throws(DetectionError) -> Detection {
    try check(frame)
    clearSilhouette()
    if !background.isSettled {
      background.learn(frame)
      let remaining = configuration.learningFrames - background.framesLearned
      if remaining <= 0 { background.settle() }
      return .learning(remaining: max(remaining, 0))
    }
    background.markForeground(of: frame, in: &mask)
    clean(frame)
    labels.label(mask)
    let found = parts.find(in: frame, labels: labels, configuration: configuration)
    guard found else { return .nobody }
    parts.fill(&silhouette, labels: labels, camera: frame.camera)
    return .body
  }

  private func check(_ frame: DepthFrame) throws(DetectionError) {
    let expected = silhouette.mask
    guard frame.depth.width == expected.width, frame.depth.height == expected.height else {
      throw DetectionError.frameSize(
        expectedWidth: expected.width, expectedHeight: expected.height,
        actualWidth: frame.depth.width, actualHeight: frame.depth.height)
    }
  }

  private mutating func clean(_ frame: DepthFrame) {
    if configuration.largestHole > 0 {
      holes.fill(&mask, depth: frame.depth, camera: frame.camera, upTo: configuration.largestHole)
    }
    for _ in 0..<configuration.closings { mask.dilate(scratch: &scratch) }
    for _ in 0..<configuration.closings { mask.erode(scratch: &scratch) }
    for _ in 0..<configuration.openings { mask.erode(scratch: &scratch) }
    for _ in 0..<configuration.openings { mask.dilate(scratch: &scratch) }
  }

  private mutating func clearSilhouette() {
    let rows = silhouette.rows
    let width = silhouette.mask.width
    silhouette.mask.withMutablePixels { pixels in
      for index in rows.lowerBound &* width..<rows.upperBound &* width { pixels[index] = 0 }
    }
    silhouette.area = 0
    silhouette.rows = 0..<0
    silhouette.columns = 0..<0
    silhouette.centroid = SIMD3(repeating: .nan)
  }
}
