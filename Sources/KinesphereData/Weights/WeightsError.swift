/// What is wrong with a weights file or the wish to write one: one line with file, expected and actual.
public struct WeightsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of thing went wrong.
  public enum Kind: String, Sendable, Codable {
    /// The file cannot be opened or read.
    case unreadable
    /// It is no safetensors file, or a damaged one.
    case malformed
    /// It is sound, but holds another network.
    case mismatch
    /// Writing failed.
    case unwritable
  }

  public let kind: Kind
  /// The file, or a name for what is no file.
  public let file: String
  /// What should have been there.
  public let expected: String
  /// What was there.
  public let actual: String

  public init(_ kind: Kind, file: String, expected: String, actual: String) {
    self.kind = kind
    self.file = file
    self.expected = expected
    self.actual = actual
  }

  /// One line: file, expected, actual.
  public var description: String { "\(file): expected \(expected), but \(actual)".oneLine }
}
