/// The room of a depth recording by any ``BackgroundMethod``; ``MedianBackground`` is the same by the median alone.
///
/// A reading is foreground where it is nearer than the background by more than ``DepthTolerance``; the mean and the mixture
/// allow more where the pixel's own readings deviate more. 0 is no reading: it is neither learned nor foreground. While it
/// runs, ``update(with:foreground:)`` follows the room as ``RoomFollowing`` says, in constant time and memory.
/// Memory per pixel: about `2 * capacity + 18` bytes by median and least median, 22 by mean, 200 by mixture.
public struct DepthBackground: BackgroundModel {
  /// Settings.
  public struct Configuration: Sendable, Hashable, Codable {
    public var method: BackgroundMethod
    /// Frames kept, 1 to 64; for the mean, readings that the newest one is weighed against while following.
    public var capacity: Int
    /// How much nearer than the background a reading must be.
    public var tolerance: DepthTolerance
    /// Whether a reading is foreground where the background never had one.
    public var takesUnseen: Bool
    /// See ``MedianBackground/Configuration/quantile``; the median only.
    public var quantile: Float
    public var following: RoomFollowing
    public var mixture: BackgroundMixture

    public init(
      method: BackgroundMethod = .median, capacity: Int = 30, tolerance: DepthTolerance = .init(),
      takesUnseen: Bool = true, quantile: Float = 0.5, following: RoomFollowing = .init(),
      mixture: BackgroundMixture = .init()
    ) {
      precondition((1...64).contains(capacity), "a background keeps 1 to 64 frames")
      precondition((0...1).contains(quantile), "a quantile lies from 0 to 1")
      self.method = method
      self.capacity = capacity
      self.tolerance = tolerance
      self.takesUnseen = takesUnseen
      self.quantile = quantile
      self.following = following
      self.mixture = mixture
    }
  }

  public let configuration: Configuration
  private var room: RoomPlane<UInt16>?
  private var mixture: MixturePlane<UInt16>?

  /// For pictures of this size.
  public init(width: Int, height: Int, configuration: Configuration = .init()) {
    self.configuration = configuration
    let tolerance = RoomTolerance.depth(configuration.tolerance, unseen: configuration.takesUnseen)
    if configuration.method == .mixture {
      mixture = MixturePlane(
        width: width, height: height, settings: configuration.mixture, tolerance: tolerance,
        following: configuration.following)
    } else {
      room = RoomPlane(
        width: width, height: height,
        estimate: configuration.method.estimate(quantile: configuration.quantile),
        tolerance: tolerance, capacity: configuration.capacity, following: configuration.following)
    }
  }

  public var framesLearned: Int { room?.framesLearned ?? mixture?.framesLearned ?? 0 }
  public var isSettled: Bool { room?.isSettled ?? mixture?.isSettled ?? false }
  /// The background's depth in millimetres, 0 where it has none; the mixture's is worked out on demand.
  public var depth: Plane<UInt16> {
    if let mixture { return mixture.background() }
    return room?.background ?? Plane(width: 1, height: 1, repeating: 0)
  }
  /// The background's depth at a pixel of row-major `index`.
  func depth(at index: Int) -> UInt16 {
    if let room { return room.background.storage[index] }
    return mixture?.background(at: index) ?? 0
  }

  /// Pixels that were absorbed into the room since it was settled because they showed one thing for long enough.
  public var absorbedCount: Int { room?.absorbed ?? mixture?.absorbed ?? 0 }
  /// Pixels whose background moved back since it was settled because something was seen behind it.
  public var uncoveredCount: Int { room?.uncovered ?? mixture?.uncovered ?? 0 }

  public mutating func learn(_ frame: DepthFrame) {
    room?.learn(frame.depth)
    mixture?.learn(frame.depth)
  }

  public mutating func settle() {
    room?.settle()
    mixture?.settle()
  }

  public func markForeground(of frame: DepthFrame, in mask: inout PixelMask) {
    precondition(isSettled, "a background is settled before it marks foreground")
    if let room { mask.mark(frame.depth, upTo: room.lower) }
    mixture?.mark(frame.depth, in: &mask, join: false)
  }

  public mutating func update(with frame: DepthFrame, foreground: PixelMask) {
    room?.follow(frame.depth, foreground: foreground)
    mixture?.follow(frame.depth, foreground: foreground)
  }

  /// Forgets the room, and keeps its memory: for a camera that was moved.
  public mutating func reset() {
    room?.reset()
    mixture?.reset()
  }

  /// Moves the whole background away from the camera: for a sensor whose depth jumped. Takes as long as ``settle()``.
  public mutating func shift(by millimetres: Int) {
    let moved = { (reading: UInt16) in UInt16(clamping: max(Int(reading) + millimetres, 1)) }
    room?.remap(moved)
    mixture?.remap(moved)
  }

  /// See ``MedianBackground/uncoveredShare(in:)``; nil by mixture, which has no single background.
  public func uncoveredShare(in frame: DepthFrame) -> Float? { room?.uncoveredShare(in: frame.depth) }
}

extension RoomPlane where Pixel == UInt16 {
  /// Share of the pixels that read behind the background by more than the tolerance.
  package func uncoveredShare(in depth: Plane<UInt16>) -> Float {
    precondition(isSettled, "a background is settled before it is compared")
    precondition(depth.width == width && depth.height == height, "the frame has the background's size")
    var behind = 0
    upper.withPixels { upper in
      depth.withPixels { readings in
        for index in upper.indices where readings[index] > upper[index] { behind &+= 1 }
      }
    }
    return Float(behind) / Float(depth.count)
  }
}
