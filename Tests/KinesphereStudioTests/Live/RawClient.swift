import Foundation

/// A TCP connection to this machine that reads and writes bytes as they are.
final class RawClient: @unchecked Sendable {
  struct Failure: Error { let what: String }

  private var descriptor: Int32
  /// What was read since the last ``send(_:)`` or ``read(until:)``.
  private(set) var bytes: [UInt8] = []

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { [descriptor] in
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else { throw Failure(what: "connect: \(String(cString: strerror(errno)))") }
  }

  deinit { close() }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    guard Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      throw Failure(what: "send: \(String(cString: strerror(errno)))")
    }
  }

  /// Reads until what came satisfies a condition; throws after `seconds`.
  func read(within seconds: Double = 5, until isEnough: (String) -> Bool) async throws -> String {
    bytes = []
    let start = ContinuousClock.now
    while true {
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = recv(descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
      if count > 0 { bytes += chunk[..<count] }
      let text = String(decoding: bytes, as: UTF8.self)
      if isEnough(text) { return text }
      guard count != 0, start.duration(to: .now) < .seconds(seconds) else {
        throw Failure(what: "it ended or was silent after '\(text)'")
      }
      if count < 0 { try await Task.sleep(for: .milliseconds(5)) }
    }
  }

  /// Hangs up; `resetting` without the usual farewell.
  func close(resetting: Bool = false) {
    guard descriptor >= 0 else { return }
    if resetting {
      var linger = linger(l_onoff: 1, l_linger: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    }
    Foundation.close(descriptor)
    descriptor = -1
  }
}
