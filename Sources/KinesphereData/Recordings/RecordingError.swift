/// What is wrong with a file, a stream or the wish to write one: one clear line with what was expected and
/// what was found.
public struct RecordingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What kind of thing went wrong.
  public enum Kind: String, Sendable, Codable {
    /// The file cannot be opened or read.
    case unreadable
    /// The content belongs to no format that is read here.
    case unknownFormat
    /// The file ends before what its header promises.
    case truncated
    /// A header, a size or a value that cannot be.
    case invalid
    /// Something that neither the file nor a data-set card says and that the user must.
    case unstated
    /// Writing failed: disk full, no permission, a name that is taken.
    case unwritable
  }

  public let kind: Kind
  /// The file or stream.
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
