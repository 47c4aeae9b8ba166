import Foundation
import Kinesphere
import Testing

@testable import KinesphereData

@Suite struct ArrayRecordingTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Frame `f`, row `y`, column `x` holds this many millimetres.
  static func value(_ f: Int, _ y: Int, _ x: Int) -> Int {
    1000 * f + 10 * y + x + (x == 0 ? -1000 * f - 10 * y : 0)
  }

  static func content(_ frames: Int, fortran: Bool, _ bytes: (Int) -> [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    if fortran {
      for x in 0..<4 { for y in 0..<3 { for f in 0..<frames { result += bytes(value(f, y, x)) } } }
    } else {
      for f in 0..<frames { for y in 0..<3 { for x in 0..<4 { result += bytes(value(f, y, x)) } } }
    }
    return result
  }

  static let kinds: [(descr: String, bytes: @Sendable (Int) -> [UInt8])] = [
    ("<u2", { bytes(UInt16($0)) }), (">u2", { bytes(UInt16($0)).reversed() }),
    ("<i4", { bytes(Int32($0)) }), (">i4", { bytes(Int32($0)).reversed() }),
    ("<u8", { bytes(UInt64($0)) }), ("<f4", { bytes(Float($0).bitPattern) }),
    (">f4", { bytes(Float($0).bitPattern).reversed() }), ("<f8", { bytes(Double($0).bitPattern) }),
    (">f8", { bytes(Double($0).bitPattern).reversed() }),
  ]

  @Test(arguments: 0..<9, [false, true])
  func everyNumberInBothOrdersGivesTheSameDepth(kind: Int, fortran: Bool) throws {
    let (descr, make) = Self.kinds[kind]
    let array = ArrayBuilder.npy(descr, [3, 3, 4], fortran: fortran, Self.content(3, fortran: fortran, make))
    for (name, file) in [
      ("a", array), ("b", ArrayBuilder.npz([("x.npy", array)])),
      ("c", ArrayBuilder.npz([("depth.npy", array)], deflated: true)),
    ] {
      let recording = try Recordings.open(path: scratch.write(name, file), options: everythingSaid)
      #expect(recording.header.format == (name == "a" ? .npy : .npz) && recording.header.frameCount == 3)
      var frame = recording.makeFrame()
      for f in [0, 1, 2, 0, 2] {
        #expect(try recording.seek(to: f))
        #expect(try recording.read(into: &frame) == .frame)
        for y in 0..<3 { for x in 0..<4 { #expect(Int(frame.depth[x, y]) == Self.value(f, y, x)) } }
      }
    }
  }

  @Test func metresAreScaledAndWhatIsNoReadingIsZero() throws {
    let values: [Float] = [1.2344, 1.2346, .nan, -1, .infinity, 100, 0, 0.0004]
    let file = ArrayBuilder.npy("<f4", [2, 4], values.flatMap { bytes($0.bitPattern) })
    var options = everythingSaid
    options.unit = .metre
    let recording = try Recordings.open(path: scratch.write("a", file), options: options)
    var frame = recording.makeFrame()
    #expect(try recording.read(into: &frame) == .frame)
    #expect(frame.depth.storage == [1234, 1235, 0, 0, 0, 65535, 0, 0])
    #expect(try recording.read(into: &frame) == .end)
  }

  @Test func anArrayOfUnknownUnitIsNotGuessed() throws {
    let path = try scratch.write("a", ArrayBuilder.npy("<u2", [1, 1], [1, 0]))
    var options = everythingSaid
    options.unit = nil
    #expect(throws: RecordingError.self) { try Recordings.open(path: path, options: options) }
  }

  @Test func timesOfAnArchiveAreTaken() throws {
    let array = ArrayBuilder.npy("<u2", [3, 1, 1], [1, 0, 2, 0, 3, 0])
    let times = ArrayBuilder.npy("<f8", [3], [5, 5.5, 6.25].flatMap { bytes($0.bitPattern) })
    let path = try scratch.write("a", ArrayBuilder.npz([("depth.npy", array), ("times.npy", times)]))
    var options = everythingSaid
    options.rate = nil
    let recording = try Recordings.open(path: path, options: options)
    var (frame, seen) = (recording.makeFrame(), [Double]())
    while try recording.read(into: &frame) == .frame { seen.append(frame.time) }
    #expect(seen == [0, 0.5, 1.25])
  }

  @Test func aWrongChecksumInAnArchiveIsAnError() throws {
    let array = ArrayBuilder.npy("<u2", [2, 1, 2], [1, 0, 2, 0, 3, 0, 4, 0])
    var file = ArrayBuilder.npz([("depth.npy", array)])
    let place = try #require(file.firstIndex(of: 4).flatMap { _ in array.count })
    file[39 + place - 2] ^= 1
    let recording = try Recordings.open(path: scratch.write("a", file), options: everythingSaid)
    var frame = recording.makeFrame()
    #expect(try recording.read(into: &frame) == .frame)
    #expect(throws: RecordingError.self) { try recording.read(into: &frame) }
  }

  @Test(arguments: [
    ("<c8", [1, 1, 1]), ("<u2", [0, 4, 4]), ("<u2", [1, 9000, 1]), ("<u2", [2, 2, 2, 2]), ("<u2", [4]),
    ("<u2", [1 << 40, 1 << 40, 1 << 40]), ("<u2", [1, 3, 4]),
  ])
  func whatCannotBeDepthIsRefused(descr: String, shape: [Int]) throws {
    let path = try scratch.write("a", ArrayBuilder.npy(descr, shape, [0, 0, 0]))
    #expect(throws: RecordingError.self) { try Recordings.open(path: path, options: everythingSaid) }
  }

  @Test func bytesAreVideoInGrayAndColour() throws {
    let gray = try scratch.write("g", ArrayBuilder.npy("|u1", [2, 1, 3], [1, 2, 3, 4, 5, 6]))
    #expect(try Recordings.kind(path: gray) == .video)
    let video = try Recordings.openVideo(path: gray)
    var frame = video.makeFrame()
    #expect(try video.read(into: &frame) == .frame && frame.channels.map(\.storage) == [[1, 2, 3]])
    #expect(try video.read(into: &frame) == .frame && frame.channels.map(\.storage) == [[4, 5, 6]])
    #expect(try video.read(into: &frame) == .end)
    let colour = try scratch.write("c", ArrayBuilder.npy("|u1", [1, 1, 2, 3], [1, 2, 3, 100, 100, 100]))
    let other = try Recordings.openVideo(path: colour)
    frame = other.makeFrame()
    #expect(try other.read(into: &frame) == .frame)
    #expect(frame.channels.map(\.storage) == [[1, 100], [2, 100], [3, 100]])
    let asGray = try Recordings.openVideo(path: colour, options: VideoOptions(channelCount: 1))
    frame = asGray.makeFrame()
    #expect(try asGray.read(into: &frame) == .frame && frame.channels[0].storage == [2, 100])
  }
}
