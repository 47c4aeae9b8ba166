import Foundation
import KinesphereData
import Testing

struct PointSequenceTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func file(frames: UInt32 = 2, values: [Float], times: [Float] = []) -> [UInt8] {
    pointFile(points: 2, dimensions: 3, frames: frames, flags: times.isEmpty ? 0 : 1)
      + (values + times).flatMap { bytes($0.bitPattern) }
  }

  private static let values = (0..<12).map(Float.init)

  @Test func placesAndTimesAreRead() throws {
    let points = try PointSequence(path: scratch.write("a.skl", file(values: Self.values)))
    #expect(points.frameCount == 2 && points.rate == 30 && points.times == [0, 1.0 / 30])
    #expect(points.place(frame: 1, point: 1) == SIMD3(9, 10, 11))
    #expect(points.names == ["0", "1"])
    let timed = try PointSequence(path: scratch.write("b.skl", file(values: Self.values, times: [0.5, 2])))
    #expect(timed.times == [0.5, 2])
  }

  @Test func namesComeFromTheListBeside() throws {
    _ = try scratch.write("JOINTS.txt", Array("root\nhead\n".utf8))
    let points = try PointSequence(path: scratch.write("a.skl", file(values: Self.values)))
    #expect(points.index(of: "head") == 1 && points.index(of: "foot") == nil)
  }

  @Test(arguments: [UInt32(1), 3, .max])
  func aLyingFrameCountIsRefused(_ frames: UInt32) throws {
    let path = try scratch.write("a.skl", file(frames: frames, values: Self.values))
    #expect(throws: RecordingError.self) { try PointSequence(path: path) }
  }
}
