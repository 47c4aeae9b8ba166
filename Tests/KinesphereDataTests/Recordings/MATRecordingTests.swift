import Foundation
import Kinesphere
import Testing
import _KinesphereTestSupport

@testable import KinesphereData

struct MATRecordingTests {
  let scratch: Scratch
  private static let pictures: [[UInt16]] = [[0, 1, 2, 300, 4, 5], [10, 11, 12, 13, 14, 65535]]

  init() throws { scratch = try Scratch() }

  private func pictures(_ file: [UInt8], options: RecordingOptions = everythingSaid) throws -> [[UInt16]] {
    let recording = try Recordings.open(path: scratch.write("a.mat", file), options: options)
    var frame = recording.makeFrame()
    var result: [[UInt16]] = []
    while try recording.read(into: &frame) == .frame { result.append(frame.depth.storage) }
    return result
  }

  private func failure(_ file: [UInt8]) throws -> RecordingError? {
    let error = #expect(throws: RecordingError.self) { try pictures(file) }
    #expect(error?.description.contains("\n") == false)
    return error
  }

  @Test func columnsBecomeRowsPlainAndCompressed() throws {
    let plain = MATBuilder.depth(Self.pictures, width: 3, height: 2)
    #expect(try pictures(MATBuilder.file(plain)) == Self.pictures)
    #expect(try pictures(MATBuilder.file(MATBuilder.compressed(plain))) == Self.pictures)
  }

