import Kinesphere

/// The parameter section of a C3D file: groups, each with named values.
enum C3DParameters {
  /// A group's values, in the file's order.
  private enum Value {
    case texts([String])
    case shorts([Int])
    case floats([Float])
  }

  /// The section from its first byte, without padding; byte 2, the number of blocks, is set by the caller.
  static func bytes(count: Int, rate: Float, dataStart: Int) -> [UInt8] {
    let words = [count & 0xFFFF, count >> 16]
    let groups: [(String, [(String, Value)])] = [
      (
        "POINT",
        [
          ("USED", .shorts([KeyPoint.count])), ("SCALE", .floats([-1])), ("RATE", .floats([rate])),
          ("DATA_START", .shorts([dataStart])), ("FRAMES", .shorts([min(65_535, count)])),
          ("LONG_FRAMES", .floats([Float(count)])), ("LABELS", .texts(KeyPoint.names)),
          ("DESCRIPTIONS", .texts(KeyPoint.names.map { $0.replacing("_", with: " ") })),
          ("UNITS", .texts(["mm"])), ("X_SCREEN", .texts(["+X"])), ("Y_SCREEN", .texts(["+Y"])),
        ]
      ),
      (
        "ANALOG",
        [
          ("USED", .shorts([0])), ("LABELS", .texts([])), ("DESCRIPTIONS", .texts([])),
          ("GEN_SCALE", .floats([1])), ("SCALE", .floats([])), ("OFFSET", .shorts([])), ("UNITS", .texts([])),
          ("RATE", .floats([0])), ("FORMAT", .texts(["SIGNED"])), ("BITS", .shorts([16])),
        ]
      ),
      ("FORCE_PLATFORM", [("USED", .shorts([0]))]),
      ("TRIAL", [("ACTUAL_START_FIELD", .shorts([1, 0])), ("ACTUAL_END_FIELD", .shorts(words))]),
      ("MANUFACTURER", [("COMPANY", .texts(["Kinesphere"])), ("SOFTWARE", .texts(["kinesphere export"]))]),
    ]
    // Intel is processor 84.
    var bytes: [UInt8] = [1, 0x50, 0, 84]
    for (index, group) in groups.enumerated() {
      bytes += record(name: group.0, id: -(index + 1), body: [0])
      for (name, value) in group.1 { bytes += record(name: name, id: index + 1, body: body(value)) }
    }
    // A record with an empty name ends the section.
    return bytes + [0, 0]
  }

  /// Length of the name, group, name, offset to the next record (counted from the offset itself), body.
  private static func record(name: String, id: Int, body: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [UInt8(name.utf8.count), UInt8(bitPattern: Int8(id))]
    bytes += Array(name.utf8)
    bytes.append(short: 2 + body.count)
    return bytes + body
  }

  /// Type, dimensions, values, and an empty description.
  private static func body(_ value: Value) -> [UInt8] {
    var bytes: [UInt8]
    switch value {
    case .texts(let texts):
      let width = texts.map(\.utf8.count).max() ?? 0
      bytes = [0xFF, 2, UInt8(width), UInt8(texts.count)]
      for text in texts {
        bytes += Array(text.utf8) + [UInt8](repeating: 32, count: width - text.utf8.count)
      }
    case .shorts(let values):
      bytes = values.count == 1 ? [2, 0] : [2, 1, UInt8(values.count)]
      for value in values { bytes.append(short: value) }
    case .floats(let values):
      bytes = values.count == 1 ? [4, 0] : [4, 1, UInt8(values.count)]
      for value in values { bytes.append(float: value) }
    }
    return bytes + [0]
  }
}
