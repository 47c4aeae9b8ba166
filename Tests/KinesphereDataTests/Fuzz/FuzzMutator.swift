import CZlib
import KinesphereData

/// Turns a sound file into a nearly sound one, the same for the same generator.
struct FuzzMutator {
  let target: FuzzTarget
  let corpus: [FuzzSeed]

  private static let extremes: [[UInt8]] = [
    [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [1, 0, 0, 0],
    [0, 0, 1, 0],
    [0xFF, 0xFF, 0, 0], [0, 0, 0xC0, 0x7F], [0, 0, 0x80, 0x7F],
  ]
  private static let numbers = [
    "-1", "0", "1e308", "-1e400", "nan", "inf", "18446744073709551616", "9223372036854775807", "4294967296",
    "65536",
    "2147483648", "1000000000", "0.0000001", "", "null", "[]", "{}", "\"x\"", "-0", "1e", "--1", "٣",
  ].map { Array($0.utf8) }

  func next(using generator: inout SeededGenerator) -> [UInt8] {
    let seed = corpus[generator.index(below: corpus.count)]
    // Within its shell or with it.
    if let wrap = seed.wrap, generator.index(below: 2) == 0 {
      return wrap(damaged(seed.content, using: &generator))
    }
    var result = damaged(seed.file, using: &generator)
    // Most inputs get past the checksums; some do not.
    if generator.index(below: 8) > 0 { repair(&result) }
    return result
  }

  private func damaged(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    var result = bytes
    for _ in 0...generator.index(below: 4) {
      if result.isEmpty { break }
      if target.isText, generator.index(below: 2) == 0 {
        replaceNumber(in: &result, using: &generator)
      } else {
        mutate(&result, using: &generator)
      }
    }
    return result
  }

  private func mutate(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
    // Heads are worth more than pixels.
    let reach = generator.index(below: 2) == 0 ? min(bytes.count, 128) : bytes.count
    let place = generator.index(below: reach)
    switch generator.index(below: 8) {
    case 0: bytes[place] = UInt8(generator.index(below: 256))
    case 1: bytes[place] ^= 1 << UInt8(generator.index(below: 8))
    case 2: bytes.removeLast(generator.index(below: bytes.count) + 1)
    case 3: bytes.removeSubrange(place..<min(place + 1 + generator.index(below: 16), bytes.count))
    case 4: bytes.insert(contentsOf: bytes[place..<min(place + 16, bytes.count)], at: place)
    case 5:
      let other = corpus[generator.index(below: corpus.count)].file
      bytes = Array(bytes[..<place] + other[min(place, other.count)...])
    default:
      let extreme = Self.extremes[generator.index(below: Self.extremes.count)]
      for (index, value) in extreme.enumerated() where place + index < bytes.count {
        bytes[place + index] = value
      }
    }
  }

  /// Puts an extreme in the place of a word that starts with a digit or a sign.
  private func replaceNumber(in bytes: inout [UInt8], using generator: inout SeededGenerator) {
    let start = generator.index(below: bytes.count)
    guard let first = bytes[start...].firstIndex(where: { (48...57).contains($0) || $0 == 45 }) else {
      return
    }
    let end = bytes[first...].firstIndex { !((48...57).contains($0) || [43, 45, 46, 69, 101].contains($0)) }
    bytes.replaceSubrange(
      first..<(end ?? bytes.endIndex), with: Self.numbers[generator.index(below: Self.numbers.count)])
  }

  private func repair(_ bytes: inout [UInt8]) {
    switch target {
    case .png: repairPNG(&bytes)
    case .takeLog, .takeLabels: repairLog(&bytes)
    default: break
    }
  }

  /// Chunks: length, name, content, CRC of name and content; big-endian.
  private func repairPNG(_ bytes: inout [UInt8]) {
    var place = 8
    while place + 12 <= bytes.count {
      let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - place - 12 else { return }
      let end = place + 8 + length
      let sum = Self.checksum(bytes[place + 4..<end])
      for index in 0..<4 { bytes[end + index] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * index)) }
      place = end + 4
    }
  }

  /// Records: see docs/formats.md.
  private func repairLog(_ bytes: inout [UInt8]) {
    var place = 16
    while place + 32 <= bytes.count {
      let length = Int(bytes[place + 8]) | Int(bytes[place + 9]) << 8 | Int(bytes[place + 10]) << 16
      guard length <= bytes.count - place - 32 else { return }
      set(Self.checksum(bytes[place + 32..<place + 32 + length]), at: place + 24, in: &bytes)
      set(Self.checksum(bytes[place..<place + 28]), at: place + 28, in: &bytes)
      place += 32 + length
    }
  }

  private func set(_ value: UInt32, at place: Int, in bytes: inout [UInt8]) {
    for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBufferPointer { UInt32(crc32(0, $0.baseAddress, uInt($0.count))) }
  }
}
