import Foundation
import Kinesphere
import KinesphereData

/// What followers of the room have noticed, in words.
enum RoomEvents {
  static func of<Frame>(_ room: any BackgroundModel<Frame>) -> [String] {
    let events: [BackgroundEvent] =
      (room as? DepthRoomFollower)?.events ?? (room as? VideoRoomFollower)?.events ?? []
    return events.map(words)
  }

  /// Of a detector that learned a room; the others notice nothing.
  static func of<Frame>(_ detector: any Detector<Frame>) -> [String] {
    if let body = detector as? BodyDetector { return of(body.background) }
    if let video = detector as? VideoDetector { return of(video.background) }
    return []
  }

  static func words(_ event: BackgroundEvent) -> String {
    switch event {
    case .lightChanged: "the light changed everywhere; the background was changed with it"
    case .sensorSettled(let millimetres):
      "the whole depth jumped by \(millimetres) mm; the background was moved with it"
    case .drifted(let millimetres):
      "the whole depth crept by \(millimetres) mm; the background was moved with it"
    case .cameraMoved: "the camera was moved; the room is learned anew"
    case .roomLearned: "the room was learned anew"
    case .regionUncovered(let share):
      String(format: "%.1f %% of the picture lie farther back now, as behind a door that opened", share * 100)
    case .regionAbsorbed(let share):
      String(format: "%.1f %% of the picture stood still for so long that it counts as the room", share * 100)
    }
  }
}

/// The learned room as a picture.
enum RoomPicture {
  /// PNG bytes: depth in millimetres with 16 bits, or gray or colour with 8; nil where the model has no picture.
  static func png<Frame>(of room: any BackgroundModel<Frame>) -> [UInt8]? {
    let depth = (room as? DepthRoomFollower)?.background.depth ?? (room as? DepthBackground)?.depth
    if let depth { return PNGPicture.encode(depth) }
    let channels = (room as? VideoRoomFollower)?.background.channels ?? (room as? VideoBackground)?.channels
    return channels.map { PNGPicture.encode(VideoFrame(channels: $0, time: 0)) }
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try OutputFile(path: path)
    try file.append { $0 += bytes }
    try file.close()
  }
}
