/// Something that happened to the room, noticed by ``DepthRoomFollower`` or ``VideoRoomFollower``, and what was done.
public enum BackgroundEvent: Sendable, Hashable {
  /// The light changed everywhere, by one line per channel. The background was brightened with it in the same frame.
  case lightChanged([RoomLight])
  /// The whole depth jumped by so many millimetres, away from the camera where positive. The background was moved with it
  /// in the same frame.
  case sensorSettled(millimetres: Int)
  /// The whole depth crept by so many millimetres, faster than the samples are replaced; the background was moved with it.
  case drifted(millimetres: Int)
  /// The camera sees another picture of the room. The room is forgotten and learned from the next
  /// ``RoomWatching/relearning`` frames, in which nothing is foreground.
  case cameraMoved
  /// The room was learned anew after ``cameraMoved``.
  case roomLearned
  /// This share of the picture, 0 to 1, was seen to lie farther back, as behind a door that opened, and is the room now.
  case regionUncovered(share: Float)
  /// This share of the picture stood still for ``RoomFollowing/absorption`` frames, as a chair that was put down, and is
  /// the room now.
  case regionAbsorbed(share: Float)
}
