import FlyingFox
import FlyingSocks
import Foundation

/// One connection: requests in, answers out, until either side ends it.
///
/// A body that the handler did not read ends the connection with the answer: it is never taken for the next request, which would
/// be a way around every check.
struct WireConnection: Sendable {
  private let socket: AsyncSocket
  private let reader: WireReader
  private let limits: WireLimits
  private let handler: any HTTPHandler

  init(_ socket: AsyncSocket, limits: WireLimits, handler: any HTTPHandler) {
    self.socket = socket
    reader = WireReader(socket)
    self.limits = limits
    self.handler = handler
  }

  /// Serves until the connection is over, then closes it.
  func serve() async {
    do {
      while try await reader.waitForBytes(), try await answerOne() {}
    } catch {
      // A connection that breaks ends like one that is closed.
    }
    await reader.close()
  }

  /// Whether the connection goes on.
  private func answerOne() async throws -> Bool {
    let head: RequestHead
    do {
      let (reader, longest) = (reader, limits.longestHead)
      head = try RequestHead(
        try await Deadline.within(limits.headSeconds) { try await reader.head(longest: longest) })
    } catch let fault as WireFault {
      try await refuse(fault)
      return false
    }
    await reader.expectBody(head.length)
    let request = HTTPRequest(
      method: head.method, version: head.version, target: head.target, headers: head.headers,
      body: HTTPBodySequence(
        from: WireBody(reader: reader), count: head.length, suggestedBufferSize: 1 << 16))
    let response = await response(to: request)
    if case .webSocket(let socket) = response.payload {
      try await speak(socket, response)
      return false
    }
    let bodyLeft = await reader.bodyLeft
    let isLast = !head.isKept || bodyLeft > 0
    try await send(response, isLast: isLast)
    if isLast { try await linger() }
    return !isLast
  }

  private func response(to request: HTTPRequest) async -> HTTPResponse {
    let handler = handler
    do {
      return try await Deadline.within(limits.requestSeconds) { try await handler.handleRequest(request) }
    } catch is HTTPUnhandledError {
      return HTTPResponse(statusCode: .notFound)
    } catch {
      return HTTPResponse(statusCode: .internalServerError)
    }
  }

  private func send(_ response: HTTPResponse, isLast: Bool) async throws {
    // Head and first part go together: a small answer is one packet.
    var waiting = response.wireHead(isLast: isLast)
    if case .httpBody(let body) = response.payload {
      for try await part in body {
        try await socket.write(waiting + part)
        waiting = Data()
      }
    }
    if !waiting.isEmpty { try await socket.write(waiting) }
  }

  /// Says why, and ends.
  private func refuse(_ fault: WireFault) async throws {
    let status: HTTPStatusCode? =
      switch fault {
      case .malformed: .badRequest
      case .tooLong: .requestHeaderFieldsTooLarge
      case .tooSlow: .requestTimeout
      case .lengthMissing: .lengthRequired
      case .broken: nil
      }
    guard let status else { return }
    try await send(HTTPResponse(statusCode: status), isLast: true)
    try await linger()
  }

  /// A connection that is closed while bytes arrive loses its answer; so some are awaited, a second and a megabyte at most.
  private func linger() async throws {
    await reader.sayEnd()
    let reader = reader
    try await Deadline.within(1) { try await reader.drop(atMost: 1 << 20) }
  }

  private func speak(_ handler: any WSHandler, _ response: HTTPResponse) async throws {
    let frames = WebSocketReader(reader, longestMessage: limits.longestMessage)
    let answers = try await handler.makeFrames(for: AsyncThrowingStream { try await frames.next() })
    try await socket.write(response.wireHead(isLast: false))
    for await frame in answers { try await socket.write(frame.wireBytes) }
  }
}
