import Kinesphere

/// Writes `poses.csv`: one row a frame, four columns a key-point (`head_x`, `head_y`, `head_z` in metres in the camera
/// frame, `head_confidence` from 0 to 1), empty where there is no pose.
public struct PosesTable {
  private let file: OutputFile

  public init(path: String) throws(OutputError) {
    file = try OutputFile(path: path)
    let columns = KeyPoint.names.flatMap { name in ["x", "y", "z", "confidence"].map { "\(name)_\($0)" } }
    try file.append("index,time,status," + columns.joined(separator: ",") + "\n")
  }

  public func append(_ frame: TrackedFrame) throws(OutputError) {
    try file.append { text in
      text.append(rowStart: frame)
      for index in 0..<KeyPoint.count {
        let point = frame.pose.points[index]
        for axis in 0..<3 {
          text.append(UInt8(ascii: ","))
          text.append(decimal: Double(point[axis]), decimals: 4, absent: "")
        }
        text.append(UInt8(ascii: ","))
        if frame.status == .ok { text.append(decimal: Double(frame.pose.confidence[index]), decimals: 3) }
      }
      text.append(UInt8(ascii: "\n"))
    }
  }

  public func close() throws(OutputError) { try file.close() }
}

/// Writes `channels.csv`: one row a frame, one column a motion channel, empty where there is no dancer.
public struct ChannelsTable {
  private let file: OutputFile

  /// `names` are the seven columns, with their units.
  public init(path: String, names: [String]) throws(OutputError) {
    precondition(names.count == 7, "there are seven channels")
    file = try OutputFile(path: path)
    try file.append("index,time,status," + names.joined(separator: ",") + "\n")
  }

  public func append(_ frame: TrackedFrame) throws(OutputError) {
    try append(index: frame.index, time: frame.time, status: frame.status, frame.channels)
  }

  /// Appends a row of a recording that has channels alone.
  public func append(
    index: Int, time: Double, status: TrackedFrame.Status, _ channels: MotionChannels.Values
  ) throws(OutputError) {
    try file.append { text in
      text.append(rowStart: index, time, status)
      for channel in 0..<7 {
        text.append(UInt8(ascii: ","))
        text.append(decimal: Double(channels[channel]), decimals: 5, absent: "")
      }
      text.append(UInt8(ascii: "\n"))
    }
  }

  public func close() throws(OutputError) { try file.close() }
}

extension [UInt8] {
  fileprivate mutating func append(rowStart frame: TrackedFrame) {
    append(rowStart: frame.index, frame.time, frame.status)
  }

  fileprivate mutating func append(rowStart index: Int, _ time: Double, _ status: TrackedFrame.Status) {
    append(integer: UInt64(index))
    append(UInt8(ascii: ","))
    append(decimal: time, decimals: 4)
    append(UInt8(ascii: ","))
    append(contentsOf: status.rawValue.utf8)
  }
}
