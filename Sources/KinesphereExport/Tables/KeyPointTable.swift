import Kinesphere
import KinesphereData

/// Writes the exported key-points and joint angles as CSV, one row a seen frame, at its own time.
///
/// Numbers have a point and columns a comma whatever the computer's language; a cell is empty where nothing is known.
public struct KeyPointTable: Sendable {
  public init() {}

  /// `index,time,head_x,head_y,head_z,head_confidence,...`: seconds, metres in the rig's frame (``RigFrame``).
  public func writePoints(_ track: PointTrack, to file: OutputFile) throws(OutputError) {
    let columns = KeyPoint.names.flatMap { name in ["x", "y", "z", "confidence"].map { "\(name)_\($0)" } }
    try file.append("index,time," + columns.joined(separator: ",") + "\n")
    for frame in 0..<track.count {
      try file.append { text in
        text.append(rowStart: frame, time: track.times[frame])
        for point in KeyPoint.allCases {
          let place = track.place(frame, point)
          for axis in 0..<3 { text.append(cell: Double(place[axis]), decimals: 5) }
          text.append(cell: Double(track.confidence[18 * frame + point.rawValue]), decimals: 3)
        }
        text.append(UInt8(ascii: "\n"))
      }
    }
  }

  /// `index,time,left_elbow_deg,...`: ``JointAngles`` in degrees.
  public func writeAngles(_ track: PointTrack, to file: OutputFile) throws(OutputError) {
    let columns = JointAngles.names.map { "\($0)_deg" }
    try file.append("index,time," + columns.joined(separator: ",") + "\n")
    for frame in 0..<track.count {
      let angles = track.angles(frame)
      try file.append { text in
        text.append(rowStart: frame, time: track.times[frame])
        for index in angles.indices { text.append(cell: Double(angles[index]), decimals: 3) }
        text.append(UInt8(ascii: "\n"))
      }
    }
  }
}

extension PointTrack {
  /// ``JointAngles`` of a frame in degrees. They do not depend on the frame's hand.
  func angles(_ frame: Int) -> InlineArray<9, Float> {
    var pose = Pose()
    for point in KeyPoint.allCases { pose[point] = place(frame, point) }
    let values = JointAngles(pose).values
    return InlineArray { values[$0] * (180 / .pi) }
  }
}

extension [UInt8] {
  fileprivate mutating func append(rowStart frame: Int, time: Double) {
    append(integer: UInt64(frame))
    append(cell: time, decimals: 6)
  }

  fileprivate mutating func append(cell value: Double, decimals: Int) {
    append(UInt8(ascii: ","))
    append(decimal: value, decimals: decimals, absent: "")
  }
}
