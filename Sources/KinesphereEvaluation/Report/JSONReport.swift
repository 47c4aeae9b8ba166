import Foundation

/// A report that is written as JSON just as it is: indented, keys in order and in snake case.
public protocol JSONReport: Encodable {}

extension JSONReport {
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
