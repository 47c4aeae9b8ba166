import Kinesphere

/// Poses or targets that cannot be used.
public struct PostureError: Error, Equatable, Sendable, CustomStringConvertible {
  public let file: String
  public let expected: String
  public let actual: String

  public init(file: String, expected: String, actual: String) {
    (self.file, self.expected, self.actual) = (file, expected, actual)
  }

  /// One line, whatever the file holds: what breaks lines is shown as its code.
  public var description: String {
    let text = "\(file): expected \(expected), but \(actual)"
    return text.unicodeScalars.reduce(into: "") { line, scalar in
      let isPlain =
        scalar.value >= 32 && !(127..<160).contains(scalar.value)
        && scalar.value != 0x2028 && scalar.value != 0x2029
      line += isPlain ? String(scalar) : scalar.escaped(asASCII: true)
    }
  }
}
