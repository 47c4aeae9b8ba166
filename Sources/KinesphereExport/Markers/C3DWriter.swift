import Kinesphere
import KinesphereData

/// Writes key-points as C3D, the format of biomechanics: Mokka, Visual3D, OpenSim, ezc3d.
///
/// Intel floats, millimetres, y up and x to the right of the screen (`POINT:Y_SCREEN` `+Y`, `X_SCREEN` `+X`), no analog channels. A point that is
/// unknown is (0, 0, 0) with residual -1, as the C3D guide has it; a known one has residual 0. Frames are counted from 1; beyond
/// 65,535 of them the counts stand in `TRIAL:ACTUAL_END_FIELD` and `POINT:LONG_FRAMES`.
public struct C3DWriter: Sendable {
  private static let block = 512

  public init() {}

  /// Writes a track of a constant rate in Hz.
  public func write(_ track: PointTrack, rate: Double, to file: OutputFile) throws(OutputError) {
    let first = C3DParameters.bytes(count: track.count, rate: Float(rate), dataStart: 0)
    let blocks = (first.count + Self.block - 1) / Self.block
    let start = 2 + blocks
    var parameters = C3DParameters.bytes(count: track.count, rate: Float(rate), dataStart: start)
    parameters += [UInt8](repeating: 0, count: blocks * Self.block - parameters.count)
    parameters[2] = UInt8(truncatingIfNeeded: blocks)
    try file.append { $0.append(contentsOf: Self.header(track, rate: Float(rate), dataStart: start)) }
    try file.append { $0.append(contentsOf: parameters) }
    for frame in 0..<track.count {
      try file.append { bytes in
        for point in KeyPoint.allCases {
          let place = track.place(frame, point)
          let isKnown = place.isKnown
          for axis in 0..<3 { bytes.append(float: isKnown ? place[axis] * 1000 : 0) }
          bytes.append(float: isKnown ? 0 : -1)
        }
      }
    }
    // The data fill whole blocks.
    let rest = track.count * KeyPoint.count * 16 % Self.block
    if rest > 0 { try file.append { $0.append(contentsOf: [UInt8](repeating: 0, count: Self.block - rest)) } }
  }

  private static func header(_ track: PointTrack, rate: Float, dataStart: Int) -> [UInt8] {
    var bytes: [UInt8] = [2, 0x50]
    bytes.append(short: KeyPoint.count)
    bytes.append(short: 0)
    bytes.append(short: 1)
    bytes.append(short: min(65_535, track.count))
    bytes.append(short: 10)
    bytes.append(float: -1)
    bytes.append(short: dataStart)
    bytes.append(short: 0)
    bytes.append(float: rate)
    return bytes + [UInt8](repeating: 0, count: block - bytes.count)
  }
}

extension [UInt8] {
  mutating func append(short value: Int) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value >> 8))
  }

  mutating func append(long value: Int) {
    for byte in 0..<4 { append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
  }

  /// Little-endian.
  mutating func append(float value: Float) { append(long: Int(value.bitPattern)) }
}
