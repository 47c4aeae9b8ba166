/// What an OSC 1.0 packet holds, read whole.
public indirect enum OSCPacket: Sendable, Equatable {
  case message(address: String, arguments: [OSCArgument])
  case bundle(time: OSCTimeTag, elements: [OSCPacket])

  /// Reads a packet; throws ``OSCError`` with the byte where it is none. Bundles nest 8 deep at most.
  public init(_ bytes: [UInt8]) throws(OSCError) {
    var reader = OSCReader(bytes: bytes[...])
    self = try reader.packet(depth: 0)
  }

  /// All messages, those in bundles too, in order.
  public var messages: [(address: String, arguments: [OSCArgument])] {
    switch self {
    case .message(let address, let arguments): [(address, arguments)]
    case .bundle(_, let elements): elements.flatMap(\.messages)
    }
  }
}
