import FlyingSocks
import Foundation

/// Reads what a connection brings, never more of it at a time than is asked for.
///
/// FlyingFox's own server reads a head byte by byte and without a limit, so that one program could keep it from all others. Here
/// a head is looked for in pieces of 4 KB and ends the connection where it is too long.
actor WireReader {
  private let socket: AsyncSocket
  private var buffer: [UInt8] = []
  /// Bytes of the present request's body that nobody took yet.
  private(set) var bodyLeft = 0
  private var isReading = false
  private var isEnded = false
  private var ending: CheckedContinuation<Void, Never>?

  init(_ socket: AsyncSocket) { self.socket = socket }

  /// Waits for a byte; false where the other side hung up instead.
  func waitForBytes() async throws -> Bool {
    if buffer.isEmpty { return try await fill() }
    return true
  }

  /// The bytes up to an empty line, without it. Throws ``WireFault/tooLong`` after `longest` bytes.
  func head(longest: Int) async throws -> [UInt8] {
    let end: [UInt8] = [13, 10, 13, 10]
    var searched = 0
    while true {
      for place in searched..<max(searched, buffer.count - 3)
      where buffer[place..<place + 4].elementsEqual(end) {
        guard place <= longest else { throw WireFault.tooLong }
        defer { buffer.removeFirst(place + 4) }
        return Array(buffer[..<place])
      }
      searched = max(0, buffer.count - 3)
      guard searched <= longest else { throw WireFault.tooLong }
      guard try await fill() else { throw WireFault.broken }
    }
  }

  /// A request's body begins.
  func expectBody(_ length: Int) { bodyLeft = length }

  /// The next bytes of the body, 1 to `most`; nil at its end, or where the other side hung up before.
  func body(atMost most: Int) async throws -> [UInt8]? {
    guard bodyLeft > 0, try await waitForBytes() else { return nil }
    let part = Array(buffer.prefix(min(most, bodyLeft)))
    buffer.removeFirst(part.count)
    bodyLeft -= part.count
    return part
  }

  /// Exactly so many bytes.
  func bytes(_ count: Int) async throws -> [UInt8] {
    while buffer.count < count {
      guard try await fill() else { throw WireFault.broken }
    }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  /// Drops what still comes, so that the answer is not lost with it (RFC 9112, 9.6); at most `most` bytes.
  func drop(atMost most: Int) async throws {
    var dropped = buffer.count
    buffer = []
    while dropped < most, try await fill() {
      dropped += buffer.count
      buffer = []
    }
  }

  /// Says that nothing more is sent.
  func sayEnd() { shutdown(socket.socket.file.rawValue, Int32(SHUT_WR)) }

  /// Closes the connection, once nobody reads from it: its number may be another's right after.
  func close() async {
    guard !isEnded else { return }
    isEnded = true
    shutdown(socket.socket.file.rawValue, Int32(SHUT_RDWR))
    if isReading { await withCheckedContinuation { ending = $0 } }
    // What cannot be closed is closed.
    try? socket.close()
  }

  private func fill() async throws -> Bool {
    guard !isEnded, !isReading else { throw WireFault.broken }
    isReading = true
    defer {
      isReading = false
      ending?.resume()
      ending = nil
    }
    do {
      buffer += try await socket.read(atMost: 4096)
      return true
    } catch SocketError.disconnected {
      return false
    }
  }
}
