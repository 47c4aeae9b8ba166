/// What is wrong with a recipe, a run or the data that a recipe asks for: one clear line.
public struct TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    /// A recipe that cannot be read or contradicts itself.
    case recipe
    /// Data that is not there or not what the recipe needs.
    case data
    /// A run folder or checkpoint that is missing, damaged or of another network.
    case run
    /// Training that went to NaN or infinity.
    case diverged
  }

  public let kind: Kind
  /// The file, folder or field.
  public let place: String
  public let expected: String
  public let actual: String

  public init(_ kind: Kind, at place: String, expected: String, actual: String) {
    self.kind = kind
    self.place = place
    self.expected = expected
    self.actual = actual
  }

  public var description: String { "\(place): expected \(expected), but \(actual)" }
}
