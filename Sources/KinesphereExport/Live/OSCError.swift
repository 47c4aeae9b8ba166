/// Bytes that are no OSC packet.
public struct OSCError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The byte of the packet, from 0.
  public let offset: Int
  public let expected: String
  public let actual: String

  public var description: String { "OSC packet: expected \(expected) at byte \(offset), but \(actual)" }
}
