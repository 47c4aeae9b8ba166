import FlyingFox

/// What each path of a ``LiveServer`` answers with.
struct LivePaths: HTTPHandler {
  let hub: LiveHub
  let access: LiveAccess

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    switch (request.method, request.path) {
    case (.GET, "/"), (.GET, "/live"): try await LiveRoute(hub: hub, access: access).handleRequest(request)
    case (.GET, "/status"): try await LiveStatusRoute(hub: hub, access: access).handleRequest(request)
    default: HTTPResponse(statusCode: .notFound)
    }
  }
}
