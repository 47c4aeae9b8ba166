import Foundation

/// What lets a viewer in: the token that the user chose, and the cookie that a browser gets for it.
struct StudioToken: Sendable {
  private let token: String
  /// 128 random bits, new at every start.
  let session: String
  /// Browsers send cookies to every port of a host: the name keeps two studios apart.
  let cookie: String

  init(_ token: String, port: UInt16) {
    self.token = token
    var generator = SystemRandomNumberGenerator()
    session = (0..<2).map { _ in
      let bits = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - bits.count) + bits
    }.joined()
    cookie = "kinesphere_studio_\(port)"
  }

  /// Whether `text` is the token, in a time that does not tell how much of it is right.
  func isToken(_ text: String) -> Bool { Self.areEqual(text, token) }

  /// Whether a request's headers carry the cookie or `Bearer` with the token.
  func admits(cookies: String?, authorization: String?) -> Bool {
    if let authorization, authorization.hasPrefix("Bearer "), isToken(String(authorization.dropFirst(7))) {
      return true
    }
    for pair in (cookies ?? "").split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      if parts.count == 2, parts[0] == cookie, Self.areEqual(parts[1], session) { return true }
    }
    return false
  }

  /// Looks at every byte of the right text, whatever the other is.
  static func areEqual(_ given: String, _ right: String) -> Bool {
    let (one, other) = (Array(given.utf8), Array(right.utf8))
    var difference = one.count ^ other.count
    for place in other.indices {
      difference |= Int(other[place] ^ (one.isEmpty ? 0 : one[place % one.count]))
    }
    return difference == 0
  }
}
