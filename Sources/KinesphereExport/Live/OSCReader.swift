/// Reads OSC 1.0 from bytes that anybody may have sent: every size is checked before it is believed.
struct OSCReader {
  private var bytes: ArraySlice<UInt8>

  init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  private static let mostDepth = 8

  mutating func packet(depth: Int) throws(OSCError) -> OSCPacket {
    guard bytes.count % 4 == 0, !bytes.isEmpty else {
      throw error("a multiple of four bytes", "there are \(bytes.count)")
    }
    guard bytes.starts(with: OSCWriter.bundleHead) else { return try message() }
    guard depth < Self.mostDepth else {
      throw error("at most \(Self.mostDepth) bundles in each other", "there are more")
    }
    bytes = bytes.dropFirst(8)
    let time = OSCTimeTag(rawValue: try number(UInt64.self))
    var elements: [OSCPacket] = []
    while !bytes.isEmpty {
      let size = Int(try number(UInt32.self))
      guard size <= bytes.count else { throw error("\(size) bytes", "there are \(bytes.count)") }
      var element = OSCReader(bytes: bytes.prefix(size))
      elements.append(try element.packet(depth: depth + 1))
      bytes = bytes.dropFirst(size)
    }
    return .bundle(time: time, elements: elements)
  }

  private mutating func message() throws(OSCError) -> OSCPacket {
    guard bytes.first == UInt8(ascii: "/") else { throw error("an address", "it does not start with /") }
    let address = try text()
    guard bytes.first == UInt8(ascii: ",") else { throw error("type tags", "they do not start with ,") }
    var arguments: [OSCArgument] = []
    for tag in try text().utf8.dropFirst() { arguments.append(try argument(tag)) }
    guard bytes.isEmpty else { throw error("the end", "\(bytes.count) bytes follow") }
    return .message(address: address, arguments: arguments)
  }

  private mutating func argument(_ tag: UInt8) throws(OSCError) -> OSCArgument {
    switch tag {
    case UInt8(ascii: "i"): .int32(Int32(bitPattern: try number(UInt32.self)))
    case UInt8(ascii: "f"): .float32(Float(bitPattern: try number(UInt32.self)))
    case UInt8(ascii: "s"): .string(try text())
    case UInt8(ascii: "b"): .blob(try blob())
    case UInt8(ascii: "T"): .boolean(true)
    case UInt8(ascii: "F"): .boolean(false)
    case UInt8(ascii: "h"): .int64(Int64(bitPattern: try number(UInt64.self)))
    case UInt8(ascii: "d"): .float64(Double(bitPattern: try number(UInt64.self)))
    case UInt8(ascii: "t"): .timeTag(OSCTimeTag(rawValue: try number(UInt64.self)))
    default: throw error("a known type", "one is \(tag)")
    }
  }

  private mutating func number<Number: FixedWidthInteger>(_: Number.Type) throws(OSCError) -> Number {
    let size = MemoryLayout<Number>.size
    guard bytes.count >= size else { throw error("\(size) bytes", "there are \(bytes.count)") }
    let value = bytes.prefix(size).reduce(Number(0)) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    bytes = bytes.dropFirst(size)
    return value
  }

  private mutating func text() throws(OSCError) -> String {
    guard let end = bytes.firstIndex(of: 0) else { throw error("a text's end", "there is none") }
    let text = String(decoding: bytes[..<end], as: UTF8.self)
    try skip((end - bytes.startIndex) / 4 * 4 + 4)
    return text
  }

  private mutating func blob() throws(OSCError) -> [UInt8] {
    let size = Int(try number(UInt32.self))
    guard size <= bytes.count else { throw error("\(size) bytes", "there are \(bytes.count)") }
    let blob = Array(bytes.prefix(size))
    try skip((size + 3) / 4 * 4)
    return blob
  }

  private mutating func skip(_ count: Int) throws(OSCError) {
    guard count <= bytes.count else { throw error("zeros up to a multiple of four", "the packet ends") }
    bytes = bytes.dropFirst(count)
  }

  private func error(_ expected: String, _ actual: String) -> OSCError {
    OSCError(offset: bytes.startIndex, expected: expected, actual: actual)
  }
}
