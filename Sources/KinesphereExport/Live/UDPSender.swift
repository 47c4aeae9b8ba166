import Foundation

/// Sends packets to one address and never waits: what the system does not take at once is counted and lost.
///
/// ```swift
/// let sender = try UDPSender(to: NetworkAddress(host: "127.0.0.1", port: 9000))
/// writer.withPacket(0) { sender.send($0) }
/// ```
/// The name is resolved once, when it is made. Where nobody listens, the system says so of every other packet; the stream goes
/// on, and who starts to listen gets the next one. Sending costs a system call, some 5 µs. Use one from one thread at a time.
public final class UDPSender {
  public let address: NetworkAddress
  /// Packets that the system took.
  public private(set) var sent = 0
  /// Packets that it did not take, or that nobody listened to.
  public private(set) var failed = 0
  /// What it said of the last one that it did not take.
  public private(set) var failure: Int32?
  private let descriptor: Int32

  /// Throws ``UDPError`` where the name leads nowhere, or to many receivers (broadcast, multicast) without being allowed to.
  public init(to address: NetworkAddress, allowsBroadcast: Bool = false) throws(UDPError) {
    self.address = address
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
    hints.ai_flags = AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(address.host, "\(address.port)", &hints, &list)
    guard code == 0, let first = list else {
      throw UDPError(address: address, expected: "a host that can be found", actual: Self.reason(code))
    }
    defer { freeaddrinfo(list) }
    descriptor = try Self.connected(first, address, allowsBroadcast: allowsBroadcast)
  }

  deinit { close(descriptor) }

  /// Hands a packet to the kernel; false where it does not take it, which is counted.
  @discardableResult
  public func send(_ packet: UnsafeRawBufferPointer) -> Bool {
    let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
    var count = Foundation.send(descriptor, packet.baseAddress, packet.count, flags)
    // A refusal is the answer to an earlier packet: it is counted, and this one goes out all the same.
    if count < 0, errno == EINTR || errno == ECONNREFUSED {
      if errno == ECONNREFUSED {
        failure = errno
        failed += 1
      }
      count = Foundation.send(descriptor, packet.baseAddress, packet.count, flags)
    }
    guard count < 0 else {
      sent += 1
      return true
    }
    failure = errno
    failed += 1
    return false
  }

  /// `sent 300 packets, 12 failed (Connection refused)`.
  public var summary: String {
    guard let failure, failed > 0 else { return "sent \(sent) packets" }
    return "sent \(sent) packets, \(failed) failed (\(String(cString: strerror(failure))))"
  }

  private static func connected(
    _ place: UnsafeMutablePointer<addrinfo>, _ address: NetworkAddress, allowsBroadcast: Bool
  ) throws(UDPError) -> Int32 {
    let info = place.pointee
    if !allowsBroadcast, let target = info.ai_addr, isMulticast(target) {
      throw UDPError(
        address: address, expected: "one receiver", actual: "it is a multicast address: give --broadcast")
    }
    let descriptor = socket(info.ai_family, info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), info.ai_protocol)
    guard descriptor >= 0 else { throw UDPError(address: address, code: errno) }
    if allowsBroadcast {
      var on: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_BROADCAST, &on, socklen_t(MemoryLayout<Int32>.size))
    }
    guard connect(descriptor, info.ai_addr, info.ai_addrlen) == 0 else {
      let code = errno
      close(descriptor)
      if code == EACCES && !allowsBroadcast {
        throw UDPError(
          address: address, expected: "one receiver", actual: "it is a broadcast address: give --broadcast")
      }
      throw UDPError(address: address, code: code)
    }
    return descriptor
  }

  private static func isMulticast(_ target: UnsafeMutablePointer<sockaddr>) -> Bool {
    switch Int32(target.pointee.sa_family) {
    case AF_INET:
      target.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        UInt32(bigEndian: $0.pointee.sin_addr.s_addr) >> 28 == 0xE
      }
    case AF_INET6:
      target.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
        withUnsafeBytes(of: $0.pointee.sin6_addr) { $0[0] == 0xFF }
      }
    default: false
    }
  }

  private static func reason(_ code: Int32) -> String {
    "the system says: " + (gai_strerror(code).map { String(cString: $0) } ?? "error \(code)")
  }
}
