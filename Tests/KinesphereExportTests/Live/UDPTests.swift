import Foundation
import KinesphereExport
import Testing

@Suite struct UDPTests {
  @Test(arguments: [
    ("127.0.0.1:9000", "127.0.0.1", 9000), ("stage.local:1", "stage.local", 1), ("[::1]:65535", "::1", 65535),
    ("host", "host", 39539), ("[fe80::1]", "fe80::1", 39539),
  ])
  func addressesAreRead(text: String, host: String, port: UInt16) {
    #expect(NetworkAddress(parsing: text, port: 39_539) == NetworkAddress(host: host, port: port))
  }

  @Test(arguments: [
    "", ":9", "a:", "a:0", "a:65536", "a:-1", "a:+1", "a:9x", "a b:9", "[::1", "[::1]9", "::1", "http://a:9",
    "ä:9",
  ])
  func whatIsNoneIsRefused(text: String) { #expect(NetworkAddress(parsing: text, port: 1) == nil) }

  @Test func whatNobodyHearsIsCountedAndTheNextPacketArrives() throws {
    let receiver = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    defer { close(receiver) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // Which port is free: bound once, closed, and bound again when the sender has met nobody.
    func bindSocket(_ file: Int32) -> Int32 {
      withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
          let code = bind(file, place, length)
          getsockname(file, place, &length)
          return code
        }
      }
    }
    let scout = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    try #require(bindSocket(scout) == 0)
    let port = UInt16(bigEndian: address.sin_port)
    close(scout)

    let sender = try UDPSender(to: NetworkAddress(host: "127.0.0.1", port: port))
    let bytes: [UInt8] = [1, 2, 3, 4]
    for _ in 0..<3 { bytes.withUnsafeBytes { _ = sender.send($0) } }
    #expect(sender.sent == 3 && sender.failed == 2 && sender.failure == ECONNREFUSED)
    #expect(sender.summary == "sent 3 packets, 2 failed (Connection refused)")
    try #require(bindSocket(receiver) == 0)
    bytes.withUnsafeBytes { _ = sender.send($0) }
    var got = [UInt8](repeating: 0, count: 16)
    #expect(recv(receiver, &got, got.count, 0) == 4 && got[..<4] == bytes[...])
  }

  @Test(arguments: [
    ("255.255.255.255:9", "broadcast"), ("239.1.2.3:9", "multicast"), ("[ff02::1]:9", "multicast"),
    ("nowhere.invalid:9", "a host that can be found"),
  ])
  func manyReceiversNeedAWordAndNobodyIsToldInALine(text: String, word: String) throws {
    let address = try #require(NetworkAddress(parsing: text))
    let error = try #require(throws: UDPError.self) { _ = try UDPSender(to: address) }
    #expect(error.description.hasPrefix(text) && error.description.contains(word), "\(error)")
    #expect(!error.description.contains("\n"))
  }
}
