import Foundation
import Kinesphere
import KinesphereData
import Testing

struct RawStreamTests {
  /// A pipe with these bytes in it, closed by the sender.
  private func stream(
    _ bytes: [UInt8], byteOrder: ByteOrder = .littleEndian, unit: DepthUnit = .millimetre, rate: Double? = 30
  ) throws -> (RawStreamRecording, Pipe) {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
    try pipe.fileHandleForWriting.close()
    let recording = try RawStreamRecording(
      fileDescriptor: pipe.fileHandleForReading.fileDescriptor, camera: smallCamera(width: 3, height: 2),
      unit: unit,
      byteOrder: byteOrder, rate: rate)
    return (recording, pipe)
  }

  private static let pixels: [UInt16] = [0, 1, 256, 1000, 40000, 65535]
  private static let little = pixels.flatMap { bytes($0) }
  private static let big = pixels.flatMap { bytes($0).reversed() }

  @Test func bothByteOrdersGiveTheSameMillimetres() throws {
    for (data, order) in [(Self.little, ByteOrder.littleEndian), (Self.big, .bigEndian)] {
      let (recording, pipe) = try stream(data + data, byteOrder: order)
      var frame = recording.makeFrame()
      for index in 0..<2 {
        #expect(try recording.read(into: &frame) == .frame)
        #expect(frame.depth.storage == Self.pixels)
        #expect(frame.time == Double(index) / 30)
      }
      #expect(try recording.read(into: &frame) == .end)
      #expect(try recording.read(into: &frame) == .end)
      withExtendedLifetime(pipe) {}
    }
  }

  @Test func anotherUnitIsConvertedAndClamped() throws {
    let (recording, pipe) = try stream(Self.little, unit: DepthUnit(name: "half", millimetres: 2.5))
    var frame = recording.makeFrame()
    #expect(try recording.read(into: &frame) == .frame)
    #expect(frame.depth.storage == [0, 3, 640, 2500, 65535, 65535])
    withExtendedLifetime(pipe) {}
  }

  @Test func anIncompleteLastFrameIsMarkedWithItsSizes() throws {
    let (recording, pipe) = try stream(Self.little + [1, 2, 3])
    var frame = recording.makeFrame()
    #expect(try recording.read(into: &frame) == .frame)
    #expect(
      try recording.read(into: &frame)
        == .damaged(reason: "frame 1: expected 12 bytes, but the stream ended after 3"))
    #expect(try recording.read(into: &frame) == .end)
    withExtendedLifetime(pipe) {}
  }

  @Test func arrivalTimesAscendFromZero() throws {
    let (recording, pipe) = try stream(Self.little + Self.little, rate: nil)
    var frame = recording.makeFrame()
    #expect(try recording.read(into: &frame) == .frame)
    #expect(frame.time == 0)
    #expect(try recording.read(into: &frame) == .frame)
    #expect(frame.time >= 0 && frame.time < 10)
    #expect(recording.header.frameCount == nil)
    withExtendedLifetime(pipe) {}
  }

  @Test func aClosedDescriptorIsAnError() throws {
    let recording = try RawStreamRecording(
      fileDescriptor: -1, camera: smallCamera(width: 3, height: 2), unit: .millimetre)
    var frame = recording.makeFrame()
    #expect(throws: RecordingError.self) { try recording.read(into: &frame) }
  }
}
