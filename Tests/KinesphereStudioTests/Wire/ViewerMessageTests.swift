import Foundation
import KinesphereStudio
import Testing

/// What a viewer may send over its WebSocket.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct ViewerMessageTests {
  /// A masked frame; its mask is zero, so that its payload is as it is.
  private func frame(_ first: UInt8, said: Int, payload: Int? = nil) -> [UInt8] {
    let length: [UInt8] =
      switch said {
      case 0..<126: [0x80 | UInt8(said)]
      case 126..<65_536: [0xFE, UInt8(said >> 8), UInt8(said & 0xFF)]
      default: [0xFF] + (0..<8).map { UInt8(said >> (56 - 8 * $0) & 0xFF) }
      }
    return [first] + length + [0, 0, 0, 0] + [UInt8](repeating: 0x61, count: payload ?? said)
  }

  private func viewer(_ port: UInt16) async throws -> RawClient {
    let client = try RawClient(port: port)
    try client.send(
      "GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
    _ = try await client.read { $0.contains("101") }
    return client
  }

  /// How many watch after a viewer sent this and another stayed; 2 where it is still there after `seconds`.
  private func viewers(after bytes: [UInt8], seconds: Double) async throws -> Int {
    let hub = LiveHub()
    let server = LiveServer(hub: hub, configuration: .init(port: 0))
    let port = try await server.start()
    let (one, other) = (try await viewer(port), try await viewer(port))
    #expect(hub.viewerCount == 2)
    try one.send(bytes)
    for _ in 0..<Int(seconds * 50) where hub.viewerCount == 2 { try await Task.sleep(for: .milliseconds(20)) }
    hub.publish(Array("still here".utf8))
    _ = try await other.read { $0.contains("still here") }
    let count = hub.viewerCount
    await server.stop(within: 0.1)
    return count
  }

  /// Clients give up a server that does not answer.
  @Test func aPingIsAnsweredWithItsBytes() async throws {
    let server = LiveServer(hub: LiveHub(), configuration: .init(port: 0))
    let client = try await viewer(try await server.start())
    try client.send(frame(0x89, said: 3))
    _ = try await client.read { $0.contains("aaa") }
    #expect(client.bytes == [0x8A, 3, 0x61, 0x61, 0x61])
    await server.stop(within: 0.1)
  }

  @Test func aMessageOfTheLimitIsTaken() async throws {
    #expect(try await viewers(after: frame(0x82, said: 65_536), seconds: 0.5) == 2)
    #expect(
      try await viewers(
        after: frame(0x02, said: 65_535) + frame(0x89, said: 3) + frame(0x80, said: 1), seconds: 0.5)
        == 2)
  }

  @Test func aLongerOneEndsItsConnectionBeforeItCame() async throws {
    for said in [65_537, 1 << 20, 1 << 62, Int.min] {
      #expect(try await viewers(after: frame(0x82, said: said, payload: 0), seconds: 5) == 1, "\(said) bytes")
    }
  }

  @Test func manyFramesOfOneMessageCountTogether() async throws {
    let bytes = frame(0x02, said: 40_000) + frame(0x00, said: 40_000, payload: 0)
    #expect(try await viewers(after: bytes, seconds: 5) == 1)
  }

  /// Without a mask, of an extension, of an unknown kind, a long ping, a cut ping, a continuation of nothing.
  @Test(
    arguments: [
      [0x81, 0x01, 0x61], [0xC1, 0x80, 0, 0, 0, 0], [0x83, 0x80, 0, 0, 0, 0], [0x89, 0xFE, 0, 126],
      [0x09, 0x80, 0, 0, 0, 0], [0x80, 0x80, 0, 0, 0, 0],
    ] as [[UInt8]])
  func whatIsNoFrameEndsItsConnection(bytes: [UInt8]) async throws {
    #expect(try await viewers(after: bytes, seconds: 5) == 1)
  }
}
