/// When a follower of the room takes what it sees for an event; see ``BackgroundEvent``.
///
/// Every frame is compared with the background at about `samples` pixels on a grid.
public struct RoomWatching: Sendable, Hashable, Codable {
  /// Pixels compared in a frame, about.
  public var samples = 6000
  /// Millimetres by which the whole depth must differ to be moved at once.
  public var step: Float = 15
  /// Millimetres by which it must differ at a look every ``RoomFollowing/interval`` frames to be a drift; less than that is
  /// followed by the samples.
  public var drift: Float = 8
  /// Millimetres beyond which a difference is not the sensor's; no more than 250.
  public var window: Float = 150
  /// Share of the pixels that must agree on one step, or on one change of light.
  public var agreement: Float = 0.5
  /// Share of the pixels that must have changed before a change of light is looked for.
  public var relit: Float = 0.12
  /// Gray levels within which a pixel agrees with a change of light.
  public var levels: Float = 14
  /// Of the picture's 4 x 4 tiles, how many must have changed for a camera that moved: in depth, tiles with something behind
  /// the background, which a body never is; in gray and colour, tiles that changed at all and by no one light.
  public var movedTilesDepth = 9
  public var movedTilesVideo = 13
  /// Share of a tile's pixels that must have changed.
  public var tileShareDepth: Float = 0.02
  public var tileShareVideo: Float = 0.15
  /// Frames for which the camera must have moved.
  public var movedFrames = 5
  /// Frames from which the room is learned anew.
  public var relearning = 60
  /// Share of the picture that must change to be reported as a region.
  public var region: Float = 0.005

  public init() {}
}
