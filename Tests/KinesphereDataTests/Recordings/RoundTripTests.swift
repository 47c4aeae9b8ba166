import Foundation
import Kinesphere
import Testing
import _KinesphereTestSupport

@testable import KinesphereData

/// Frames that go into a format and come out of it.
@Suite struct RoundTripTests {
  let scratch: Scratch
  let camera = smallCamera(width: 18, height: 13)

  init() throws { scratch = try Scratch() }

  var description: TakeDescription {
    TakeDescription(
      camera: camera, rate: 25, isSegmented: true, dancer: "Ada", provenance: "a \"test\"; with = signs",
      beats: [0.5, 1])
  }

  func frames(_ count: Int, seed: UInt64 = 5) -> [DepthFrame] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map {
      DepthFrame(
        depth: randomPicture(width: 18, height: 13, using: &generator), camera: camera, time: Double($0) / 25)
    }
  }

  @Test(arguments: [WritingFormat.take, .png, .npz, .mkv])
  func depthTimesAndCameraComeBackFromEveryLosslessFormat(format: WritingFormat) throws {
    let written = frames(7)
    let path = scratch.file("a.\(format.rawValue)")
    let writer = try RecordingWriters.open(path: path, format: format, description: description)
    for frame in written { try writer.append(frame, labels: nil) }
    try writer.finish()
    writer.discard()

    let recording = try Recordings.open(path: path)
    #expect(recording.header.camera == camera && recording.header.rate == 25)
    #expect(recording.header.frameCount == 7 && recording.header.isSegmented)
    #expect(recording.takeDescription?.beats == [0.5, 1] && recording.takeDescription?.dancer == "Ada")
    var frame = recording.makeFrame()
    for expected in written {
      #expect(try recording.read(into: &frame) == .frame)
      #expect(frame.depth == expected.depth)
      #expect(abs(frame.time - expected.time) < 1e-9)
    }
    #expect(try recording.read(into: &frame) == .end)
    #expect(try recording.read(into: &frame) == .end)
  }

  @Test func anMSRFileKeepsMillimetresAndNothingElse() throws {
    let written = frames(3)
    let path = scratch.file("a.bin")
    let writer = try RecordingWriters.open(path: path, format: .bin, description: description)
    for frame in written { try writer.append(frame, labels: nil) }
    try writer.finish()
    #expect(throws: RecordingError.self) { try Recordings.open(path: path) }
    let recording = try Recordings.open(path: path, options: everythingSaid)
    var frame = recording.makeFrame()
    for expected in written {
      #expect(try recording.read(into: &frame) == .frame)
      #expect(frame.depth == expected.depth)
    }
  }

  @Test(arguments: [WritingFormat.take, .png, .npz, .bin, .mkv])
  func afterSeekingTheFrameIsThatOfItsNumber(format: WritingFormat) throws {
    let written = frames(9)
    let path = scratch.file("a.\(format.rawValue)")
    let writer = try RecordingWriters.open(path: path, format: format, description: description)
    for frame in written { try writer.append(frame, labels: nil) }
    try writer.finish()
    let recording = try Recordings.open(path: path, options: everythingSaid)
    var frame = recording.makeFrame()
    for index in [4, 0, 8, 3, 3, 1] {
      #expect(try recording.seek(to: index))
      #expect(try recording.read(into: &frame) == .frame)
      #expect(frame.depth == written[index].depth, "frame \(index)")
    }
    #expect(try recording.seek(to: 9))
    #expect(try recording.read(into: &frame) == .end)
    #expect(try !recording.seek(to: 10) && !recording.seek(to: -1))
  }

  @Test(arguments: [false, true])
  func seekingInAMATFileFindsItsFrames(isCompressed: Bool) throws {
    let written = frames(6)
    let matrix = MATBuilder.depth(written.map(\.depth.storage), width: 18, height: 13)
    let path = try scratch.write(
      "a.mat", MATBuilder.file(isCompressed ? MATBuilder.compressed(matrix) : matrix))
    let recording = try Recordings.open(path: path, options: everythingSaid)
    var frame = recording.makeFrame()
    for index in [5, 2, 4, 0] {
      #expect(try recording.seek(to: index))
      #expect(try recording.read(into: &frame) == .frame)
      #expect(frame.depth == written[index].depth)
    }
  }

  @Test func seekingInATakePassesItsDamage() throws {
    let written = frames(5)
    let path = scratch.file("a.take")
    let writer = try TakeWriter(creating: path, description: description)
    for frame in written { try writer.append(frame) }
    try writer.finish()
    let log = path + "/depth.log"
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: log)))
    let heads = bytes.indices.filter { bytes[$0...].starts(with: RecordLog.recordMark) }
    bytes[heads[2]] = 0
    _ = try scratch.write("a.take/depth.log", bytes)
    let recording = try Recordings.open(path: path)
    var frame = recording.makeFrame()
    #expect(try recording.seek(to: 3))
    #expect(try recording.read(into: &frame) == .frame)
    #expect(frame.depth == written[3].depth)
    #expect(try recording.seek(to: 2))
    guard case .damaged = try recording.read(into: &frame) else {
      Issue.record("the overwritten frame should be damaged")
      return
    }
    #expect(try recording.read(into: &frame) == .frame)
    #expect(frame.depth == written[3].depth)
  }

  @Test(arguments: WritingFormat.allCases)
  func nothingIsReplacedAndNothingIsLeftAfterDiscarding(format: WritingFormat) throws {
    let path = scratch.file("a.\(format.rawValue)")
    let writer = try RecordingWriters.open(path: path, format: format, description: description)
    try writer.append(frames(1)[0], labels: nil)
    writer.discard()
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
    _ = try scratch.write("a.\(format.rawValue)", [1, 2, 3])
    #expect(throws: RecordingError.self) {
      try RecordingWriters.open(path: path, format: format, description: description)
    }
  }

  @Test(arguments: [WritingFormat.take, .png])
  func aStoppedRunGoesOnAfterItsLastWholeFrame(format: WritingFormat) throws {
    let written = frames(6)
    let path = scratch.file("a.\(format.rawValue)")
    var writer: (any RecordingWriter)? = try RecordingWriters.open(
      path: path, format: format, description: description)
    for frame in written[..<4] { try writer?.append(frame, labels: nil) }
    writer = nil
    if format == .png {
      // What a crash leaves: a picture without its time, a torn line, a torn last picture.
      let work = path + ".part"
      let torn = Array(try Data(contentsOf: URL(fileURLWithPath: work + "/000003.png"))).dropLast(9)
      _ = try scratch.write("a.png.part/000003.png", Array(torn))
      let stamps = Array(try Data(contentsOf: URL(fileURLWithPath: work + "/timestamps.csv")))
      _ = try scratch.write("a.png.part/timestamps.csv", stamps + Array("000004.png,0.1".utf8))
    }
    let second = try RecordingWriters.open(path: path, format: format, description: description)
    let start = second.frameCount
    #expect(start == (format == .png ? 3 : 4))
    for frame in written[start...] { try second.append(frame, labels: nil) }
    try second.finish()
    let recording = try Recordings.open(path: path)
    var frame = recording.makeFrame()
    for expected in written {
      #expect(try recording.read(into: &frame) == .frame)
      #expect(frame.depth == expected.depth && abs(frame.time - expected.time) < 1e-9)
    }
    #expect(try recording.read(into: &frame) == .end)
  }

  @Test(arguments: [WritingFormat.take, .png])
  func anUnfinishedRunOfSomethingElseIsLeftAlone(format: WritingFormat) throws {
    let path = scratch.file("a.\(format.rawValue)")
    var writer: (any RecordingWriter)? = try RecordingWriters.open(
      path: path, format: format, description: description)
    try writer?.append(frames(1)[0], labels: nil)
    writer = nil
    var other = description
    other.dancer = "Grace"
    let error = #expect(throws: RecordingError.self) {
      try RecordingWriters.open(path: path, format: format, description: other)
    }
    #expect(error?.expected == "the unfinished part of this conversion")
  }

  @Test(arguments: [WritingFormat.take, .png, .npz, .mkv])
  func aSecondWriterIsRefusedAndTheFirstIsNotDisturbed(format: WritingFormat) throws {
    let path = scratch.file("a.\(format.rawValue)")
    let written = frames(3)
    let first = try RecordingWriters.open(path: path, format: format, description: description)
    for frame in written[..<2] { try first.append(frame, labels: nil) }
    let error = #expect(throws: RecordingError.self) {
      try RecordingWriters.open(path: path, format: format, description: description)
    }
    #expect(error?.actual.hasPrefix("another p") == true, "\(String(describing: error))")
    try first.append(written[2], labels: nil)
    try first.finish()
    let recording = try Recordings.open(path: path)
    var frame = recording.makeFrame()
    for expected in written {
      #expect(try recording.read(into: &frame) == .frame)
      #expect(frame.depth == expected.depth)
    }
    #expect(try recording.read(into: &frame) == .end)
  }

  @Test func whatAnotherFilmsIsNotRemoved() throws {
    let path = scratch.file("a.take")
    var writer: TakeWriter? = try TakeWriter(creating: path, description: description)
    try writer?.append(frames(1)[0])
    #expect(throws: RecordingError.self) { try TakeWriter.discardUnfinished(path) }
    #expect(FileManager.default.fileExists(atPath: path + ".recording/depth.log"))
    writer = nil
    try TakeWriter.discardUnfinished(path)
    #expect(!FileManager.default.fileExists(atPath: path + ".recording"))
    try TakeWriter.discardUnfinished(path)
  }
}
