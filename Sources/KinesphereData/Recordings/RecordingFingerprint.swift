import CZlib
import Kinesphere

/// Tells a recording from others of its name: the CRC-32 of its first picture with a reading, in millimetres, and the unit that
/// the file was read in.
///
/// As text `1a2b3c4d@5.27`: eight hexadecimal digits, the millimetres of a raw unit. A copy that was cut behind its first frames
/// has the original's.
public struct RecordingFingerprint: Sendable, Equatable {
  public let text: String

  /// Reads on from where the recording stands, mostly one frame; nil where none of 300 has a reading.
  public init?(_ recording: any Recording) throws(RecordingError) {
    var frame = recording.makeFrame()
    for _ in 0..<300 {
      switch try recording.read(into: &frame) {
      case .end: return nil
      case .damaged: continue
      case .frame:
        guard frame.depth.storage.contains(where: { $0 != 0 }) else { continue }
        let sum = frame.depth.storage.withUnsafeBytes { raw in
          crc32(0, raw.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(raw.count))
        }
        let digits = String(sum, radix: 16)
        let unit = recording.header.unit.millimetres
        text = String(repeating: "0", count: 8 - digits.count) + digits + "@\(unit)"
        return
      }
    }
    return nil
  }

  /// The picture alone, in millimetres.
  public var picture: Substring { text.prefix { $0 != "@" } }

  /// As a file says it.
  public init(text: String) { self.text = text }

  /// Whether the two are of different recordings for certain: read in one unit, and of different pictures.
  public func contradicts(_ other: RecordingFingerprint) -> Bool {
    let (own, others) = (text.split(separator: "@"), other.text.split(separator: "@"))
    return own.count == 2 && others.count == 2 && own[1] == others[1] && own[0] != others[0]
  }
}
