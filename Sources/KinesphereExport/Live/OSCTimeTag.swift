/// A moment as OSC and NTP count it: seconds since 1900 and their 2^32nd parts.
public struct OSCTimeTag: Sendable, Equatable {
  public var rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// At once: the value 1, which is no moment. What is live is sent with it, so that no receiver waits.
  public static let immediately = OSCTimeTag(rawValue: 1)

  /// Seconds between 1900 and 1970.
  private static let epoch = 2_208_988_800.0

  /// From seconds since 1970, in the era that ends in 2036.
  public init(unixSeconds: Double) {
    let seconds = max(0, min(unixSeconds + Self.epoch, 4_294_967_295))
    let whole = seconds.rounded(.down)
    rawValue = UInt64(whole) << 32 | UInt64((seconds - whole) * 4_294_967_296)
  }

  /// Seconds since 1970.
  public var unixSeconds: Double {
    Double(rawValue >> 32) - Self.epoch + Double(rawValue & 0xFFFF_FFFF) / 4_294_967_296
  }
}
