import Foundation

extension Recipe {
  /// Reads a recipe; a field that no recipe has, or of another type, is an error that names it.
  public init(json: Data, from file: String) throws {
    let given: Any
    do {
      given = try JSONSerialization.jsonObject(with: json)
    } catch {
      throw TrainingError(.recipe, at: file, expected: "JSON", actual: "it does not parse")
    }
    let defaults = try JSONSerialization.jsonObject(with: JSONEncoder().encode(Recipe()))
    let whole = try Self.overlay(given, on: defaults, path: "", file: file)
    do {
      self = try JSONDecoder().decode(Recipe.self, from: JSONSerialization.data(withJSONObject: whole))
    } catch let error as DecodingError {
      throw Self.explained(error, file: file)
    }
    try validate(file: file)
  }

  public init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw TrainingError(.recipe, at: path, expected: "a readable recipe", actual: "there is none")
    }
    try self.init(json: data, from: path)
  }

  /// All fields, sorted and indented.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }

  /// The defaults with the given fields in their places. Objects are merged, everything else is replaced.
  private static func overlay(_ given: Any, on defaults: Any, path: String, file: String) throws -> Any {
    // A table with names of its own, such as `crossFit`, is empty by default and takes any.
    guard var known = defaults as? [String: Any], !known.isEmpty else { return given }
    guard let fields = given as? [String: Any] else {
      throw TrainingError(
        .recipe, at: "\(file), \(path.isEmpty ? "top" : path)", expected: "an object", actual: "it is not one"
      )
    }
    for (name, value) in fields {
      let place = path.isEmpty ? name : "\(path).\(name)"
      guard let old = known[name] else {
        throw TrainingError(
          .recipe, at: "\(file), \(place)", expected: "one of \(known.keys.sorted().joined(separator: ", "))",
          actual: "no recipe has this field")
      }
      known[name] = try overlay(value, on: old, path: place, file: file)
    }
    return known
  }

  private static func explained(_ error: DecodingError, file: String) -> TrainingError {
    let context: DecodingError.Context
    switch error {
    case .typeMismatch(_, let it), .valueNotFound(_, let it), .keyNotFound(_, let it), .dataCorrupted(let it):
      context = it
    @unknown default:
      return TrainingError(.recipe, at: file, expected: "a recipe", actual: "it does not decode")
    }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return TrainingError(
      .recipe, at: path.isEmpty ? file : "\(file), \(path)", expected: "a value of this field's type",
      actual: context.debugDescription)
  }
}
