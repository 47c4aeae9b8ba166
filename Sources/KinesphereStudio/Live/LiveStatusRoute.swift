import FlyingFox
import Foundation

/// A hub's state as JSON, for people and scripts that watch over a stream.
struct LiveStatusRoute: HTTPHandler {
  let hub: LiveHub
  let access: LiveAccess

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    if let refusal = access.refusal(of: request) {
      // Guessing is slow.
      if refusal == .token { try await Task.sleep(for: .seconds(1)) }
      return HTTPResponse(refusal)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return HTTPResponse(
      statusCode: .ok,
      headers: [
        .contentType: "application/json", .cacheControl: "no-store",
        HTTPHeader("X-Content-Type-Options"): "nosniff",
      ], body: try encoder.encode(hub.status))
  }
}
