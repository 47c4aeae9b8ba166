import FlyingFox
import Testing

@testable import KinesphereStudio

@Suite struct RequestHeadTests {
  private func head(_ lines: String...) throws(WireFault) -> RequestHead {
    try RequestHead(Array(lines.joined(separator: "\r\n").utf8))
  }

  @Test func linesBecomeWhatTheySay() throws {
    let head = try head(
      "PUT /api/takes/1?search=a%20b HTTP/1.1", "HOST: 127.0.0.1", "content-length:  12 \t", "Cookie: a=1",
      "Cookie: b=2", "Accept: x", "Accept: y")
    #expect(head.method == .PUT && head.length == 12 && head.isKept)
    #expect(head.target == HTTPRequest.Target(path: "/api/takes/1", query: "search=a%20b"))
    #expect(head.headers[.host] == "127.0.0.1")
    #expect(head.headers[.cookie] == "a=1; b=2")
    #expect(head.headers[HTTPHeader("Accept")] == "x, y")
  }

  @Test func theConnectionIsKeptAsTheStandardSays() throws {
    #expect(try !head("GET / HTTP/1.1", "Connection: Upgrade, Close").isKept)
    #expect(try !head("GET / HTTP/1.0", "Host: a").isKept)
    #expect(try head("GET / HTTP/1.1", "Connection: keep-alive").isKept)
  }

  @Test(arguments: [
    "", "GET", "GET /", "GET / HTTP/2", "GET  / HTTP/1.1", "GET http://evil/ HTTP/1.1", "G(T / HTTP/1.1",
    "GET / HTTP/1.1 x", " GET / HTTP/1.1", "GET / HTTP/1.1\r\nHost", "GET / HTTP/1.1\r\nHost : a",
    "GET / HTTP/1.1\r\n folded: a", "GET / HTTP/1.1\r\n: a", "GET / HTTP/1.1\r\nA: b\nC: d",
    "GET / HTTP/1.1\r\nA: b\rC: d", "GET / HTTP/1.1\r\nA: \0", "GET / HTTP/1.1\r\nHost: a\r\nhost: b",
    "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1", "GET / HTTP/1.1\r\nContent-Length: +1",
    "GET / HTTP/1.1\r\nContent-Length: -1", "GET / HTTP/1.1\r\nContent-Length: 1, 1",
    "GET / HTTP/1.1\r\nContent-Length:", "GET / HTTP/1.1\r\nContent-Length: 99999999999999999999",
  ])
  func whatCanBeReadInTwoWaysIsRefused(text: String) {
    #expect(throws: WireFault.malformed) { try RequestHead(Array(text.utf8)) }
  }

  @Test func bytesThatAreNoTextAreRefused() {
    #expect(throws: WireFault.malformed) {
      try RequestHead(Array("GET /".utf8) + [0xFF] + Array(" HTTP/1.1".utf8))
    }
  }

  @Test func aBodyInChunksHasNoLength() {
    #expect(throws: WireFault.lengthMissing) { try head("POST / HTTP/1.1", "Transfer-Encoding: chunked") }
  }
}
