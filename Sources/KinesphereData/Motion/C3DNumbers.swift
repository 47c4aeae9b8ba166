/// How the processor that a C3D file comes from stored its numbers.
enum C3DNumbers {
  /// Little-endian IEEE.
  case intel
  /// DEC's floats: PDP-11 word order, exponents 128 instead of 127 off and a half instead of one before the point.
  case dec
  /// Big-endian IEEE.
  case mips

  init?(processor: UInt8) {
    switch processor {
    case 84: self = .intel
    case 85: self = .dec
    case 86: self = .mips
    default: return nil
    }
  }

  /// An unsigned number of 16 bits, which must lie inside.
  func short(_ bytes: [UInt8], at place: Int) -> Int {
    self == .mips
      ? Int(bytes[place]) << 8 | Int(bytes[place + 1]) : Int(bytes[place + 1]) << 8 | Int(bytes[place])
  }

  /// A signed number of 16 bits.
  func signedShort(_ bytes: [UInt8], at place: Int) -> Int {
    Int(Int16(truncatingIfNeeded: short(bytes, at: place)))
  }

  /// A number of 32 bits.
  func float(_ bytes: [UInt8], at place: Int) -> Float {
    let (a, b, c, d) = (
      UInt32(bytes[place]), UInt32(bytes[place + 1]), UInt32(bytes[place + 2]), UInt32(bytes[place + 3])
    )
    switch self {
    case .intel: return Float(bitPattern: d << 24 | c << 16 | b << 8 | a)
    case .mips: return Float(bitPattern: a << 24 | b << 16 | c << 8 | d)
    case .dec: return Float(bitPattern: b << 24 | a << 16 | d << 8 | c) / 4
    }
  }
}
