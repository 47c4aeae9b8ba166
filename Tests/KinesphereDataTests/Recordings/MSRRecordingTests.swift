import Foundation
import Kinesphere
import KinesphereData
import Testing

struct MSRRecordingTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func pixelsAndTimesArriveInOrder() throws {
    let pictures: [[UInt32]] = [[0, 1, 2, 3, 4, 5], [10, 11, 12, 13, 14, 70000]]
    let path = try scratch.write("anything", msrFile(width: 3, height: 2, frames: pictures))
    let recording = try Recordings.open(path: path, options: everythingSaid)
    #expect(recording.header.format == .msrBin && recording.header.frameCount == 2)
    var frame = recording.makeFrame()
    #expect(try recording.read(into: &frame) == .frame)
    #expect(frame.depth.storage == [0, 1, 2, 3, 4, 5] && frame.time == 0)
    #expect(try recording.read(into: &frame) == .frame)
    #expect(frame.depth.storage == [10, 11, 12, 13, 14, 65535] && frame.time == 1.0 / 30)
    #expect(try recording.read(into: &frame) == .end)
    #expect(try recording.read(into: &frame) == .end)
  }

  @Test func theUnitIsApplied() throws {
    let path = try scratch.write("a", msrFile(width: 2, height: 1, frames: [[0, 400]]))
    var options = everythingSaid
    options.unit = .msrAction3D
    let recording = try Recordings.open(path: path, options: options)
    var frame = recording.makeFrame()
    #expect(try recording.read(into: &frame) == .frame)
    #expect(frame.depth.storage == [0, 2108])
  }

  @Test func unitsBelowAMillimetreAreNotCutAtSixtyFiveMillimetres() throws {
    let path = try scratch.write(
      "a.bin", msrFile(width: 2, height: 2, frames: [[0, 2_000_000, 60_000, 80_000_000]]))
    var options = everythingSaid
    options.unit = DepthUnit(parsing: "um")
    let recording = try Recordings.open(path: path, options: options)
    var frame = recording.makeFrame()
    #expect(try recording.read(into: &frame) == .frame)
    #expect(frame.depth.storage == [0, 2_000, 60, 65_535])
  }

  @Test func readingReusesTheFramesStorage() throws {
    let path = try scratch.write(
      "a", msrFile(width: 4, height: 4, frames: Array(repeating: Array(0..<16), count: 5)))
    let recording = try Recordings.open(path: path, options: everythingSaid)
    var frame = recording.makeFrame()
    let before = frame.depth.storage.withUnsafeBufferPointer { $0.baseAddress }
    while try recording.read(into: &frame) == .frame {}
    #expect(frame.depth.storage.withUnsafeBufferPointer { $0.baseAddress } == before)
  }

  @Test func anUnknownCardWithoutFlagsNamesTheFlag() throws {
    let path = try scratch.write("a", msrFile(width: 2, height: 1, frames: [[0, 400]]))
    func failure(_ options: RecordingOptions) -> RecordingError? {
      #expect(throws: RecordingError.self) { try Recordings.open(path: path, options: options) }
    }
    var options = RecordingOptions()
    #expect(failure(options)?.description.contains("--camera") == true)
    options.camera = Intrinsics(parsing: "285,285,160,120")
    #expect(failure(options)?.description.contains("--mirrored") == true)
    options.mirrored = false
    #expect(failure(options)?.description.contains("--unit") == true)
    options.unit = .millimetre
    let header = try Recordings.open(path: path, options: options).header
    #expect(header.camera?.focalX == 285 && header.isMirrored == false)
  }

  @Test func theCardComesByNameAndSizeAndYieldsToOptions() throws {
    let picture = [UInt32](repeating: 400, count: 320 * 240)
    let path = try scratch.write(
      "a01_s02_e03_sdepth.bin", msrFile(width: 320, height: 240, frames: [picture]))
    let header = try Recordings.open(path: path).header
    #expect(header.card == .msrAction3D && header.camera == .kinect1 && header.isSegmented)
    let other = try Recordings.open(
      path: path,
      options: RecordingOptions(
        camera: Intrinsics(parsing: "300,301,159,119"), mirrored: false, unit: .millimetre)
    ).header
    #expect(other.camera?.focalY == 301 && other.isMirrored == false && other.unit == .millimetre)
    let small = try scratch.write(
      "a01_s02_e04_sdepth.bin", msrFile(width: 2, height: 2, frames: [[1, 2, 3, 4]]))
    #expect(throws: RecordingError.self) { try Recordings.open(path: small) }
  }

  @Test(arguments: [
    (0, RecordingError.Kind.truncated), (3, .truncated), (11, .truncated), (12, .truncated), (35, .truncated),
  ])
  func aTruncatedFileSaysWhatItShouldHold(_ length: Int, _ kind: RecordingError.Kind) throws {
    let whole = msrFile(width: 3, height: 2, frames: [[0, 1, 2, 3, 4, 5]])
    let path = try scratch.write("cut.bin", Array(whole[..<length]))
    let error = #expect(throws: RecordingError.self) {
      try Recordings.open(path: path, options: everythingSaid)
    }
    #expect(error?.kind == kind)
    if length >= 12 {
      #expect(
        error?.description == "\(path): expected 36 bytes for 1 frames of 3 x 2, but the file holds \(length)"
      )
    }
  }

  @Test(arguments: [
    [UInt32.max, 320, 240], [1, UInt32.max, UInt32.max], [1, 0, 240], [1, 320, 0], [0, 320, 240],
    [4_000_000_000, 8192, 8192], [1, 100_000, 1],
  ])
  func aLyingHeaderIsRefusedWithoutAllocatingWhatItClaims(_ numbers: [UInt32]) throws {
    let path = try scratch.write(
      "a01_s01_e01_sdepth.bin", bytes(numbers[0], numbers[1], numbers[2]) + [1, 2, 3, 4])
    let error = #expect(throws: RecordingError.self) {
      try Recordings.open(path: path, options: everythingSaid)
    }
    #expect(error?.description.contains("\n") == false)
  }

  @Test func anOversizedFileIsRefused() throws {
    let path = try scratch.write("a.bin", msrFile(width: 1, height: 1, frames: [[7]]) + [0])
    let error = #expect(throws: RecordingError.self) {
      try Recordings.open(path: path, options: everythingSaid)
    }
    #expect(error?.kind == .invalid)
  }

  @Test func aFileThatShrinksWhileItIsReadIsAnErrorAndNoSignal() throws {
    let path = try scratch.write(
      "a", msrFile(width: 64, height: 64, frames: Array(repeating: Array(0..<4096), count: 3)))
    let recording = try Recordings.open(path: path, options: everythingSaid)
    var frame = recording.makeFrame()
    #expect(try recording.read(into: &frame) == .frame)
    truncate(path, 12 + 64 * 64 * 4 + 100)
    let error = #expect(throws: RecordingError.self) { try recording.read(into: &frame) }
    #expect(error?.kind == .truncated)
  }

  @Test func whatIsNoRecordingIsSaidSo() throws {
    let text = try scratch.write(
      "notes.txt", Array("This is a text and not a recording of depth at all.".utf8))
    #expect(#expect(throws: RecordingError.self) { try Recordings.open(path: text) }?.kind == .unknownFormat)
    let missing = #expect(throws: RecordingError.self) { try Recordings.open(path: scratch.file("none")) }
    #expect(
      missing?.description.hasSuffix(
        "none: expected a readable recording, but the system says: No such file or directory")
        == true)
    #expect(
      #expect(throws: RecordingError.self) { try Recordings.open(path: scratch.path) }?.kind == .unreadable)
  }
}
