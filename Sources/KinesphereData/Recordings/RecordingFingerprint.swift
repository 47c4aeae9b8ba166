import CZlib
import Kinesphere

extension Recording {
  /// Tells the recording from others of its name: the CRC-32 of the first picture with a reading, in millimetres, as eight
  /// hexadecimal digits.
  ///
  /// Reads on from where the recording stands, mostly one frame; nil where none of 300 has a reading. The same depth in another
  /// format has the same fingerprint, with another unit it has not.
  public func fingerprint() throws(RecordingError) -> String? {
    var frame = makeFrame()
    for _ in 0..<300 {
      switch try read(into: &frame) {
      case .end: return nil
      case .damaged: continue
      case .frame:
        guard frame.depth.storage.contains(where: { $0 != 0 }) else { continue }
        let sum = frame.depth.storage.withUnsafeBytes { raw in
          crc32(0, raw.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(raw.count))
        }
        let digits = String(sum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return nil
  }
}
