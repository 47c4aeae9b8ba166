import FlyingFox
import Foundation

extension HTTPResponse {
  /// What a request asked for cannot be had: a status and one line for people.
  struct Refusal: Error {
    let status: HTTPStatusCode
    let message: String

    init(_ status: HTTPStatusCode, _ message: String) {
      self.status = status
      self.message = message
    }
  }

  /// A value as JSON.
  static func json(_ value: some Encodable, status: HTTPStatusCode = .ok) throws -> HTTPResponse {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return HTTPResponse(
      statusCode: status, headers: [.contentType: "application/json"], body: try encoder.encode(value))
  }

  /// Numbers for the page.
  static func bytes(_ data: Data, type: String = "application/octet-stream") -> HTTPResponse {
    HTTPResponse(
      statusCode: .ok, headers: [.contentType: type],
      body: HTTPBodySequence(data: data, suggestedBufferSize: 1 << 16))
  }

  /// One line of JSON for a refusal.
  static func refusal(_ refusal: Refusal) -> HTTPResponse {
    HTTPResponse(
      statusCode: refusal.status, headers: [.contentType: "application/json"],
      body: (try? JSONEncoder().encode(["error": refusal.message])) ?? Data())
  }

  /// The same response with what tells a browser to be strict.
  func guarded(policy: String) -> HTTPResponse {
    var response = self
    response.headers[HTTPHeader("Content-Security-Policy")] = policy
    response.headers[HTTPHeader("X-Content-Type-Options")] = "nosniff"
    response.headers[HTTPHeader("X-Frame-Options")] = "DENY"
    response.headers[HTTPHeader("Referrer-Policy")] = "no-referrer"
    response.headers[HTTPHeader("Cross-Origin-Opener-Policy")] = "same-origin"
    response.headers[HTTPHeader("Cross-Origin-Resource-Policy")] = "same-origin"
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    return response
  }
}
