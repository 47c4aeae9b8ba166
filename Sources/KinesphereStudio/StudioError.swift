import KinesphereData

/// What a studio cannot do with what it was given: one line with what was expected and what was found.
public struct StudioError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong: a name, a field, a setting.
  public let subject: String
  public let expected: String
  public let actual: String

  public init(subject: String, expected: String, actual: String) {
    self.subject = subject
    self.expected = expected
    self.actual = actual
  }

  public var description: String { "\(subject): expected \(expected), but \(actual)".oneLine }
}
