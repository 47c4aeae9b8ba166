/// A change of light on one channel: a level v becomes `gain * v + offset`, within 0 to 255.
public struct RoomLight: Sendable, Hashable, Codable {
  public var gain: Float
  /// Gray levels.
  public var offset: Float

  public init(gain: Float = 1, offset: Float = 0) {
    self.gain = gain
    self.offset = offset
  }

  /// The level after the change.
  public func callAsFunction(on level: UInt8) -> UInt8 {
    UInt8(min(max(gain * Float(level) + offset + 0.5, 0), 255))
  }
}
