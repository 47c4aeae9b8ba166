import Foundation

/// A text with a time for each picture: lines `name seconds`, `seconds name` or `seconds`, parted by blanks or commas.
///
/// Lines that start with `#`, empty ones and a first line of words are passed over. A name may carry a folder, as in TUM's
/// `1305031102.160407 depth/1305031102.160407.png`, and may lack its extension.
struct TimestampFile: Sendable {
  let names: [String]
  let seconds: [Double]

  /// A picture's line is some 20 bytes; a file of this size would time a million of them.
  private static let largest = 256 << 20

  init(path: String, pictures: [String]) throws(RecordingError) {
    let file = try InputFile(path)
    guard file.size <= Self.largest else {
      throw RecordingError(
        .invalid, file: path, expected: "at most \(Self.largest) bytes", actual: "it holds \(file.size)")
    }
    self = try TimestampFile(try file.bytes(at: 0, count: file.size), path: path, pictures: pictures)
  }

  init(_ bytes: [UInt8], path: String, pictures: [String]) throws(RecordingError) {
    var known: [String: String] = [:]
    for picture in pictures {
      known[Self.stem(picture)] = picture
    }
    var names: [String] = []
    var seconds: [Double] = []
    var bare = 0
    for (index, line) in bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }).enumerated() {
      let words = line.split { $0 == 32 || $0 == 9 || $0 == 44 || $0 == 59 }
        .map { String(decoding: $0, as: UTF8.self) }
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      if words.count == 1, let time = Double(first) {
        bare += 1
        names.append(first)
        seconds.append(time)
      } else if words.count >= 2, let picture = known[Self.stem(words[0])], let time = Double(words[1]) {
        names.append(picture)
        seconds.append(time)
      } else if words.count >= 2, let time = Double(first), Self.isName(words[1]) {
        names.append(known[Self.stem(words[1])] ?? Self.last(words[1]))
        seconds.append(time)
      } else if words.count >= 2, let time = Double(words[1]), Self.isName(first) {
        names.append(Self.last(first))
        seconds.append(time)
      } else if !(index == 0 && words.allSatisfy({ Double($0) == nil })) {
        throw RecordingError(
          .invalid, file: path, expected: "lines of a picture's name and its seconds",
          actual: "line \(index + 1) is '\(String(decoding: line.prefix(60), as: UTF8.self))'")
      }
    }
    guard bare == 0 || bare == names.count, bare == 0 || bare == pictures.count else {
      throw RecordingError(
        .invalid, file: path, expected: "\(pictures.count) times, one a picture",
        actual: "it holds \(bare) without a name and \(names.count - bare) with one")
    }
    self.names = bare > 0 ? pictures : names
    self.seconds = seconds
  }

  private static func isName(_ word: String) -> Bool { word.lowercased().hasSuffix(".png") }

  private static func last(_ word: String) -> String {
    word.split(separator: "/").last.map(String.init) ?? word
  }

  private static func stem(_ word: String) -> String {
    let name = last(word)
    return name.lowercased().hasSuffix(".png") ? String(name.dropLast(4)) : name
  }
}
