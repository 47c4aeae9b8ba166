import Foundation

/// Sends bytes to a port of this machine and reads what comes back: requests that no proper client would send.
struct StudioClient: Sendable {
  let port: UInt16

  struct Answer: Sendable {
    let text: String
    let body: Data
    /// 0 where nothing came.
    let status: Int
    let seconds: Double

    /// A header's value.
    func header(_ name: String) -> String? {
      text.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
        .map { String($0.dropFirst(name.count + 2)) }
    }
  }

  /// Sends `head` lines, then `body`; reads until the other side closes. Waits on a thread of its own.
  func send(_ head: [String], body: Data = Data(), patience: Double = 60) async -> Answer {
    var bytes = Data((head.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    bytes.append(body)
    return await raw(bytes, patience: patience)
  }

  /// A request as the page makes it, on a connection of its own.
  func ask(
    _ method: String = "GET", _ target: String, headers: [String] = [], json: String? = nil,
    body: Data = Data()
  ) async -> Answer {
    var head = ["\(method) \(target) HTTP/1.1", "Connection: close"]
    if !headers.contains(where: { $0.hasPrefix("Host:") }) { head.append("Host: 127.0.0.1:\(port)") }
    var body = body
    if let json {
      body = Data(json.utf8)
      head.append("Content-Type: application/json")
    }
    if method == "POST" || method == "PUT" { head.append("Content-Length: \(body.count)") }
    return await send(head + headers, body: body)
  }

  func raw(_ bytes: Data, patience: Double = 60) async -> Answer {
    await withCheckedContinuation { continuation in
      Thread { continuation.resume(returning: exchange(bytes, patience)) }.start()
    }
  }

  private func exchange(_ bytes: Data, _ patience: Double) -> Answer {
    let start = ContinuousClock.now
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var limit = timeval(tv_sec: Int(patience), tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = Foundation.send(
          descriptor, buffer.baseAddress! + sent, buffer.count - sent, Int32(MSG_NOSIGNAL))
        if count <= 0 { break }
        sent += count
      }
    }
    var (received, part) = (Data(), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = recv(descriptor, &part, part.count, 0)
      if count <= 0 { break }
      received.append(contentsOf: part[..<count])
    }
    let end = received.range(of: Data("\r\n\r\n".utf8))
    let text = String(decoding: end.map { received[..<$0.lowerBound] } ?? received, as: UTF8.self)
    let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return Answer(
      text: text, body: end.map { Data(received[$0.upperBound...]) } ?? Data(), status: status,
      seconds: start.duration(to: .now) / .seconds(1))
  }
}
