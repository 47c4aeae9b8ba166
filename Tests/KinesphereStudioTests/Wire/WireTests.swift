import FlyingFox
import Foundation
import Testing

@testable import KinesphereStudio

/// What one connection may take of the server, over real sockets.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct WireTests {
  @Test func aHeadWithoutAnEndEndsItsConnectionAndHurtsNobody() async throws {
    try await withStudio(StudioScratch()) { client in
      let endless = Data("GET /".utf8) + Data(repeating: UInt8(ascii: "a"), count: 400_000)
      async let flood = client.raw(endless)
      async let headers = client.raw(
        Data("GET / HTTP/1.1\r\n".utf8) + Data(String(repeating: "A: b\r\n", count: 70_000).utf8))
      for _ in 0..<5 {
        let answer = await client.ask("GET", "/")
        #expect(answer.status == 200)
        #expect(answer.seconds < 2, "it took \(answer.seconds) s")
      }
      for answer in await [flood, headers] {
        #expect(answer.status == 431)
        #expect(answer.seconds < 5, "it took \(answer.seconds) s")
      }
    }
  }

  @Test func aHeadOfTheLimitIsTakenAndOneByteMoreIsNot() async throws {
    var limits = StudioLimits()
    limits.longestHead = 1000
    try await withStudio(StudioScratch(), limits: limits) { client in
      let start = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nA: "
      for (length, status) in [(1000, 200), (1001, 431)] {
        let padding = String(repeating: "b", count: length - start.utf8.count)
        #expect(await client.raw(Data((start + padding + "\r\n\r\n").utf8)).status == status)
      }
    }
  }

  @Test func aHeadThatTricklesIsCutOff() async throws {
    var limits = StudioLimits()
    limits.headSeconds = 0.5
    try await withStudio(StudioScratch(), limits: limits) { client in
      let slow = try RawClient(port: client.port)
      let start = ContinuousClock.now
      try slow.send("GET / HTTP/1.1\r\n")
      var answer = ""
      while answer.isEmpty, start.duration(to: .now) < .seconds(5) {
        try? slow.send("A")
        answer = (try? await slow.read(within: 0.1) { $0.contains("\r\n\r\n") }) ?? ""
      }
      #expect(answer.hasPrefix("HTTP/1.1 408"), "\(answer)")
    }
  }

  @Test func requestsInOnePieceAreAnsweredInTurn() async throws {
    try await withStudio(StudioScratch()) { client in
      let one = "GET /api/jobs HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
      let other = "GET /none HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
      let answer = await client.raw(Data((one + other).utf8))
      #expect(answer.status == 200)
      #expect(String(decoding: answer.body, as: UTF8.self).contains("HTTP/1.1 404"))
    }
  }

  @Test func moreConnectionsThanTheLimitAreClosedAtOnce() async throws {
    let server = WireServer(
      address: try StudioConfiguration(folder: "", command: "", port: 0).socketAddress, waits: .init(),
      limits: WireLimits(mostConnections: 2), handler: LivePaths(hub: LiveHub(), access: LiveAccess()))
    let port = try await server.listen()
    let serving = Task { try await server.run() }
    let held = try (0..<2).map { _ in try RawClient(port: port) }
    for client in held {
      try client.send("GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
      _ = try await client.read { $0.contains("200") }
    }
    let third = try RawClient(port: port)
    // It may be closed already.
    try? third.send("GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    await #expect(throws: RawClient.Failure.self) { _ = try await third.read { !$0.isEmpty } }
    held[0].close()
    try await Task.sleep(for: .milliseconds(100))
    let fourth = try RawClient(port: port)
    try fourth.send("GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    #expect(try await fourth.read { $0.contains("200") }.hasPrefix("HTTP/1.1 200"))
    await server.stop(within: 0)
    _ = await serving.result
  }

  @Test(arguments: [0, 125, 126, 65_535, 65_536])
  func aFrameSaysItsLength(count: Int) {
    let frame = WSFrame(fin: true, opcode: .text, mask: nil, payload: Data(repeating: 7, count: count))
    let start: [UInt8] =
      switch count {
      case ..<126: [0x81, UInt8(count)]
      case ..<65_536: [0x81, 126, UInt8(count >> 8), UInt8(count & 0xFF)]
      default: [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]
      }
    #expect(frame.wireBytes == Data(start) + Data(repeating: 7, count: count))
  }
}
