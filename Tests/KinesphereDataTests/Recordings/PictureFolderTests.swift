import CZlib
import Foundation
import Kinesphere
import Testing

@testable import KinesphereData

@Suite struct PictureFolderTests {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try FileManager.default.createDirectory(atPath: scratch.file("p"), withIntermediateDirectories: true)
  }

  /// A PNG with every row under its own filter, filtered by the definition.
  static func png(
    _ rows: [[UInt8]], width: Int, bits: UInt8, kind: UInt8, filters: [UInt8], interlaced: UInt8 = 0
  ) -> [UInt8] {
    let step = (kind == 2 ? 3 : 1) * Int(bits) / 8
    var raw: [UInt8] = []
    for (y, row) in rows.enumerated() {
      let filter = filters[y % filters.count]
      raw.append(filter)
      for x in row.indices {
        let left = x >= step ? Int(row[x - step]) : 0
        let above = y > 0 ? Int(rows[y - 1][x]) : 0
        let corner = x >= step && y > 0 ? Int(rows[y - 1][x - step]) : 0
        let guess = left + above - corner
        let distances = [abs(guess - left), abs(guess - above), abs(guess - corner)]
        let paeth =
          distances[0] <= distances[1] && distances[0] <= distances[2]
          ? left : distances[1] <= distances[2] ? above : corner
        let predicted = [0, left, above, (left + above) / 2, paeth][Int(filter)]
        raw.append(UInt8(truncatingIfNeeded: Int(row[x]) - predicted))
      }
    }
    var size = compressBound(uLong(raw.count))
    var packed = [UInt8](repeating: 0, count: Int(size))
    compress2(&packed, &size, raw, uLong(raw.count), 6)
    var file = PNGHead.mark
    PNGEncoder.chunk(
      "IHDR", (PNGEncoder.big(width) + PNGEncoder.big(rows.count) + [bits, kind, 0, 0, interlaced])[...],
      into: &file)
    PNGEncoder.chunk("tEXt", [65, 0, 66], into: &file)
    let half = Int(size) / 2
    PNGEncoder.chunk("IDAT", packed[..<half], into: &file)
    PNGEncoder.chunk("IDAT", packed[half..<Int(size)], into: &file)
    PNGEncoder.chunk("IEND", [], into: &file)
    return file
  }

  static func rows(_ width: Int, _ height: Int, seed: UInt64) -> [[UInt8]] {
    var generator = SeededGenerator(seed: seed)
    return (0..<height).map { _ in (0..<width).map { _ in UInt8.random(in: 0...255, using: &generator) } }
  }

  @Test(arguments: [(UInt8(16), UInt8(0)), (8, 0), (8, 2)])
  func allFiltersAreUndone(bits: UInt8, kind: UInt8) throws {
    let step = (kind == 2 ? 3 : 1) * Int(bits) / 8
    let rows = Self.rows(7 * step, 11, seed: 3)
    var file = Self.png(rows, width: 7, bits: bits, kind: kind, filters: [4, 3, 2, 1, 0, 4, 4, 3])
    let decoder = PNGDecoder()
    let head = try decoder.decode(&file, file: "a")
    #expect(head.width == 7 && head.height == 11 && head.pixelBytes == step)
    for (y, row) in rows.enumerated() {
      #expect(Array(decoder.pixels[(y * (7 * step + 1) + 1)...].prefix(7 * step)) == row)
    }
  }

  @Test func interlacedPalettesAndBrokenChunksAreRefused() throws {
    let rows = Self.rows(8, 4, seed: 4)
    var interlaced = Self.png(rows, width: 4, bits: 16, kind: 0, filters: [0], interlaced: 1)
    let decoder = PNGDecoder()
    let error = #expect(throws: RecordingError.self) { try decoder.decode(&interlaced, file: "a.png") }
    #expect(error?.description.contains("it is interlaced") == true)
    var palette = Self.png(rows, width: 8, bits: 8, kind: 3, filters: [0])
    #expect(throws: RecordingError.self) { try decoder.decode(&palette, file: "a") }
    let sound = Self.png(rows, width: 4, bits: 16, kind: 0, filters: [0])
    for place in 8..<sound.count {
      var file = sound
      file[place] ^= 0x55
      #expect(throws: RecordingError.self, "byte \(place)") { try decoder.decode(&file, file: "a") }
    }
    for length in 0..<sound.count {
      var file = Array(sound[..<length])
      #expect(throws: RecordingError.self) { try decoder.decode(&file, file: "a") }
    }
  }

  private func write(_ name: String, _ value: UInt8) throws {
    let picture = Self.png([[0, value], [0, value]], width: 1, bits: 16, kind: 0, filters: [0])
    _ = try scratch.write("p/" + name, picture)
  }

  private func read(_ options: RecordingOptions = everythingSaid) throws -> [(Double, UInt16)] {
    let recording = try Recordings.open(path: scratch.file("p"), options: options)
    var (frame, seen) = (recording.makeFrame(), [(Double, UInt16)]())
    while try recording.read(into: &frame) == .frame { seen.append((frame.time, frame.depth[0, 0])) }
    return seen
  }

  private var withoutRate: RecordingOptions {
    var options = everythingSaid
    options.rate = nil
    return options
  }

  @Test func namesAreCountedAsPeopleCountAndAMissingPictureLeavesItsTime() throws {
    for (name, value) in [("f10.png", 10), ("f2.png", 2), ("f1.png", 1)] { try write(name, UInt8(value)) }
    let seen = try read()
    #expect(seen.map(\.1) == [1, 2, 10])
    #expect(zip(seen.map(\.0), [0, 1.0 / 30, 9.0 / 30]).allSatisfy { abs($0 - $1) < 1e-9 })
    let recording = try Recordings.open(path: scratch.file("p"), options: everythingSaid)
    #expect(
      recording.header.format == .png && recording.header.provenance.contains("numbered by their names"))
  }

  @Test(arguments: [
    ("timestamps.csv", "name,seconds\nb.png,10\na.png,10.5\n", [2, 1], [0, 0.5]),
    ("timestamps.txt", "10\n10.25\n", [1, 2], [0, 0.25]),
    ("depth.txt", "# TUM\n# time name\n3.5 depth/a.png\n4.5 depth/b.png\n", [1, 2], [0, 1]),
    ("times.txt", "a 1\r\nb 3\r\n", [1, 2], [0, 2]),
  ])
  func timesComeFromAFile(name: String, text: String, values: [UInt16], times: [Double]) throws {
    try write("a.png", 1)
    try write("b.png", 2)
    _ = try scratch.write("p/" + name, Array(text.utf8))
    let seen = try read(withoutRate)
    #expect(seen.map(\.1) == values && seen.map(\.0) == times)
  }

  @Test func timesComeFromNamesThatAreSeconds() throws {
    try write("1305031102.5.png", 1)
    try write("1305031103.25.png", 2)
    #expect(try read(withoutRate).map(\.0) == [0, 0.75])
  }

  @Test(arguments: ["b.png,5\na.png,4\n", "a.png,1\nnonsense\n", "1\n2\n3\n", "a.png,nan\n"])
  func timesThatCannotBeAreRefused(text: String) throws {
    try write("a.png", 1)
    try write("b.png", 2)
    _ = try scratch.write("p/timestamps.csv", Array(text.utf8))
    #expect(throws: RecordingError.self) {
      try Recordings.open(path: scratch.file("p"), options: withoutRate)
    }
  }

  @Test func aBrokenPictureIsOneDamagedFrame() throws {
    for index in 0..<4 { try write("\(index).png", UInt8(index + 1)) }
    _ = try scratch.write("p/1.png", [1, 2, 3])
    _ = try scratch.write("p/2.png", Self.png([[0, 1]], width: 1, bits: 16, kind: 0, filters: [0]))
    let recording = try Recordings.open(path: scratch.file("p"), options: everythingSaid)
    var (frame, outcomes) = (recording.makeFrame(), [Bool]())
    for _ in 0..<4 { outcomes.append(try recording.read(into: &frame) == .frame) }
    #expect(outcomes == [true, false, false, true] && frame.depth[0, 0] == 4)
    #expect(try recording.read(into: &frame) == .end)
  }

  @Test func picturesOfEightBitsAreVideo() throws {
    _ = try scratch.write(
      "p/0.png", Self.png([[1, 2, 3, 4, 5, 6]], width: 2, bits: 8, kind: 2, filters: [1]))
    #expect(try Recordings.kind(path: scratch.file("p")) == .video)
    #expect(throws: RecordingError.self) {
      try Recordings.open(path: scratch.file("p"), options: everythingSaid)
    }
    let video = try Recordings.openVideo(path: scratch.file("p"))
    var frame = video.makeFrame()
    #expect(try video.read(into: &frame) == .frame)
    #expect(frame.channels.map(\.storage) == [[1, 4], [2, 5], [3, 6]])
  }
}
