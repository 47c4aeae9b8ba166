import Kinesphere

/// Single PNG pictures of depth (16 bits, millimetres) and of gray or colour (8 bits).
public enum PNGPicture {
  /// The file's bytes.
  public static func encode(_ depth: Plane<UInt16>) -> [UInt8] {
    var encoder = PNGEncoder(level: 6)
    return encoder.encode(depth)
  }

  /// The file's bytes.
  public static func encode(_ frame: VideoFrame) -> [UInt8] {
    var encoder = PNGEncoder(level: 6)
    return encoder.encode(frame)
  }
}