  @Test func everyNumberTypeIsRead() throws {
    let values = MATBuilder.columnMajor([[0, 1, 2, 100, 4, 5]], width: 3, height: 2)
    let stored: [(UInt32, [UInt8])] = [
      (1, values.flatMap { bytes(Int8($0)) }), (2, values.flatMap { bytes(UInt8($0)) }),
      (3, values.flatMap { bytes(Int16($0)) }), (4, values.flatMap { bytes(UInt16($0)) }),
      (5, values.flatMap { bytes(Int32($0)) }), (6, values.flatMap { bytes(UInt32($0)) }),
      (7, values.flatMap { bytes(Float($0).bitPattern) }),
      (9, values.flatMap { bytes(Double($0).bitPattern) }),
      (12, values.flatMap { bytes(Int64($0)) }), (13, values.flatMap { bytes(UInt64($0)) }),
    ]
    for (type, data) in stored {
      let matrix = MATBuilder.matrix("depth", [2, 3, 1], kind: 6, storage: type, data)
      #expect(
        try pictures(MATBuilder.file(MATBuilder.compressed(matrix))) == [[0, 1, 2, 100, 4, 5]], "type \(type)"
      )
    }
  }

  @Test func negativeAndMissingNumbersAreNoReadings() throws {
    let values: [Double] = [-5, .nan, 12.4, 12.6, .infinity, 1e30]
    let data = MATBuilder.columnMajor([values], width: 3, height: 2).flatMap { bytes($0.bitPattern) }
    let matrix = MATBuilder.matrix("depth", [2, 3], kind: 6, storage: 9, data)
    #expect(try pictures(MATBuilder.file(matrix)) == [[0, 0, 12, 13, 65535, 65535]])
  }

  @Test func theCardComesByVariableAndName() throws {
    let picture = [UInt16](repeating: 2000, count: 320 * 240)
    let file = MATBuilder.file(MATBuilder.compressed(MATBuilder.depth([picture], width: 320, height: 240)))
    let header = try Recordings.open(path: scratch.write("a1_s2_t3_depth.mat", file)).header
    #expect(header.card == .utdMHAD && header.camera == .kinect1 && header.unit == .millimetre)
    #expect(throws: RecordingError.self) { try Recordings.open(path: scratch.write("other.mat", file)) }
  }

  @Test func otherArraysArePassedOver() throws {
    let other = MATBuilder.matrix("note", [1, 2], kind: 4, storage: 4, bytes(UInt16(65), UInt16(66)))
    let depth = MATBuilder.depth(Self.pictures, width: 3, height: 2, name: "anything")
    #expect(try pictures(MATBuilder.file(other, MATBuilder.compressed(depth))) == Self.pictures)
  }

  @Test func swappedBytesAndHDF5AreNamed() throws {
    let matrix = MATBuilder.depth(Self.pictures, width: 3, height: 2)
    let swapped = try failure(MATBuilder.header(version: 0x0001, mark: [0x4D, 0x49]) + matrix)
    #expect(swapped?.description.contains("bytes are swapped") == true)
    let hdf5 = try failure(MATBuilder.header(version: 0x0200) + matrix)
    #expect(hdf5?.description.contains("v7.3") == true)
  }

  @Test func everyTruncationIsAnError() throws {
    let whole = MATBuilder.file(MATBuilder.compressed(MATBuilder.depth(Self.pictures, width: 3, height: 2)))
    for length in 6..<whole.count {
      let path = try scratch.write("cut.mat", Array(whole[..<length]))
      #expect(throws: RecordingError.self, "\(length)") {
        try RecordingInspection(of: path).error.map {
          throw RecordingError(.invalid, file: $0, expected: "", actual: "")
        }
      }
    }
  }

  @Test func aLyingShapeIsRefusedBeforeAnythingIsAllocated() throws {
    let data = [UInt8](repeating: 1, count: 12)
    for shape in [
      [8192, 8192, 1], [2_000_000_000, 2_000_000_000, 2_000_000_000], [2, 3, 4_000_000], [-1, 3, 2],
    ] {
      let matrix = MATBuilder.matrix("d_depth", shape, storage: 4, data)
      #expect(try failure(MATBuilder.file(MATBuilder.compressed(matrix)))?.kind == .invalid)
    }
    // The data's own size lies too, consistently with the shape.
    let head =
      MATBuilder.element(6, bytes(UInt32(11), UInt32(0)))
      + MATBuilder.element(5, bytes(Int32(8192), Int32(8192), Int32(10)))
      + MATBuilder.element(1, Array("d_depth".utf8))
      + bytes(UInt32(4), UInt32(8192 * 8192 * 10 * 2)) + data
    let lying = MATBuilder.compressed(bytes(UInt32(14), UInt32(head.count)) + head)
    #expect(try failure(MATBuilder.file(lying))?.kind == .truncated)
  }

  @Test func aCorruptStreamEndsWithAnError() throws {
    var generator = SeededGenerator(seed: 9)
    let picture = randomPicture(width: 64, height: 48, using: &generator).storage
    var file = MATBuilder.file(
      MATBuilder.compressed(MATBuilder.depth([picture, picture], width: 64, height: 48)))
    file[file.count - 2] ^= 0xFF  // the checksum
    #expect(try failure(file)?.description.contains("zlib") == true)
  }

  @Test func aFileThatShrinksWhileItIsReadIsAnErrorAndNoEndlessLoop() throws {
    var generator = SeededGenerator(seed: 10)
    let pictures = (0..<40).map { _ in randomPicture(width: 160, height: 120, using: &generator).storage }
    let path = try scratch.write(
      "a.mat",
      MATBuilder.file(MATBuilder.compressed(MATBuilder.depth(pictures, width: 160, height: 120))))
    let recording = try Recordings.open(path: path, options: everythingSaid)
    var frame = recording.makeFrame()
    #expect(try recording.read(into: &frame) == .frame)
    #expect(truncate(path, 100_000) == 0)
    #expect(throws: RecordingError.self) { while try recording.read(into: &frame) == .frame {} }
  }

  @Test func memoryIsThatOfAFrameWhateverTheLength() throws {
    let picture = [UInt16](repeating: 1234, count: 160 * 120)
    let file = MATBuilder.file(
      MATBuilder.compressed(MATBuilder.depth(Array(repeating: picture, count: 50), width: 160, height: 120)))
    let recording = try Recordings.open(path: scratch.write("a.mat", file), options: everythingSaid)
    var frame = recording.makeFrame()
    let before = frame.depth.storage.withUnsafeBufferPointer { $0.baseAddress }
    var count = 0
    while try recording.read(into: &frame) == .frame { count += 1 }
    #expect(count == 50)
    #expect(frame.depth.storage.withUnsafeBufferPointer { $0.baseAddress } == before)
  }
}
