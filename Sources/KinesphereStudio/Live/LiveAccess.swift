/// Who may watch: a rule over what a request says of itself.
///
/// Without a token only requests to this machine by name count: the `Host` must be a loopback name, which stops pages that
/// bend their own name to this address (DNS rebinding). With a token it must be given: as `Authorization: Bearer TOKEN`, or
/// as `?token=TOKEN` where a browser opens the WebSocket. A page's `Origin` must be of this machine, of the server itself, or
/// listed; programs that are no browsers send none.
public struct LiveAccess: Sendable, Equatable {
  /// Why a request is turned away.
  public enum Refusal: Sendable, Equatable {
    /// 403: the `Host` is another's.
    case host
    /// 403: a page from elsewhere.
    case origin
    /// 401: no token, or another.
    case token
  }

  private let token: [UInt8]?
  private let origins: Set<String>

  /// `origins` are further pages that may watch, such as `https://stage.example`.
  public init(token: String? = nil, origins: Set<String> = []) {
    self.token = token.map { Array($0.utf8) }
    self.origins = Set(origins.map { $0.lowercased() })
  }

  /// Judges the headers `Host`, `Origin` and `Authorization`, and the query's `token`; nil: welcome.
  public func refusal(
    host: String?, origin: String?, authorization: String? = nil, query: String? = nil
  ) -> Refusal? {
    let host = host?.lowercased() ?? ""
    if token == nil, !Self.isLoopback(Self.name(host)) { return .host }
    if let origin = origin?.lowercased(), !isWelcome(origin, at: host) { return .origin }
    guard let token else { return nil }
    let bearer = authorization.flatMap { text -> String? in
      let words = text.split(separator: " ", maxSplits: 1)
      return words.count == 2 && words[0].lowercased() == "bearer" ? String(words[1]) : nil
    }
    guard let given = bearer ?? query, Self.isSame(Array(given.utf8), token) else { return .token }
    return nil
  }

  private func isWelcome(_ origin: String, at host: String) -> Bool {
    if origins.contains(origin) { return true }
    guard let start = origin.range(of: "://") else { return false }
    let authority = String(origin[start.upperBound...])
    return Self.isLoopback(Self.name(authority)) || authority == host
  }

  /// `host` without its port.
  static func name(_ host: String) -> String {
    if host.hasPrefix("[") { return host.firstIndex(of: "]").map { String(host[...$0]) } ?? host }
    return host.firstIndex(of: ":").map { String(host[..<$0]) } ?? host
  }

  /// Whether a name means this machine, whoever asks.
  static func isLoopback(_ name: String) -> Bool {
    ["127.0.0.1", "localhost", "[::1]", "::1"].contains(name)
  }

  /// Compares in a time that says nothing of where two texts differ.
  private static func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    var difference: UInt8 = 0
    for index in one.indices { difference |= one[index] ^ other[index] }
    return difference == 0
  }
}
