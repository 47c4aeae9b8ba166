import Foundation

/// The named values of a C3D file, from its parameter section; names are `GROUP:NAME` in capitals.
struct C3DParameterSection {
  /// Text values of a parameter; numbers are in ``numbers``.
  private(set) var texts: [String: [String]] = [:]
  private(set) var numbers: [String: [Double]] = [:]
  let format: C3DNumbers

  /// `bytes` are the section from its first byte on, to the end of the file or 64 kB.
  init(_ bytes: [UInt8], path: String) throws(RecordingError) {
    guard bytes.count >= 4, let format = C3DNumbers(processor: bytes[3]) else {
      throw RecordingError(
        .invalid, file: path, expected: "a parameter section of processor 84, 85 or 86",
        actual: bytes.count < 4 ? "the file ends before" : "it says \(bytes[3])")
    }
    self.format = format
    var groups: [Int: String] = [:]
    var found: [(group: Int, name: String, place: Int)] = []
    var place = 4
    while place + 2 <= bytes.count {
      let length = abs(Int(Int8(bitPattern: bytes[place])))
      let group = Int(Int8(bitPattern: bytes[place + 1]))
      guard length > 0, group != 0, place + 2 + length + 2 <= bytes.count else { break }
      let name = String(decoding: bytes[place + 2..<place + 2 + length], as: UTF8.self).uppercased()
      let link = place + 2 + length
      if group < 0 { groups[-group] = name } else { found.append((group, name, link + 2)) }
      let next = format.short(bytes, at: link)
      guard next > 1 else { break }
      place = link + next
    }
    for parameter in found {
      read(bytes, at: parameter.place, as: (groups[parameter.group] ?? "?") + ":" + parameter.name)
    }
  }

  /// Type, dimensions and values; what does not fit is passed over.
  private mutating func read(_ bytes: [UInt8], at start: Int, as name: String) {
    guard start + 2 <= bytes.count else { return }
    let kind = Int(Int8(bitPattern: bytes[start]))
    let rank = Int(bytes[start + 1])
    guard rank <= 7, start + 2 + rank <= bytes.count else { return }
    let sides = bytes[(start + 2)..<(start + 2 + rank)].map(Int.init)
    let count = sides.reduce(1, { min($0 * $1, 1 << 20) })
    let content = start + 2 + rank
    guard content + count * abs(kind) <= bytes.count else { return }
    switch kind {
    case -1:
      let width = sides.first ?? 1
      guard width > 0 else { return }
      texts[name] = (0..<count / width).map { index in
        let row = bytes[(content + index * width)..<(content + (index + 1) * width)]
        return String(decoding: row, as: UTF8.self).trimmingCharacters(in: CharacterSet(charactersIn: " \0"))
      }
    case 1: numbers[name] = (0..<count).map { Double(bytes[content + $0]) }
    case 2: numbers[name] = (0..<count).map { Double(format.short(bytes, at: content + 2 * $0)) }
    case 4: numbers[name] = (0..<count).map { Double(format.float(bytes, at: content + 4 * $0)) }
    default: return
    }
  }
}
