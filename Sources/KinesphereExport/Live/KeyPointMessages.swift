import Kinesphere

/// A tracked frame as OSC messages, for programs on stage.
///
/// | address | arguments |
/// |---|---|
/// | `/kinesphere/frame` | `i` index, `f` time in seconds since the start, `s` status |
/// | `/kinesphere/0/left_wrist` and 17 more | `f f f f`: x, y, z in metres in the camera frame, confidence 0 to 1 |
/// | `/kinesphere/0/angle/left_knee` and 8 more | `f`: degrees, as ``JointAngles`` tells them |
///
/// `0` is the dancer's number. The frame comes first, and alone where nobody was found. A point or an angle that is unknown is
/// not sent. Names are those of ``KeyPoint`` and ``JointAngles``; the types are those that every OSC receiver knows. The time
/// is exact to a millisecond for two hours.
public struct KeyPointMessages: Sendable {
  private let frame = OSCHead("/kinesphere/frame", [.int32, .float32, .string])
  private let points: [OSCHead]
  private let angles: [OSCHead]

  public init(dancer: Int = 0) {
    let start = "/kinesphere/\(dancer)/"
    points = KeyPoint.names.map { OSCHead(start + $0, [.float32, .float32, .float32, .float32]) }
    angles = JointAngles.names.map { OSCHead(start + "angle/" + $0, [.float32]) }
  }

  /// Appends a frame's messages to a writer that was started. Allocates nothing once the writer is warm; some 5 µs.
  public func write(_ tracked: TrackedFrame, to writer: inout OSCWriter) {
    writer.begin(frame)
    writer.append(Int32(truncatingIfNeeded: tracked.index))
    writer.append(Float(tracked.time))
    writer.append(tracked.status.rawValue)
    writer.end()
    guard tracked.status == .ok else { return }
    for index in 0..<KeyPoint.count {
      let point = tracked.pose.points[index]
      guard point.x.isFinite, point.y.isFinite, point.z.isFinite else { continue }
      writer.begin(points[index])
      for axis in 0..<3 { writer.append(point[axis]) }
      writer.append(tracked.pose.confidence[index])
      writer.end()
    }
    let values = JointAngles(tracked.pose).values
    for index in values.indices where values[index].isFinite {
      writer.begin(angles[index])
      writer.append(values[index] * (180 / .pi))
      writer.end()
    }
  }
}
