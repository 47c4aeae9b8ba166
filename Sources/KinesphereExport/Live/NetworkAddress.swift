/// `HOST:PORT`, as people write it: `127.0.0.1:9000`, `stage.local:39539`, `[::1]:9000`.
public struct NetworkAddress: Sendable, Equatable, CustomStringConvertible {
  public let host: String
  /// 1 to 65535.
  public let port: UInt16

  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// nil where the text is no such address. The port can be left out where there is a usual one.
  public init?(parsing text: String, port usual: UInt16? = nil) {
    var host = Substring(text)
    var port = usual
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      host = text[text.index(after: text.startIndex)..<end]
      let rest = text[text.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
      if !rest.isEmpty { port = Self.port(rest.dropFirst()) }
    } else if let colon = text.firstIndex(of: ":") {
      host = text[..<colon]
      port = Self.port(text[text.index(after: colon)...])
    }
    guard let port, !host.isEmpty, host.utf8.count <= 253,
      host.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") })
    else { return nil }
    self.init(host: String(host), port: port)
  }

  private static func port(_ text: Substring) -> UInt16? {
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    return UInt16(text).flatMap { $0 > 0 ? $0 : nil }
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
