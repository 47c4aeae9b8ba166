import Foundation
import KinesphereStudio
import Testing

/// Over real sockets.
@Suite struct LiveServerTests {
  private func request(_ path: String, host: String = "127.0.0.1", extra: String = "") -> String {
    "GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\(extra)\r\n"
  }

  private let upgrade = [
    "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  ].map { $0 + "\r\n" }.joined()

  @Test func linesArriveAsTextMessagesAndAnEndIsAnEnd() async throws {
    let hub = LiveHub()
    hub.greet(with: Array("header".utf8))
    let server = LiveServer(hub: hub, configuration: .init(port: 0))
    let port = try await server.start()
    let client = try RawClient(port: port)
    try client.send(request("/live", extra: upgrade))
    let answer = try await client.read { $0.contains("header") }
    #expect(answer.hasPrefix("HTTP/1.1 101"))
    #expect(answer.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), "RFC 6455's own example")
    hub.publish(Array("{\"index\": 0}".utf8))
    let text = try await client.read { $0.contains("index") }
    // FIN and text, no mask, 12 bytes.
    #expect(client.bytes.suffix(14) == [0x81, 12] + Array("{\"index\": 0}".utf8), "\(text)")
    #expect(hub.viewerCount == 1)
    client.close()
    for _ in 0..<100 where hub.viewerCount > 0 { try await Task.sleep(for: .milliseconds(20)) }
    #expect(hub.viewerCount == 0)
    await server.stop()
  }

  /// A browser that opens the address is told what this is, and counts as nobody.
  @Test func whoDoesNotSpeakWebSocketIsNoViewer() async throws {
    let hub = LiveHub()
    let server = LiveServer(hub: hub, configuration: .init(port: 0))
    let port = try await server.start()
    let client = try RawClient(port: port)
    try client.send(request("/"))
    let answer = try await client.read { $0.contains("studio") }
    #expect(answer.hasPrefix("HTTP/1.1 426") && answer.lowercased().contains("upgrade: websocket"))
    let other = try RawClient(port: port)
    try other.send(request("/live", extra: "Upgrade: h2c\r\nConnection: Upgrade\r\n"))
    #expect(try await other.read { $0.contains("studio") }.hasPrefix("HTTP/1.1 426"))
    #expect(hub.status.joined == 0)
    await server.stop()
  }

  @Test func theEndIsSaidAfterWhatWaits() async throws {
    let hub = LiveHub()
    let server = LiveServer(hub: hub, configuration: .init(port: 0))
    let client = try RawClient(port: try await server.start())
    try client.send(request("/live", extra: upgrade))
    _ = try await client.read { $0.contains("\r\n\r\n") }
    hub.publish(Array("last".utf8))
    hub.finish()
    let text = try await client.read { $0.contains("Going Away") }
    #expect(text.contains("last"))
    // FIN and close, 12 bytes: 1001 and its reason.
    #expect(client.bytes.suffix(14).prefix(4) == [0x88, 12, 0x03, 0xE9])
    await server.stop()
  }

  @Test func descriptorsOfViewersWhoLeaveComeBack() async throws {
    let hub = LiveHub()
    let server = LiveServer(hub: hub, configuration: .init(port: 0))
    let port = try await server.start()
    var counts: [Int] = []
    for round in 0..<6 {
      let clients = try (0..<20).map { _ in try RawClient(port: port) }
      for client in clients { try client.send(request("/live", extra: upgrade)) }
      for client in clients { _ = try await client.read { $0.contains("101") } }
      hub.publish(Array("frame \(round)".utf8))
      for client in clients { _ = try await client.read { $0.contains("frame \(round)") } }
      // Half of them hang up in the middle of a stream, half reset.
      for (index, client) in clients.enumerated() { client.close(resetting: index % 2 == 0) }
      for _ in 0..<50 {
        hub.publish(Array("more".utf8))
        if hub.viewerCount == 0 { break }
        try await Task.sleep(for: .milliseconds(20))
      }
      try await Task.sleep(for: .milliseconds(50))
      counts.append(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count)
    }
    #expect(hub.viewerCount == 0)
    // Other suites open and close files of their own meanwhile.
    #expect((counts.last ?? .max) < (counts.first ?? 0) + 20, "\(counts)")
    await server.stop()
  }

  @Test(arguments: [
    ("/live", "evil.example", "", "403"), ("/live", "127.0.0.1", "Origin: https://evil.example\r\n", "403"),
    ("/status", "evil.example", "", "403"), ("/status", "127.0.0.1", "", "200"),
    ("/live", "127.0.0.1", "", "426"),
    ("/../etc/passwd", "127.0.0.1", "", "404"),
  ])
  func requestsAreJudged(path: String, host: String, extra: String, status: String) async throws {
    let server = LiveServer(hub: LiveHub(), configuration: .init(port: 0))
    let client = try RawClient(port: try await server.start())
    try client.send(request(path, host: host, extra: extra))
    let answer = try await client.read { $0.contains("\r\n\r\n") }
    #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(answer)")
    await server.stop()
  }

  @Test func aTokenOpensIt() async throws {
    let server = LiveServer(hub: LiveHub(), configuration: .init(port: 0, token: "sesame street"))
    let port = try await server.start()
    for (extra, status) in [("", "401"), ("Authorization: Bearer sesame street\r\n", "200")] {
      let client = try RawClient(port: port)
      try client.send(request("/status", extra: extra))
      #expect(try await client.read { $0.contains("\r\n\r\n") }.hasPrefix("HTTP/1.1 \(status)"))
    }
    await server.stop()
  }

  @Test func whatCannotBeListenedToIsToldInALine() async throws {
    let first = LiveServer(hub: LiveHub(), configuration: .init(port: 0))
    let port = try await first.start()
    for (configuration, words) in [
      (LiveServer.Configuration(port: port), "Address already in use"),
      (.init(address: "0.0.0.0", port: 0), "a token"), (.init(address: "stage", port: 0), "an IPv4 address"),
      (.init(address: "203.0.113.1", port: 0, token: "t"), "assign"),
    ] {
      let server = LiveServer(hub: LiveHub(), configuration: configuration)
      let error = try await #require(throws: LiveServerError.self) { _ = try await server.start() }
      #expect(error.description.contains(words) && !error.description.contains("\n"), "\(error)")
    }
    await first.stop()
  }
}
