import FlyingFox
import Foundation

/// Who may ask what: decided from a request's head, before anything is read or done.
///
/// - `Host` must be a loopback name or an address in numbers, so that a foreign name that was made to point here (DNS
///   rebinding) is refused.
/// - `Origin`, and what the browser says in `Sec-Fetch-Site`, must be the studio's own.
/// - Where there is a token, a request must carry it, or the cookie that the page got for it.
/// - Methods are GET, HEAD, POST and PUT; the latter two need a content type that no form of a foreign page can send.
struct StudioGate: Sendable {
  private let isLoopback: Bool
  private let limits: StudioLimits
  let token: StudioToken?
  /// The content security policy of all answers.
  let policy: String

  init(_ configuration: StudioConfiguration) throws {
    isLoopback = configuration.isLoopback
    limits = configuration.limits
    token = configuration.token.map { StudioToken($0, port: configuration.port) }
    policy = [
      "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:",
      "connect-src 'self' ws://127.0.0.1:* ws://localhost:*", "base-uri 'none'",
      "form-action 'self'", "frame-ancestors 'none'",
    ].joined(separator: "; ")
  }

  /// Files that a browser may have before it shows a token.
  private static let open: Set<String> = ["/studio.css", "/icon.svg"]

  /// Throws a refusal.
  func check(_ request: HTTPRequest) throws(HTTPResponse.Refusal) {
    guard request.target.rawValue.utf8.count <= limits.longestTarget else {
      throw HTTPResponse.Refusal(.uriTooLong, "the address is too long")
    }
    try checkHost(request.headers)
    try checkOrigin(request)
    guard [.GET, .HEAD, .POST, .PUT].contains(request.method) else {
      throw HTTPResponse.Refusal(.methodNotAllowed, "the studio knows GET, HEAD, POST and PUT")
    }
    try checkBody(request)
    guard let token, !Self.open.contains(request.path) else { return }
    let headers = request.headers
    guard token.admits(cookies: headers[.cookie], authorization: headers[.authorization]) else {
      throw HTTPResponse.Refusal(.unauthorized, "the studio asks for its token")
    }
  }

  private func checkHost(_ headers: HTTPHeaders) throws(HTTPResponse.Refusal) {
    guard let host = headers[.host], isOwn(host: host) else {
      throw HTTPResponse.Refusal(
        .forbidden, "the studio is not called by this name: use its address in numbers")
    }
  }

  /// Whether a `Host` header can be meant for this studio.
  func isOwn(host: String) -> Bool {
    let name: Substring
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return false }
      name = host[host.index(after: host.startIndex)..<end]
    } else {
      name = host.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]
    }
    if ["127.0.0.1", "localhost", "::1"].contains(name.lowercased()) { return true }
    if isLoopback { return name.hasPrefix("127.") && Self.isNumber(String(name)) }
    return Self.isNumber(String(name))
  }

  private static func isNumber(_ name: String) -> Bool {
    var (four, six) = (in_addr(), in6_addr())
    return inet_pton(AF_INET, name, &four) == 1 || inet_pton(AF_INET6, name, &six) == 1
  }

  private func checkOrigin(_ request: HTTPRequest) throws(HTTPResponse.Refusal) {
    let foreign = HTTPResponse.Refusal(.forbidden, "another page may not use the studio")
    if let origin = request.headers[HTTPHeader("Origin")] {
      guard origin == "http://\(request.headers[.host] ?? "")" else { throw foreign }
    }
    guard let site = request.headers[HTTPHeader("Sec-Fetch-Site")] else { return }
    // A link on another page may lead to the studio's page, and to nothing else.
    let isPage = request.method == .GET && request.path == "/"
    guard ["same-origin", "none"].contains(site) || isPage else { throw foreign }
  }

  private func checkBody(_ request: HTTPRequest) throws(HTTPResponse.Refusal) {
    let headers = request.headers
    guard request.method == .POST || request.method == .PUT else {
      guard headers[.transferEncoding] == nil, Int(headers[.contentLength] ?? "0") == 0 else {
        throw HTTPResponse.Refusal(.badRequest, "a question has no body")
      }
      return
    }
    guard headers[.transferEncoding] == nil, let length = Int(headers[.contentLength] ?? "") else {
      throw HTTPResponse.Refusal(.lengthRequired, "say the length of what is sent")
    }
    let type = (headers[.contentType] ?? "").split(separator: ";").first.map(String.init) ?? ""
    let isUpload = request.path == "/api/uploads"
    guard type.lowercased() == (isUpload ? "application/octet-stream" : "application/json") else {
      throw HTTPResponse.Refusal(
        .unsupportedMediaType, "expected \(isUpload ? "application/octet-stream" : "application/json")")
    }
    guard length <= (isUpload ? limits.largestUpload : limits.largestJSON) else {
      throw HTTPResponse.Refusal(.payloadTooLarge, "it is too large: \(length) bytes")
    }
  }
}
