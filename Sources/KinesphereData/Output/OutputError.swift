import Foundation

/// A file or folder that could not be written.
public struct OutputError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let file: String
  /// What should have happened to it: `be written`, `be made`, ...
  public let expected: String
  /// The system's reason, as in `errno`.
  public let code: Int32

  public init(file: String, expected: String, code: Int32 = errno) {
    self.file = file
    self.expected = expected
    self.code = code
  }

  /// The system's reason in its words.
  public var reason: String { String(cString: strerror(code)) }

  public var description: String { "\(file) should \(expected), but the system says: \(reason)" }
}
