import FlyingFox

/// A request's first line and headers (RFC 9112, 3 and 5), read strictly: what two programs could read in two ways is refused.
struct RequestHead {
  let method: HTTPMethod
  let target: HTTPRequest.Target
  let version: HTTPVersion
  let headers: HTTPHeaders
  /// Bytes of the body.
  let length: Int

  /// Headers that a request has once, or not at all.
  private static let single: Set<String> = [
    "host", "content-length", "content-type", "origin", "authorization", "sec-fetch-site",
  ]

  /// Reads all bytes up to the empty line, without it. Throws ``WireFault/malformed``, or ``WireFault/lengthMissing`` for a body
  /// in chunks.
  init(_ bytes: [UInt8]) throws(WireFault) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
    let lines = Self.lines(of: text)
    let words = lines[0].split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, !words[0].isEmpty, words[0].utf8.allSatisfy(Self.isName),
      words[1].utf8.first == UInt8(ascii: "/"), ["HTTP/1.1", "HTTP/1.0"].contains(words[2])
    else { throw .malformed }
    method = HTTPMethod(String(words[0]))
    version = HTTPVersion(String(words[2]))
    let parts = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    target = HTTPRequest.Target(path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "")
    let fields = try Self.fields(lines.dropFirst())
    guard fields["transfer-encoding"] == nil else { throw .lengthMissing }
    let said = fields["content-length"] ?? "0"
    guard said.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(said) else {
      throw .malformed
    }
    self.length = length
    headers = HTTPHeaders(Dictionary(uniqueKeysWithValues: fields.map { (HTTPHeader($0.key), $0.value) }))
  }

  /// Swift takes CR and LF for one character.
  private static func lines(of text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false) { $0 == "\r\n" }
  }

  private static func fields(_ lines: some Sequence<Substring>) throws(WireFault) -> [String: String] {
    var fields: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy(isName),
        parts[1].utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
      else { throw .malformed }
      let name = parts[0].lowercased()
      let value = parts[1].trimmingPrefix { $0 == " " || $0 == "\t" }
      let trimmed = String(value.reversed().trimmingPrefix { $0 == " " || $0 == "\t" }.reversed())
      guard let old = fields[name] else {
        fields[name] = trimmed
        continue
      }
      guard !single.contains(name) else { throw .malformed }
      fields[name] = old + (name == "cookie" ? "; " : ", ") + trimmed
    }
    return fields
  }

  /// Whether a byte may be in a method or a header's name (RFC 9110, 5.6.2).
  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  /// Whether the connection goes on after the answer.
  var isKept: Bool {
    let words = (headers[.connection] ?? "").lowercased().split(separator: ",").map {
      $0.filter { $0 != " " }
    }
    return version == .http11 && !words.contains("close")
  }
}
