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
    /// Bodies to look for: the largest, then the largest of what is left, each of at least ``smallestBody``.
    public var mostBodies = 1
    /// With several bodies: metres of depth between neighbouring pixels above which they are not one surface, so that
    /// a dancer who passes before another is cut out of the one behind. Bodies that touch at one depth stay one.
    public var depthStep: Float = 0.25
    /// Whether the background follows the room with every frame, the bodies found left out.
    public var followsRoom = false

    public init() {}

    /// For a room that is followed (``DepthRoomFollower`` with ``DepthTolerance/following``): its background is clean
    /// enough that nothing thin needs to be eroded and no hole to be filled. Intersection over union with the truth of
    /// synthetic rooms 0.97 to 0.98 where the settings for a room learned once give 0.94 to 0.95.
    public static var following: Configuration {
      var result = Configuration()
      result.openings = 0
      result.largestHole = 0
      result.followsRoom = true
      return result
    }

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
  /// The dancer in the frame detected last, the largest of several; empty before, while learning, and where nobody was
  /// found.
  public var silhouette: Silhouette { finder.silhouettes[0] }
  /// ``Configuration/mostBodies`` of them, by surface; see ``Detector/silhouettes``.
  public var silhouettes: [Silhouette] { finder.silhouettes }
  private var finder: BodyFinder

  /// For pictures of this size.
  public init(
    width: Int, height: Int, background: any BackgroundModel<DepthFrame>,
    configuration: Configuration = .init()
  ) {
    self.configuration = configuration
    self.background = background
    finder = BodyFinder(width: width, height: height, configuration: configuration)
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
    finder.clear()
    if !background.isSettled {
      background.learn(frame)
      let remaining = configuration.learningFrames - background.framesLearned
      if remaining <= 0 { background.settle() }
      return .learning(remaining: max(remaining, 0))
    }
    background.markForeground(of: frame, in: &finder.mask)
    let found = finder.find(in: frame.depth, camera: frame.camera)
    if configuration.followsRoom {
      finder.markBodies()
      background.update(with: frame, foreground: finder.mask)
    }
    return found ? .body : .nobody
  }

  private func check(_ frame: DepthFrame) throws(DetectionError) {
    try finder.check(width: frame.depth.width, height: frame.depth.height)
  }
}
