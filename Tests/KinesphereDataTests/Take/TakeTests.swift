import Foundation
import Kinesphere
import Testing

@testable import KinesphereData

struct TakeTests {
  let scratch: Scratch
  var path: String { scratch.file("dance.take") }

  init() throws { scratch = try Scratch() }

  private static let camera = smallCamera(width: 32, height: 24)

  private func description(labels: TakeDescription.Convention? = nil) -> TakeDescription {
    TakeDescription(camera: Self.camera, rate: 30, isSegmented: true, provenance: "a test", labels: labels)
  }

  private func frames(_ count: Int, seed: UInt64 = 1) -> [DepthFrame] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map {
      DepthFrame(
        depth: randomPicture(width: 32, height: 24, using: &generator), camera: Self.camera,
        time: Double($0) * 0.04)
    }
  }

  private func record(_ frames: [DepthFrame]) throws {
    let writer = try TakeWriter(creating: path, description: description())
    for frame in frames { try writer.append(frame) }
    try writer.finish()
  }

  /// What reading gives: pictures, with nil for damaged frames.
  private func contents(_ path: String) throws -> (
    header: RecordingHeader, frames: [Plane<UInt16>?], reasons: [String]
  ) {
    let recording = try Recordings.open(path: path)
    var frame = recording.makeFrame()
    var (result, reasons): ([Plane<UInt16>?], [String]) = ([], [])
    while true {
      switch try recording.read(into: &frame) {
      case .frame: result.append(frame.depth)
      case .damaged(let reason):
        result.append(nil)
        reasons.append(reason)
      case .end: return (recording.header, result, reasons)
      }
    }
  }

  private func change(_ name: String, _ edit: (inout [UInt8]) -> Void) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    var bytes = Array(try Data(contentsOf: url))
    edit(&bytes)
    try Data(bytes).write(to: url)
  }

  @Test func whatIsRecordedIsRead() throws {
    let frames = frames(12)
    try record(frames)
    let read = try contents(path)
    #expect(read.frames == frames.map(\.depth))
    #expect(read.header.frameCount == 12)
    #expect(read.header.camera == Self.camera)
    #expect(read.header.rate == 30)
    #expect(read.header.isSegmented)
    #expect(read.header.notices.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: path + ".recording"))
  }

  @Test func framesKeepTheirTimes() throws {
    try record(frames(3))
    let recording = try Recordings.open(path: path)
    var frame = recording.makeFrame()
    for index in 0..<3 {
      #expect(try recording.read(into: &frame) == .frame)
      #expect(frame.time == Double(index) * 0.04)
    }
  }

  @Test func aGivenRateNumbersTheFramesWhateverTimesTheyCarry() throws {
    try record(frames(3))
    let recording = try Recordings.open(path: path, options: RecordingOptions(rate: 60))
    var frame = recording.makeFrame()
    for index in 0..<3 {
      #expect(try recording.read(into: &frame) == .frame)
      #expect(abs(frame.time - Double(index) / 60) < 1e-9)
    }
  }

  @Test func aLabelWhosePictureIsLostIsCutWhenResumed() throws {
    let frames = frames(6)
    func pose(_ x: Int) -> Pose { Pose(points: [SIMD3<Float>](repeating: SIMD3(Float(x), 0, 2), count: 18)) }
    do {
      let writer = try TakeWriter(creating: path, description: description(labels: .anatomical))
      for (index, frame) in frames.prefix(4).enumerated() { try writer.append(frame, labels: pose(index)) }
      try writer.finish()
    }
    // A crash of the machine took the last picture, and left its label.
    try change(Take.depth) { $0.removeLast(8) }
    let resumed = try TakeWriter(resuming: path)
    #expect(resumed.frameCount == 3 && resumed.notices.count == 2)
    for frame in frames.suffix(2) { try resumed.append(frame, labels: pose(9)) }
    try resumed.finish()
    let labels = try #require(try SkeletonLabels.beside(path, rate: 30)).motion
    #expect(labels.poses.map { $0[.head].x } == [0, 1, 2, 9, 9])
  }

  @Test func labelsComeBackWithTheirConvention() throws {
    let writer = try TakeWriter(creating: path, description: description(labels: .anatomical))
    var generator = SeededGenerator(seed: 4)
    let poses = (0..<3).map { _ in
      Pose(points: (0..<18).map { _ in SIMD3<Float>.random(in: -1...1, using: &generator) }, confidence: 0.5)
    }
    for (index, frame) in frames(4).enumerated() {
      try writer.append(frame, labels: index == 2 ? nil : poses[min(index, 2)])
    }
    try writer.finish()
    let labels = try #require(try SkeletonLabels.beside(path, rate: 30))
    #expect(labels.convention == .anatomical)
    #expect(labels.motion.count == 4)
    for point in KeyPoint.allCases {
      #expect(labels.motion.poses[1][point] == poses[1][point])
      #expect(labels.motion.poses[2][point].x.isNaN)
      #expect(labels.motion.poses[3][point] == poses[2][point])
    }
  }

  @Test func anUnfinishedTakeOpensAndCanBeContinued() throws {
    let frames = frames(6)
    do {
      let writer = try TakeWriter(creating: path, description: description())
      for frame in frames[..<4] { try writer.append(frame) }
    }
    let cut = try contents(path + ".recording")
    #expect(cut.frames.count == 4)
    #expect(cut.header.notices.count == 1)
    let writer = try TakeWriter(resuming: path)
    for frame in frames[4...] { try writer.append(frame) }
    try writer.finish()
    let whole = try contents(path)
    #expect(whole.frames == frames.map(\.depth))
    #expect(whole.header.notices.isEmpty)
  }

  @Test func aTornTailIsLeftOutAndCutWhenResumed() throws {
    let frames = frames(5)
    try record(frames)
    // Every way to tear the last record, in its head and in its picture.
    let whole = Array(try Data(contentsOf: URL(fileURLWithPath: path + "/depth.log")))
    var reader = try RecordLogReader(InputFile(path + "/depth.log"))
    for _ in 0..<4 { _ = try reader.next() }
    for end in stride(from: reader.offset + 1, to: whole.count, by: 37) {
      try change("depth.log") { $0 = Array(whole[..<end]) }
      let read = try contents(path)
      #expect(read.frames == frames[..<4].map(\.depth))
      #expect(read.header.frameCount == 4)
      #expect(read.header.notices.contains { $0.contains("torn") })
    }
    let writer = try TakeWriter(resuming: path)
    #expect(writer.notices.count == 1)
    try writer.append(frames[4])
    try writer.finish()
    #expect(try contents(path).frames == frames.map(\.depth))
  }

  @Test func aDamagedFrameIsMarkedAndTheOthersAreRead() throws {
    let frames = frames(6)
    try record(frames)
    var reader = try RecordLogReader(InputFile(path + "/depth.log"))
    for _ in 0..<2 { _ = try reader.next() }
    let third = reader.offset
    // In the picture, in the head's length, and over head and picture.
    for (place, count) in [(third + 40, 1), (third + 9, 1), (third, 60)] {
      let before = Array(try Data(contentsOf: URL(fileURLWithPath: path + "/depth.log")))
      try change("depth.log") { for index in place..<place + count { $0[index] ^= 0x5A } }
      let read = try contents(path)
      #expect(read.frames.count == 6)
      #expect(read.frames[2] == nil)
      #expect(read.reasons.count == 1 && read.reasons[0].hasPrefix("frame 2"))
      for index in [0, 1, 3, 4, 5] { #expect(read.frames[index] == frames[index].depth) }
      try change("depth.log") { $0 = before }
    }
  }

  /// A changed difference still decodes, to another depth: only the checksum tells.
  @Test func aChangeThatStillDecodesIsMarked() throws {
    var frame = frames(1)[0]
    frame.depth = Plane(width: 32, height: 24, repeating: 0)
    frame.depth.storage.replaceSubrange(0..<2, with: [10, 12])
    try record([frame])
    #expect(try contents(path).frames[0] == frame.depth)
    // The first word is 0x02C24...: none missing, two readings, 20 for 10, 4 for 12 - 10; its 4 becomes a 2.
    let place = RecordLog.fileMark.count + RecordLog.headSize + 1
    try change("depth.log") {
      #expect($0[place] >> 4 == 4)
      $0[place] ^= 0x60
    }
    #expect(try contents(path).reasons == ["frame 0: its checksum is wrong"])
  }

  @Test func labelsStayWithTheirFramesWhenAnEndLeftSomeOut() throws {
    let pose = Pose(points: (0..<18).map { SIMD3(Float($0), 1, 2) })
    do {
      let writer = try TakeWriter(creating: path, description: description(labels: .kinect))
      for frame in frames(4) { try writer.append(frame, labels: pose) }
    }
    // The crash came after the last picture and before the labels of the last two.
    let labels = path + ".recording/labels.log"
    let record = RecordLog.headSize + Take.labelFloats * 4
    truncate(labels, RecordLog.fileMark.count + 2 * record + 5)
    let writer = try TakeWriter(resuming: path)
    #expect(writer.notices.count == 1)
    try writer.append(frames(1)[0], labels: pose)
    try writer.finish()
    let motion = try #require(try SkeletonLabels(take: path)).motion
    #expect(motion.count == 5)
    #expect(motion.poses.map { $0[.head].x.isNaN } == [false, false, true, true, false])
  }

  /// As a child process holds one between its start and its program's.
  @Test func aCopyOfTheDescriptorDoesNotKeepTheLock() throws {
    let file = scratch.file("a-log-with-one-writer.log")
    var copy: Int32 = -1
    do {
      let log = try RecordLogWriter(creating: file)
      #expect(throws: RecordingError.self) { try RecordLogWriter(appendingTo: file) }
      let own = (Int32(3)..<10_000).first {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?
          .hasSuffix("/a-log-with-one-writer.log") == true
      }
      copy = dup(try #require(own))
      try withExtendedLifetime(log) { try log.synchronise() }
    }
    defer { close(copy) }
    #expect(copy >= 0)
    #expect(throws: Never.self) { try RecordLogWriter(appendingTo: file) }
  }

  @Test func aFrameOfAnotherSizeInMidStreamIsMarked() throws {
    try record(frames(3))
    let other = Plane<UInt16>(width: 16, height: 12, repeating: 900)
    var encoder = RVLEncoder(width: 16, height: 12)
    encoder.encode(other)
    let log = try RecordLogWriter(appendingTo: path + "/depth.log")
    try encoder.words.withUnsafeBytes {
      try log.append(
        UnsafeRawBufferPointer(rebasing: $0[..<(encoder.count * 4)]), time: 0.2, width: 16, height: 12)
    }
    let read = try contents(path)
    #expect(read.frames.count == 4 && read.frames[3] == nil)
    #expect(read.reasons == ["frame 3: expected 32 x 24 pixels, but it has 16 x 12"])
  }

  @Test func aTakenNameAndASecondWriterAreRefused() throws {
    let writer = try TakeWriter(creating: path, description: description())
    #expect(throws: RecordingError.self) { try TakeWriter(creating: path, description: description()) }
    #expect(throws: RecordingError.self) { try TakeWriter(resuming: path) }
    try writer.finish()
    #expect(throws: RecordingError.self) { try TakeWriter(creating: path, description: description()) }
  }

  @Test func aFullDiskIsOneClearError() throws {
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("full.log"), withDestinationPath: "/dev/full")
    let descriptor = open(scratch.file("full.log"), O_WRONLY)
    let error = #expect(throws: RecordingError.self) {
      try RecordLogWriter(descriptor: descriptor, path: scratch.file("full.log"))
    }
    #expect(error?.kind == .unwritable)
    #expect(
      error?.description.hasSuffix(
        "full.log: expected room for 16 more bytes, but the system says: No space left on device")
        == true)
  }

  /// A limit on the size of files stands for the disk that fills up in the middle of a record. No other test of
  /// this process writes files of 8 MB.
  @Test func whatWasWrittenBeforeTheDiskWasFullIsKept() throws {
    signal(SIGXFSZ, SIG_IGN)
    var before = rlimit()
    getrlimit(__rlimit_resource_t(1), &before)
    var limit = before
    limit.rlim_cur = 8_000_000
    setrlimit(__rlimit_resource_t(1), &limit)
    defer { setrlimit(__rlimit_resource_t(1), &before) }
    let log = try RecordLogWriter(creating: scratch.file("a.log"))
    let payload = [UInt8](repeating: 9, count: 3_000_000)
    var written = 0
    let error = #expect(throws: RecordingError.self) {
      for _ in 0..<3 {
        try payload.withUnsafeBytes { try log.append($0, time: 0) }
        written += 1
      }
    }
    #expect(error?.kind == .unwritable && written == 2)
    var reader = try RecordLogReader(InputFile(scratch.file("a.log")))
    for _ in 0..<2 {
      guard case .record = try reader.next() else {
        Issue.record("a record is lost")
        return
      }
    }
    #expect(try reader.next() == .end)
  }

  @Test(arguments: [
    "", "{", "[]", "{\"format\": \"other\"}",
    "{\"format\":\"kinesphere-take\",\"version\":2}",
  ])
  func aBadDescriptionIsOneClearLine(_ text: String) throws {
    try record(frames(1))
    try change("take.json") { $0 = Array(text.utf8) }
    let error = #expect(throws: RecordingError.self) { try Recordings.open(path: path) }
    #expect(error?.file.hasSuffix("take.json") == true)
    #expect(error?.description.contains("\n") == false)
  }

  @Test func aCameraThatCannotBeIsRefused() throws {
    try record(frames(1))
    let original = Array(try Data(contentsOf: URL(fileURLWithPath: path + "/take.json")))
    for (from, to) in [
      ("\"width\" : 32", "\"width\" : 0"), ("\"width\" : 32", "\"width\" : 8000"),
      ("\"width\" : 32", "\"width\" : 4000000000"),
      ("\"focal_x\" : 20", "\"focal_x\" : -1"), ("\"rate\" : 30", "\"rate\" : 0"),
    ] {
      let text = String(decoding: original, as: UTF8.self)
      #expect(text.contains(from))
      try change("take.json") { $0 = Array(text.replacingOccurrences(of: from, with: to).utf8) }
      #expect(throws: RecordingError.self) { try Recordings.open(path: path) }
    }
  }
}
