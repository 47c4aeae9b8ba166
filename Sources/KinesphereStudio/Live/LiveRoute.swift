import FlyingFox
import Foundation

/// A ``LiveHub`` behind a path of any FlyingFox server: checks the request, then speaks WebSocket.
///
/// ```swift
/// await server.appendRoute("GET /live", to: LiveRoute(hub: hub, access: LiveAccess()))
/// ```
/// Each line is one text message: the header first, then frames. Of what a viewer sends only pings, which are answered, and
/// the end count. In FlyingFox's own server nothing bounds a viewer's messages; ``LiveServer`` does.
public struct LiveRoute: HTTPHandler {
  private let hub: LiveHub
  private let access: LiveAccess

  public init(hub: LiveHub, access: LiveAccess = LiveAccess()) {
    self.hub = hub
    self.access = access
  }

  public func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    if let refusal = access.refusal(of: request) {
      // Guessing is slow.
      if refusal == .token { try await Task.sleep(for: .seconds(1)) }
      return HTTPResponse(refusal)
    }
    // A browser that opened the address, not a viewer: it is not counted as one.
    guard request.headers[.upgrade]?.lowercased() == "websocket" else {
      let text =
        "a WebSocket stream: open it in the live view of 'kinesphere studio', or with any WebSocket client\n"
      return HTTPResponse(
        statusCode: .upgradeRequired, headers: [.upgrade: "websocket"], body: Data(text.utf8))
    }
    guard let viewer = hub.join() else {
      return HTTPResponse(statusCode: .serviceUnavailable, body: Data("there are too many viewers\n".utf8))
    }
    let stream = LiveStream(viewer: viewer, hub: hub)
    let response = try await WebSocketHTTPHandler(handler: stream).handleRequest(request)
    if response.statusCode != .switchingProtocols { hub.leave(viewer) }
    return response
  }
}

extension LiveAccess {
  func refusal(of request: HTTPRequest) -> Refusal? {
    refusal(
      host: request.headers[.host], origin: request.headers[HTTPHeader("Origin")],
      authorization: request.headers[.authorization],
      query: request.query.first { $0.name == "token" }?.value)
  }
}

extension HTTPResponse {
  /// Turns a request away, in a line.
  init(_ refusal: LiveAccess.Refusal) {
    switch refusal {
    case .host: self.init(statusCode: .forbidden, body: Data("ask for this machine by its own name\n".utf8))
    case .origin: self.init(statusCode: .forbidden, body: Data("this page may not watch\n".utf8))
    case .token: self.init(statusCode: .unauthorized, body: Data("the token is missing or wrong\n".utf8))
    }
  }
}
