/// How a background follows a room while it runs: how often it looks at a pixel, and what it takes for furniture.
///
/// Every frame one of `interval` bands of rows is looked at, so that a pixel is looked at every `interval` frames and a
/// frame costs the same whatever the picture shows.
public struct RoomFollowing: Sendable, Hashable, Codable {
  /// Frames from one look at a pixel to the next.
  public var interval: Int
  /// Frames for which a foreground pixel must show one and the same thing until that is taken for a part of the room: a
  /// dancer who stands still is not absorbed before, a chair that was put down is absorbed then. A minute at 30 frames a
  /// second by default; one ``interval`` later at most.
  public var absorption: Int
  /// Frames for which something behind the background must be seen until it is the background: a door that opens. Depth
  /// only; one ``interval`` later at most. Half a second by default: one false reading opens nothing.
  public var uncovering: Int

  public init(interval: Int = 15, absorption: Int = 1800, uncovering: Int = 15) {
    precondition(interval > 0, "a pixel is looked at again after a frame at least")
    precondition(absorption >= 0 && uncovering >= 0, "times are not negative")
    self.interval = interval
    self.absorption = absorption
    self.uncovering = uncovering
  }
}
