/// Writes a C3D file of two points and two frames by hand, as any of three processors would.
struct C3DBuilder {
  let processor: UInt8
  let isFloat: Bool
  /// `POINT:DATA_START` as a float; nil writes the right one as an integer.
  var dataStart: Float?
  /// `TRIAL:ACTUAL_END_FIELD` as floats.
  var endField: [Float] = []
  /// `POINT:Y_SCREEN`.
  var up: String?
  /// What the head says the last frame is.
  var lastFrame = 2

  init(processor: UInt8, isFloat: Bool) { (self.processor, self.isFloat) = (processor, isFloat) }

  private func short(_ value: Int) -> [UInt8] {
    let bytes = [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    return processor == 86 ? bytes.reversed() : bytes
  }

  private func float(_ value: Float) -> [UInt8] {
    // DEC's exponents are two more, its words swapped.
    let bits = processor == 85 ? (value * 4).bitPattern : value.bitPattern
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
    switch processor {
    case 84: return bytes
    case 85: return [bytes[2], bytes[3], bytes[0], bytes[1]]
    default: return bytes.reversed()
    }
  }

  private func record(_ name: String, _ group: Int8, _ body: [UInt8]) -> [UInt8] {
    [UInt8(name.utf8.count), UInt8(bitPattern: group)] + Array(name.utf8) + short(2 + body.count) + body
  }

  private var scale: Float { isFloat ? -1 : 0.5 }

  var bytes: [UInt8] {
    var head: [UInt8] = [2, 0x50]
    for value in [2, 0, 1, lastFrame, 10] { head += short(value) }
    head += float(scale) + short(3) + short(0) + float(100)
    head += [UInt8](repeating: 0, count: 512 - head.count)
    var parameters: [UInt8] = [1, 0x50, 1, processor] + record("POINT", -1, [0])
    parameters += record("USED", 1, [2, 0] + short(2) + [0])
    parameters += record("SCALE", 1, [4, 0] + float(scale) + [0])
    parameters += record("RATE", 1, [4, 0] + float(100) + [0])
    let start = dataStart.map { [4, 0] + float($0) } ?? [2, 0] + short(3)
    parameters += record("DATA_START", 1, start + [0])
    if let up { parameters += record("Y_SCREEN", 1, [0xFF, 1, UInt8(up.utf8.count)] + Array(up.utf8) + [0]) }
    if !endField.isEmpty {
      parameters +=
        record("TRIAL", -2, [0]) + record("ACTUAL_START_FIELD", 2, [2, 1, 2] + short(1) + short(0) + [0])
      parameters += record("ACTUAL_END_FIELD", 2, [4, 1, 2] + endField.flatMap(float) + [0])
    }
    parameters += record("LABELS", 1, [0xFF, 2, 4, 2] + Array("LFHDB   ".utf8) + [0])
    parameters += record("UNITS", 1, [0xFF, 1, 2] + Array("mm".utf8) + [0]) + [0, 0]
    parameters += [UInt8](repeating: 0, count: 512 - parameters.count)
    let points: [[Float]] = [[500, -1000, 1500, 0], [0, 0, 0, 0], [250, 2000, -500, 0], [0, 0, 0, -1]]
    var data: [UInt8] = []
    for point in points {
      for (axis, value) in point.enumerated() {
        data += isFloat ? float(value) : short(Int(axis < 3 ? value / scale : value))
      }
    }
    return head + parameters + data + [UInt8](repeating: 0, count: 512 - data.count)
  }
}
