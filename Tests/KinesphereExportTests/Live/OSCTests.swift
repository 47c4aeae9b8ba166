import Foundation
import Kinesphere
import KinesphereExport
import Testing

@Suite struct OSCTests {
  private func packets(_ writer: OSCWriter) -> [[UInt8]] {
    (0..<writer.packetCount).map { writer.withPacket($0) { Array($0) } }
  }

  @Test func theSpecificationsOwnExamplesComeOutByteByByte() {
    // opensoundcontrol.org/spec-1_0-examples: /oscillator/4/frequency with 440.0, and /foo with i i s f f.
    var writer = OSCWriter()
    writer.start()
    writer.begin(OSCHead("/oscillator/4/frequency", [.float32]))
    writer.append(440 as Float)
    writer.end()
    let expected: [UInt8] =
      Array("#bundle\0".utf8) + [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 32]
      + Array("/oscillator/4/frequency\0".utf8)
      + Array(",f\0\0".utf8) + [0x43, 0xDC, 0, 0]
    #expect(packets(writer) == [expected])

    writer.start()
    writer.begin(OSCHead("/foo", [.int32, .int32, .string, .float32, .float32]))
    writer.append(1000 as Int32)
    writer.append(-1 as Int32)
    writer.append("hello")
    writer.append(1.234 as Float)
    writer.append(5.678 as Float)
    writer.end()
    let message: [UInt8] = [
      0x2F, 0x66, 0x6F, 0x6F, 0, 0, 0, 0, 0x2C, 0x69, 0x69, 0x73, 0x66, 0x66, 0, 0, 0, 0, 0x03, 0xE8, 0xFF,
      0xFF,
      0xFF, 0xFF, 0x68, 0x65, 0x6C, 0x6C, 0x6F, 0, 0, 0, 0x3F, 0x9D, 0xF3, 0xB6, 0x40, 0xB5, 0xB2, 0x2D,
    ]
    #expect(packets(writer)[0].dropFirst(20) == message[...])
  }

  @Test func everyTypeComesBack() throws {
    var generator = SystemRandomNumberGenerator()
    for length in 0..<20 {
      let text = String(repeating: "ä", count: length / 2) + (length % 2 == 0 ? "" : "b")
      let blob = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let integer = Int64.random(in: .min ... .max, using: &generator)
      var writer = OSCWriter()
      writer.start(at: OSCTimeTag(unixSeconds: 1_700_000_000.25))
      writer.begin(
        OSCHead("/all", [.boolean, .int64, .string, .blob, .float64, .boolean, .timeTag, .int32, .float32]))
      writer.append(true)
      writer.append(integer)
      writer.append(text)
      writer.append(blob: blob)
      writer.append(Double.pi)
      writer.append(false)
      writer.append(OSCTimeTag.immediately)
      writer.append(Int32.min)
      writer.append(Float.leastNonzeroMagnitude)
      writer.end()
      let packet = try OSCPacket(packets(writer)[0])
      guard case .bundle(let time, let elements) = packet else {
        Issue.record("no bundle")
        return
      }
      #expect(abs(time.unixSeconds - 1_700_000_000.25) < 1e-6)
      #expect(
        elements == [
          .message(
            address: "/all",
            arguments: [
              .boolean(true), .int64(integer), .string(text), .blob(blob), .float64(.pi), .boolean(false),
              .timeTag(.immediately), .int32(.min), .float32(.leastNonzeroMagnitude),
            ])
        ])
    }
  }

  @Test func aFrameTooLargeForAPacketGoesOnInAnother() throws {
    let head = OSCHead("/number", [.int32])
    var writer = OSCWriter(mostBytes: 64)
    writer.start()
    for number in 0..<7 as Range<Int32> {
      writer.begin(head)
      writer.append(number)
      writer.end()
    }
    let all = packets(writer)
    #expect(all.allSatisfy { $0.count <= 64 && $0.count % 4 == 0 } && all.count == 4)
    let arguments = try all.flatMap { try OSCPacket($0).messages.flatMap(\.arguments) }
    #expect(arguments == (0..<7).map { .int32($0) })
  }

  @Test func damagedPacketsAreToldAndNeverBelieved() throws {
    var writer = OSCWriter()
    writer.start()
    writer.begin(OSCHead("/a", [.string, .blob, .int64]))
    writer.append("text")
    writer.append(blob: [1, 2, 3])
    writer.append(7 as Int64)
    writer.end()
    let packet = packets(writer)[0]
    for end in 0..<packet.count where end != 16 {
      #expect(throws: OSCError.self) { try OSCPacket(Array(packet[..<end])) }
    }
    // Any byte changed: read or refused, never more than what is there.
    var generator = SystemRandomNumberGenerator()
    for place in packet.indices {
      var damaged = packet
      damaged[place] = UInt8.random(in: 0...255, using: &generator)
      _ = try? OSCPacket(damaged)
    }
    var nested: [UInt8] = Array("/a\0\0,\0\0\0".utf8)
    for _ in 0..<9 {
      let size = UInt32(nested.count)
      nested =
        Array("#bundle\0".utf8) + [0, 0, 0, 0, 0, 0, 0, 1] + withUnsafeBytes(of: size.bigEndian) { Array($0) }
        + nested
    }
    #expect(throws: OSCError.self) { try OSCPacket(nested) }
  }

  @Test func addressesThatArePatternsAreNone() {
    #expect(OSCHead.isAddress("/kinesphere/0/left_wrist"))
    for text in ["", "a", "/a b", "/a*", "/[a]", "/{a,b}", "/a?", "/ä"] { #expect(!OSCHead.isAddress(text)) }
  }

  @Test func unknownPointsAreNotSentAndNobodyIsAFrameAlone() throws {
    var tracked = TrackedFrame(index: 7, time: 0.25, status: .ok)
    tracked.pose = Pose(points: (0..<18).map { SIMD3(Float($0), 1, 2) }, confidence: 0.5)
    tracked.pose[.leftWrist] = SIMD3(repeating: .nan)
    var writer = OSCWriter()
    writer.start()
    KeyPointMessages(dancer: 3).write(tracked, to: &writer)
    let messages = try packets(writer).flatMap { try OSCPacket($0).messages }
    #expect(messages[0].address == "/kinesphere/frame")
    #expect(messages[0].arguments == [.int32(7), .float32(0.25), .string("ok")])
    #expect(
      !messages.contains {
        $0.address == "/kinesphere/3/left_wrist"
          || $0.address.contains("left_elbow") && $0.address.contains("angle")
      })
    let foot = try #require(messages.first { $0.address == "/kinesphere/3/right_foot" })
    #expect(foot.arguments == [.float32(17), .float32(1), .float32(2), .float32(0.5)])

    writer.start()
    KeyPointMessages().write(TrackedFrame(index: 8, time: 1, status: .empty), to: &writer)
    let nobody = try packets(writer).flatMap { try OSCPacket($0).messages }
    #expect(nobody.map(\.address) == ["/kinesphere/frame"])
  }
}
