import CKernels

/// The room of a gray or colour recording by any ``BackgroundMethod``.
///
/// Each channel has a plane of its own; a pixel is foreground where any channel's reading lies outside the room's by more
/// than ``VideoTolerance`` (the mixture: ``BackgroundMixture/deviations``). While it runs, ``update(with:foreground:)``
/// follows the room as ``RoomFollowing`` says, in constant time and memory. Memory per pixel and channel: about
/// `capacity + 10` bytes by median and least median, 18 by mean, 200 by mixture. Shadows are foreground.
public struct VideoBackground: BackgroundModel {
  /// Settings.
  public struct Configuration: Sendable, Hashable, Codable {
    public var method: BackgroundMethod
    /// Frames kept, 1 to 64; for the mean, readings that the newest one is weighed against while following.
    public var capacity: Int
    /// How far from the background a reading must lie; all methods but the mixture.
    public var tolerance: VideoTolerance
    public var following: RoomFollowing
    public var mixture: BackgroundMixture

    public init(
      method: BackgroundMethod = .median, capacity: Int = 30, tolerance: VideoTolerance = .init(),
      following: RoomFollowing = .init(), mixture: BackgroundMixture = .init()
    ) {
      precondition((1...64).contains(capacity), "a background keeps 1 to 64 frames")
      self.method = method
      self.capacity = capacity
      self.tolerance = tolerance
      self.following = following
      self.mixture = mixture
    }
  }

  public let configuration: Configuration
  private var rooms: [RoomPlane<UInt8>] = []
  private var mixtures: [MixturePlane<UInt8>] = []

  /// For pictures of this size with one channel (gray) or three (colour).
  public init(width: Int, height: Int, channelCount: Int, configuration: Configuration = .init()) {
    precondition(channelCount == 1 || channelCount == 3, "a picture is gray or has three colours")
    self.configuration = configuration
    let tolerance = RoomTolerance.video(configuration.tolerance)
    for _ in 0..<channelCount {
      if configuration.method == .mixture {
        mixtures.append(
          MixturePlane(
            width: width, height: height, settings: configuration.mixture, tolerance: tolerance,
            following: configuration.following))
      } else {
        rooms.append(
          RoomPlane(
            width: width, height: height, estimate: configuration.method.estimate(quantile: 0.5),
            tolerance: tolerance, capacity: configuration.capacity, following: configuration.following))
      }
    }
  }

  private var channelCount: Int { rooms.count + mixtures.count }
  public var framesLearned: Int { rooms.first?.framesLearned ?? mixtures.first?.framesLearned ?? 0 }
  public var isSettled: Bool { rooms.first?.isSettled ?? mixtures.first?.isSettled ?? false }
  /// The background's channels, in gray levels; the mixture's are worked out on demand.
  public var channels: [Plane<UInt8>] { rooms.map(\.background) + mixtures.map { $0.background() } }
  /// The background's level at a pixel.
  func level(_ x: Int, _ y: Int, channel: Int) -> UInt8 {
    if mixtures.isEmpty {
      let background = rooms[channel].background
      return background.storage[y &* background.width &+ x]
    }
    return mixtures[channel].background(at: y &* mixtures[channel].width &+ x)
  }

  /// Pixels of a channel that were absorbed into the room since it was settled because they showed one thing for long
  /// enough; the channel with the most.
  public var absorbedCount: Int {
    var most = 0
    for index in rooms.indices { most = max(most, rooms[index].absorbed) }
    for index in mixtures.indices { most = max(most, mixtures[index].absorbed) }
    return most
  }

  public mutating func learn(_ frame: VideoFrame) {
    check(frame)
    for index in rooms.indices { rooms[index].learn(frame.channels[index]) }
    for index in mixtures.indices { mixtures[index].learn(frame.channels[index]) }
  }

  public mutating func settle() {
    for index in rooms.indices { rooms[index].settle() }
    for index in mixtures.indices { mixtures[index].settle() }
  }

  public func markForeground(of frame: VideoFrame, in mask: inout PixelMask) {
    precondition(isSettled, "a background is settled before it marks foreground")
    check(frame)
    for index in rooms.indices {
      mask.markOutside(
        frame.channels[index], lower: rooms[index].lower, upper: rooms[index].upper, join: index > 0)
    }
    for index in mixtures.indices {
      mixtures[index].mark(frame.channels[index], in: &mask, join: index > 0)
    }
  }

  public mutating func update(with frame: VideoFrame, foreground: PixelMask) {
    check(frame)
    for index in rooms.indices { rooms[index].follow(frame.channels[index], foreground: foreground) }
    for index in mixtures.indices { mixtures[index].follow(frame.channels[index], foreground: foreground) }
  }

  /// Forgets the room, and keeps its memory: for a camera that was moved.
  public mutating func reset() {
    for index in rooms.indices { rooms[index].reset() }
    for index in mixtures.indices { mixtures[index].reset() }
  }

  /// Brightens the whole background, `gain * level + offset` per channel: for a light that changed. Takes as long as
  /// ``settle()``.
  public mutating func relight(_ lights: [RoomLight]) {
    precondition(lights.count == channelCount, "one light per channel")
    for index in rooms.indices { rooms[index].remap { lights[index](on: $0) } }
    for index in mixtures.indices { mixtures[index].remap { lights[index](on: $0) } }
  }

  /// Nothing can be seen through a wall in a picture without depth.
  public func uncoveredShare(in frame: VideoFrame) -> Float? { nil }

  private func check(_ frame: VideoFrame) {
    precondition(frame.channels.count == channelCount, "the frame has the background's channels")
  }
}

extension PixelMask {
  /// Sets (or adds) the pixels whose reading is less than `lower` or greater than `upper`.
  package mutating func markOutside(
    _ plane: Plane<UInt8>, lower: Plane<UInt8>, upper: Plane<UInt8>, join: Bool,
    level: CPULevel = .current
  ) {
    precondition(plane.width == width && plane.height == height, "the mask has the picture's size")
    precondition(lower.width == width && lower.height == height, "one limit per pixel")
    precondition(upper.width == width && upper.height == height, "one limit per pixel")
    let width = Int32(width), height = Int32(height)
    words.withUnsafeMutableBufferPointer { words in
      plane.storage.withUnsafeBufferPointer { pixels in
        lower.storage.withUnsafeBufferPointer { lower in
          upper.storage.withUnsafeBufferPointer { upper in
            guard let pixels = pixels.baseAddress, let lower = lower.baseAddress,
              let upper = upper.baseAddress,
              let words = words.baseAddress
            else { return }
            ks_outside8(level.rawValue, pixels, lower, upper, width, height, join, words)
          }
        }
      }
    }
  }
}
