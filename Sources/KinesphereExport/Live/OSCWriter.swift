/// Writes bundles of OSC 1.0 messages into one buffer that is used again for every frame.
///
/// A bundle that would pass ``mostBytes`` goes on in another packet of the same time: a packet fits one Ethernet frame, so no
/// network takes it apart. Allocates nothing once it has held the largest frame.
///
/// ```swift
/// let head = OSCHead("/kinesphere/0/head", [.float32, .float32, .float32, .float32])
/// var writer = OSCWriter()
/// writer.start()
/// writer.begin(head)
/// for value in [x, y, z, confidence] { writer.append(value) }
/// writer.end()
/// for index in 0..<writer.packetCount { writer.withPacket(index) { sender.send($0) } }
/// ```
/// Arguments come in the order and of the types that the head declares; anything else is a programming error.
public struct OSCWriter: Sendable {
  /// Most bytes of a packet, unless a single message has more. 1432: an Ethernet frame less the heads of IPv6 and UDP, and
  /// the 20 bytes that tunnels like to add.
  public let mostBytes: Int
  /// All packets, one after the other.
  private var bytes: [UInt8] = []
  private var starts: [Int] = []
  private var time = OSCTimeTag.immediately
  private var message = 0
  private var tags = 0
  private var cursor = 0
  private var types: [OSCType] = []
  private var isOpen = false

  static let bundleHead: [UInt8] = Array("#bundle\0".utf8)

  public init(mostBytes: Int = 1432) {
    precondition(mostBytes >= 64, "a packet holds at least a small message")
    self.mostBytes = mostBytes
  }

  /// Empties the buffer and starts a bundle.
  public mutating func start(at time: OSCTimeTag = .immediately) {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    self.time = time
    isOpen = false
    startPacket(at: 0)
  }

  /// How many packets there are; the last may be a bundle without messages.
  public var packetCount: Int { starts.count }

  /// Lends a packet's bytes.
  public func withPacket<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    let end = index + 1 < starts.count ? starts[index + 1] : bytes.count
    return try bytes.withUnsafeBytes {
      try body(UnsafeRawBufferPointer(rebasing: $0[starts[index]..<end]))
    }
  }

  /// Starts a message.
  public mutating func begin(_ head: OSCHead) {
    precondition(!isOpen && !starts.isEmpty, "a message begins after start() and the end of the one before")
    isOpen = true
    message = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: 4))
    tags = bytes.count + head.tags
    bytes.append(contentsOf: head.bytes)
    types = head.types
    cursor = 0
  }

  /// Ends a message; it moves to a new packet where this one would be too large.
  public mutating func end() {
    precondition(isOpen && cursor == types.count, "a message ends with all of its arguments")
    isOpen = false
    let size = UInt32(bytes.count - message - 4)
    for index in 0..<4 { bytes[message + index] = UInt8(truncatingIfNeeded: size >> UInt32(24 - 8 * index)) }
    let packet = starts[starts.count - 1]
    if bytes.count - packet > mostBytes, message > packet + 16 { startPacket(at: message) }
  }

  public mutating func append(_ value: Int32) {
    take(.int32)
    append(big: UInt32(bitPattern: value))
  }

  public mutating func append(_ value: Float) {
    take(.float32)
    append(big: value.bitPattern)
  }

  public mutating func append(_ value: Int64) {
    take(.int64)
    append(big: UInt64(bitPattern: value))
  }

  public mutating func append(_ value: Double) {
    take(.float64)
    append(big: value.bitPattern)
  }

  public mutating func append(_ value: OSCTimeTag) {
    take(.timeTag)
    append(big: value.rawValue)
  }

  /// Becomes `T` or `F` among the type tags.
  public mutating func append(_ value: Bool) {
    take(.boolean)
    bytes[tags + cursor - 1] = value ? UInt8(ascii: "T") : UInt8(ascii: "F")
  }

  /// A text; a zero byte would end it there, so it is cut before one.
  public mutating func append(_ value: String) {
    take(.string)
    for byte in value.utf8 {
      if byte == 0 { break }
      bytes.append(byte)
    }
    repeat { bytes.append(0) } while (bytes.count - message) % 4 != 0
  }

  /// Bytes, with their count before them.
  public mutating func append(blob value: [UInt8]) {
    take(.blob)
    append(big: UInt32(value.count))
    bytes.append(contentsOf: value)
    while (bytes.count - message) % 4 != 0 { bytes.append(0) }
  }

  private mutating func take(_ type: OSCType) {
    precondition(isOpen && cursor < types.count && types[cursor] == type, "an argument of another type")
    cursor += 1
  }

  private mutating func startPacket(at place: Int) {
    starts.append(place)
    var head = time.rawValue.bigEndian
    withUnsafeBytes(of: &head) { time in
      if place == bytes.count {
        bytes.append(contentsOf: Self.bundleHead)
        bytes.append(contentsOf: time)
      } else {
        bytes.insert(contentsOf: time, at: place)
        bytes.insert(contentsOf: Self.bundleHead, at: place)
      }
    }
  }

  private mutating func append<Number: FixedWidthInteger>(big value: Number) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }
}
