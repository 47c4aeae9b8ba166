import Foundation

/// The PNG pictures of a folder in their order, with their times.
///
/// Times come, in this order, from `timestamps.csv`, `timestamps.txt`, `times.csv`, `times.txt`, `depth.txt`, `rgb.txt` in
/// the folder; from `depth.txt`, `rgb.txt` (TUM's) beside it; from names that are seconds, such as
/// `1305031102.160407.png`; else the pictures are numbered by their names and a rate makes times of that.
struct PictureFolder: Sendable {
  let path: String
  /// Names in the order of time.
  let names: [String]
  /// Seconds from the first one on, one a name; nil where a rate must give them.
  let times: [Double]?
  /// Whole frames from the first one on, by the numbers in the names; nil where there are no such numbers.
  let numbers: [Int]?
  /// Where the times come from: one line.
  let provenance: String

  private static let inside = [
    "timestamps.csv", "timestamps.txt", "times.csv", "times.txt", "depth.txt", "rgb.txt",
  ]
  private static let beside = ["depth.txt", "rgb.txt"]

  /// Whether a folder holds a PNG: a file with its mark.
  static func recognises(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue,
      let names = try? FileManager.default.contentsOfDirectory(atPath: path)
    else { return false }
    return names.contains { isPicture($0, in: path) }
  }

  private static func isPicture(_ name: String, in folder: String) -> Bool {
    guard !name.hasPrefix("."), let file = try? InputFile(folder + "/" + name),
      let bytes = try? file.bytes(at: 0, count: 8)
    else { return false }
    return bytes == PNGHead.mark
  }

  init(_ path: String) throws(RecordingError) {
    self.path = path
    let all = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
      !$0.hasPrefix(".")
    }
    // One that has lost its mark is a damaged picture, not a picture that was never there.
    let found = all.filter { $0.lowercased().hasSuffix(".png") || Self.isPicture($0, in: path) }
    let sorted = found.map { (NaturalName($0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    guard !sorted.isEmpty else {
      throw RecordingError(
        .unknownFormat, file: path, expected: "a folder of PNG pictures", actual: "it holds none")
    }
    for (folder, candidates) in [(path, Self.inside), (path + "/..", Self.beside)] {
      for name in candidates {
        guard FileManager.default.fileExists(atPath: folder + "/" + name) else { continue }
        let stamps = try TimestampFile(path: folder + "/" + name, pictures: sorted)
        guard !stamps.names.isEmpty else {
          throw RecordingError(
            .invalid, file: folder + "/" + name, expected: "lines of a picture's name and its seconds",
            actual: "there is none")
        }
        names = stamps.names
        times = try FrameTimes.checked(stamps.seconds, file: folder + "/" + name)
        numbers = nil
        provenance = "times from \(folder == path ? name : "../" + name)"
        return
      }
    }
    names = sorted
    let stems = sorted.map { String($0.prefix { $0 != "." }) }
    let seconds = sorted.map { Self.seconds(of: $0) }
    if sorted.count > 1, seconds.allSatisfy({ $0 != nil }) {
      times = try FrameTimes.checked(seconds.compactMap { $0 }, file: path)
      numbers = nil
      provenance = "times from the pictures' names"
      return
    }
    times = nil
    let values = stems.compactMap(NaturalName.lastNumber)
    // Names number the frames, so a picture that is missing leaves its time; not where a number comes twice.
    let isNumbered = values.count == sorted.count && zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
    numbers = isNumbered ? values.map { $0 - values[0] } : nil
    provenance = isNumbered ? "frames numbered by their names" : "frames in the order of their names"
  }

  /// A name such as `12.345.png` or `0.png` with a point inside; nil for whole numbers, which count frames.
  private static func seconds(of name: String) -> Double? {
    let stem = name.lowercased().hasSuffix(".png") ? String(name.dropLast(4)) : name
    guard stem.contains("."), stem.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) else {
      return nil
    }
    return Double(stem)
  }
}

/// A name that sorts as people count: `f2` before `f10`.
struct NaturalName: Comparable {
  private let parts: [(text: String, number: Int?)]
  private let name: String

  init(_ name: String) {
    self.name = name
    var parts: [(String, Int?)] = []
    var rest = Substring(name)
    while let first = rest.first {
      let isDigit = ("0"..."9").contains(first)
      let part = rest.prefix { ("0"..."9").contains($0) == isDigit }
      parts.append((String(part), isDigit ? Int(part) : nil))
      rest = rest.dropFirst(part.count)
    }
    self.parts = parts
  }

  /// The last run of digits as a number; nil where there is none or it is too long.
  static func lastNumber(_ text: String) -> Int? {
    let digits = text.reversed().drop { !("0"..."9").contains($0) }.prefix { ("0"..."9").contains($0) }
    guard (1...15).contains(digits.count) else { return nil }
    return Int(String(digits.reversed()))
  }

  static func == (one: Self, other: Self) -> Bool { one.name == other.name }

  static func < (one: Self, other: Self) -> Bool {
    for (a, b) in zip(one.parts, other.parts) {
      if let x = a.number, let y = b.number, x != y { return x < y }
      if a.number == nil || b.number == nil, a.text != b.text { return a.text < b.text }
    }
    if one.parts.count != other.parts.count { return one.parts.count < other.parts.count }
    return one.name < other.name
  }
}
