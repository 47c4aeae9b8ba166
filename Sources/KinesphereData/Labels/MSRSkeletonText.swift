import Foundation

/// MSR-Action3D's two skeleton texts: four numbers a line, 20 lines a frame.
enum MSRSkeletonText {
  /// The line within a frame for each key-point in ``KeyPoint`` order.
  static let joints = [19, 2, 3, 6, 0, 7, 9, 4, 13, 15, 17, 1, 8, 10, 5, 14, 16, 18]

  /// All rows. Throws where a line has not four numbers or the last frame is not whole.
  static func rows(of path: String) throws(RecordingError) -> [SIMD4<Float>] {
    let file = try InputFile(path)
    let text = try file.bytes(at: 0, count: file.size)
    var rows: [SIMD4<Float>] = []
    rows.reserveCapacity(text.count / 36)
    var lineNumber = 0
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      lineNumber += 1
      let words = line.split { $0 == 32 || $0 == 9 || $0 == 13 }
      if words.isEmpty { continue }
      let numbers = words.prefix(5).compactMap { Float(String(decoding: $0, as: UTF8.self)) }
      guard numbers.count == 4, words.count == 4 else {
        throw RecordingError(
          .invalid, file: path, expected: "four numbers in line \(lineNumber)",
          actual: "it reads \"\(String(decoding: line.prefix(60), as: UTF8.self))\"")
      }
      rows.append(SIMD4(numbers[0], numbers[1], numbers[2], numbers[3]))
    }
    guard rows.count % 20 == 0, !rows.isEmpty else {
      throw RecordingError(
        .truncated, file: path, expected: "20 lines for every frame", actual: "there are \(rows.count) in all"
      )
    }
    return rows
  }
}
