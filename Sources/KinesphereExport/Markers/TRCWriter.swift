import Kinesphere
import KinesphereData

/// Writes key-points as TRC (Motion Analysis' track row column), which OpenSim reads as markers.
///
/// Tab-separated, millimetres, right-handed with y up as OpenSim has it, one column triple a key-point under its own
/// name; nothing between the tabs where a point is unknown. The rate is constant, times start at the motion's first.
public struct TRCWriter: Sendable {
  public init() {}

  /// Writes a track of a constant rate in Hz; `name` is what the head calls the file.
  public func write(
    _ track: PointTrack, rate: Double, name: String, to file: OutputFile
  ) throws(OutputError) {
    let rateText = decimalText(rate, 4)
    try file.append("PathFileType\t4\t(X/Y/Z)\t\(name.fieldText)\n")
    try file.append(
      "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n")
    try file.append(
      "\(rateText)\t\(rateText)\t\(track.count)\t\(KeyPoint.count)\tmm\t\(rateText)\t1\t\(track.count)\n")
    try file.append("Frame#\tTime\t" + KeyPoint.names.joined(separator: "\t\t\t") + "\t\t\n")
    let axes = (1...KeyPoint.count).map { "X\($0)\tY\($0)\tZ\($0)" }.joined(separator: "\t")
    try file.append("\t\t\(axes)\n\n")
    for frame in 0..<track.count {
      try file.append { text in
        text.append(integer: UInt64(frame + 1))
        text.append(UInt8(ascii: "\t"))
        text.append(decimal: track.times[frame], decimals: 6)
        for point in KeyPoint.allCases {
          let place = track.place(frame, point)
          for axis in 0..<3 {
            text.append(UInt8(ascii: "\t"))
            text.append(decimal: place.isKnown ? Double(place[axis]) * 1000 : .nan, decimals: 4, absent: "")
          }
        }
        text.append(UInt8(ascii: "\n"))
      }
    }
  }
}

/// A number as text with a fixed number of decimals.
func decimalText(_ value: Double, _ decimals: Int) -> String {
  var bytes: [UInt8] = []
  bytes.append(decimal: value, decimals: decimals)
  return String(decoding: bytes, as: UTF8.self)
}

extension String {
  /// The text without what would end a field or a line.
  var fieldText: String {
    String(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
  }
}
