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
/// everything learned. Memory: about `2 * capacity + 18` bytes per pixel (6 MB at 320 x 240 and 30 frames).
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
    /// How it follows the room while it runs.
    public var following: RoomFollowing

    public init(
      capacity: Int = 30, tolerance: DepthTolerance = .init(), takesUnseen: Bool = true,
      quantile: Float = 0.5,
      following: RoomFollowing = .init()
    ) {
      precondition((1...64).contains(capacity), "a median keeps 1 to 64 frames")
      precondition((0...1).contains(quantile), "a quantile lies from 0 to 1")
      self.capacity = capacity
      self.quantile = quantile
      self.following = following
      self.tolerance = tolerance
      self.takesUnseen = takesUnseen
    }
  }

  public let configuration: Configuration
  private var room: RoomPlane<UInt16>
  /// Share of the pixels, 0 to 1, whose kept readings disagree: a tenth or more of them lie behind the median by
  /// more than the tolerance. Large (a person is about 0.05) where somebody moved while the room was learned.
  public private(set) var unsettledShare: Float = 0

  /// For pictures of this size.
  public init(width: Int, height: Int, configuration: Configuration = .init()) {
    self.configuration = configuration
    room = RoomPlane(
      width: width, height: height, estimate: .quantile(configuration.quantile),
      tolerance: .depth(configuration.tolerance, unseen: configuration.takesUnseen),
      capacity: configuration.capacity, following: configuration.following)
  }

  /// The background's depth in millimetres; 0 where it has none. All 0 before ``settle()``.
  public var depth: Plane<UInt16> { room.background }
  public var framesLearned: Int { room.framesLearned }
  public var isSettled: Bool { room.isSettled }
  package var sampleCount: Int { room.sampleCount }

  public mutating func learn(_ frame: DepthFrame) { room.learn(frame.depth) }

  /// Works out the median, the foreground limits and ``unsettledShare``; without a learned frame every pixel is
  /// without a background.
  public mutating func settle() {
    room.settle()
    unsettledShare = Float(room.disagreeing) / Float(room.background.count)
  }

  public func markForeground(of frame: DepthFrame, in mask: inout PixelMask) {
    precondition(isSettled, "a background is settled before it marks foreground")
    mask.mark(frame.depth, upTo: room.lower)
  }

  /// Replaces the oldest sample of a band of rows and works their medians out again; see ``RoomFollowing``.
  public mutating func update(with frame: DepthFrame, foreground: PixelMask) {
    room.follow(frame.depth, foreground: foreground)
  }

  /// Share of the frame's pixels, 0 to 1, that read behind the background by more than the tolerance. Near 0 for
  /// a true background; about a body's share of the picture once a dancer who was learned into it walks away.
  public func uncoveredShare(in frame: DepthFrame) -> Float? { room.uncoveredShare(in: frame.depth) }
}
