import Foundation
import Kinesphere
import KinesphereData

/// A take's poses with the curves that the player draws: channels and joint angles, a row a frame.
///
/// Read from `poses.json` and, where it is beside it, `channels.csv`; without it the channels are the exact ones of the
/// key-points. About 360 bytes a frame here and as sent.
struct TakeMotion: Sendable {
  let header: PosesHeader
  /// Seconds, a status and a pose a frame.
  let frames: [TrackedFrame]

  /// Largest `poses.json` that is read at once, in bytes.
  static let largest = 256 << 20
  /// Floats of a row: time, status, 18 points of four, seven channels, nine angles in degrees.
  static let columns = 2 + 4 * KeyPoint.count + 7 + 9

  /// Reads a take's files. Throws where they are absent, too large or not what they should be.
  init(folder: StudioFolder, name: String) throws {
    let place = folder.trackedPath(name)
    guard let path = folder.existing("poses.json", in: place) else {
      throw StudioError(subject: name, expected: "poses.json in its folder", actual: "it is not there")
    }
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    guard size <= Self.largest else {
      throw StudioError(
        subject: name, expected: "at most \(Self.largest >> 20) MB of poses",
        actual: "there are \(size >> 20)")
    }
    let document = try PosesDocument(path: path)
    try Self.check(document, of: name)
    let channels = folder.existing("channels.csv", in: place).flatMap(Self.channels)
    self.init(document, channels: channels)
  }

  init(_ document: PosesDocument, channels: [[Float]]? = nil) {
    header = document.recording
    var measured = MotionChannels()
    frames = document.frames.enumerated().map { place, frame in
      var tracked = TrackedFrame(
        index: frame.index, time: frame.time, status: TrackedFrame.Status(rawValue: frame.status) ?? .empty)
      guard tracked.status == .ok, let dancer = frame.dancers.first else { return tracked }
      for point in 0..<KeyPoint.count {
        let numbers = dancer.points[point]
        tracked.pose.points[point] = SIMD3(numbers[0] ?? .nan, numbers[1] ?? .nan, numbers[2] ?? .nan)
        tracked.pose.confidence[point] = dancer.confidence[point]
      }
      if let channels, channels.count == document.frames.count {
        for channel in 0..<7 { tracked.channels[channel] = channels[place][channel] }
      } else {
        tracked.channels = measured.update(tracked.pose, at: frame.time)
      }
      return tracked
    }
  }

  var count: Int { frames.count }

  /// The rows of `channels.csv`, NaN where a field is empty; nil where it is none.
  private static func channels(_ path: String) -> [[Float]]? {
    guard let data = FileManager.default.contents(atPath: path), data.count <= largest else { return nil }
    var rows: [[Float]] = []
    for line in data.split(separator: UInt8(ascii: "\n")).dropFirst() {
      let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      guard fields.count == 10 else { return nil }
      rows.append(fields.dropFirst(3).map { Float(String(decoding: $0, as: UTF8.self)) ?? .nan })
    }
    return rows
  }

  /// All rows as little-endian floats, `[count, columns]`; unknown numbers are NaN. Status: 0 ok, 1 learning, 2 empty,
  /// 3 damaged.
  var table: Data {
    var data = Data(capacity: count * Self.columns * 4)
    func put(_ value: Float) {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    for frame in frames {
      put(Float(frame.time))
      put(Float(TrackedFrame.Status.allCases.firstIndex(of: frame.status) ?? 0))
      for point in 0..<KeyPoint.count {
        for axis in 0..<3 { put(frame.pose.points[point][axis]) }
        put(frame.pose.confidence[point])
      }
      for channel in 0..<7 { put(frame.channels[channel]) }
      let angles = JointAngles(frame.pose).values
      for angle in 0..<9 { put(angles[angle] * 180 / .pi) }
    }
    return data
  }

  /// The poses of the frames that show the dancer.
  var motion: Motion {
    var motion = Motion()
    for frame in frames where frame.status == .ok { motion.append(frame.pose, at: frame.time) }
    return motion
  }
}
