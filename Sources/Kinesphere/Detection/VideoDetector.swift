/// Finds the dancer in a gray or colour picture by background subtraction, with the same cleaning as ``BodyDetector``.
///
/// A picture has no metres, so sizes are shares: areas of the picture's area, distances of the square root of it (of the
/// picture's side, were it a square). Silhouettes have no place: ``Silhouette/centroid`` is NaN. Largest means most pixels,
/// and bodies that touch in the picture are one: there is no depth to part them.
///
/// One value per camera; after `init` a frame allocates nothing.
public struct VideoDetector: Detector {
  /// Settings; see ``BodyDetector/Configuration`` for what each does.
  public struct Configuration: Sendable, Hashable, Codable {
    /// Frames from which an unsettled background learns before the first detection.
    public var learningFrames = 30
    /// Holes up to this share of the picture are filled (0.001: 77 pixels of 320 x 240); 0 fills none.
    public var largestHole: Float = 0.001
    /// 3x3 closings before the opening, and 3x3 openings.
    public var closings = 2
    public var openings = 1
    /// Share of the picture below which there is nobody (a dancer at 2.6 m before a Kinect covers 0.1).
    public var smallestBody: Float = 0.01
    /// Share of the picture below which a separate region is not joined to the body.
    public var smallestPart: Float = 0.0003
    /// Distance, as a share of the picture's side, up to which a separate region is joined to the body.
    public var joinDistance: Float = 0.05
    /// Bodies to look for.
    public var mostBodies = 1
    /// Whether the background follows the room with every frame, the bodies found left out.
    public var followsRoom = false

    public init() {}

    /// For masks of motion, which are rims with holes: closed farther, joined farther, and taken for a body sooner.
    public static var motion: Configuration {
      var result = Configuration()
      result.closings = 3
      result.smallestBody = 0.005
      result.joinDistance = 0.12
      return result
    }
  }

  public let configuration: Configuration
  /// The model of the room.
  public private(set) var background: any BackgroundModel<VideoFrame>
  public var silhouettes: [Silhouette] { finder.silhouettes }
  private var finder: VideoBodyFinder

  /// For pictures of this size.
  public init(
    width: Int, height: Int, background: any BackgroundModel<VideoFrame>,
    configuration: Configuration = .init()
  ) {
    self.configuration = configuration
    self.background = background
    finder = VideoBodyFinder(width: width, height: height, configuration: configuration)
  }

  /// Teaches the background one frame, ahead of detection and any number of times.
  public mutating func learn(_ frame: VideoFrame) throws(DetectionError) {
    try finder.check(frame)
    background.learn(frame)
  }

  /// Ends learning, so that the next frame is a detection.
  public mutating func settle() { background.settle() }

  @discardableResult
  public mutating func detect(in frame: VideoFrame) throws(DetectionError) -> Detection {
    try finder.check(frame)
    finder.clear()
    if !background.isSettled {
      background.learn(frame)
      let remaining = configuration.learningFrames - background.framesLearned
      if remaining <= 0 { background.settle() }
      return .learning(remaining: max(remaining, 0))
    }
    background.markForeground(of: frame, in: &finder.mask)
    let found = finder.find()
    if configuration.followsRoom {
      finder.markBodies()
      background.update(with: frame, foreground: finder.mask)
    }
    return found ? .body : .nobody
  }
}
