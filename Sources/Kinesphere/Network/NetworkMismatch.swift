/// Why weights or a configuration do not make a network that this library runs.
public enum NetworkMismatch: Error, Equatable, Sendable, CustomStringConvertible {
  /// A tensor is missing.
  case missing(tensor: String, expected: [Int])
  /// A tensor has another shape.
  case shape(tensor: String, expected: [Int], actual: [Int])
  /// A tensor holds values that make no sense: `expected` says what it should hold.
  case values(tensor: String, expected: String, actual: Float)
  /// A field of the configuration is out of range.
  case configuration(field: String, expected: String, actual: String)

  /// One line: what was expected, what was found.
  public var description: String {
    switch self {
    case .missing(let tensor, let expected): "tensor \(tensor) of shape \(expected) is missing"
    case .shape(let tensor, let expected, let actual):
      "tensor \(tensor) should have shape \(expected), but has \(actual)"
    case .values(let tensor, let expected, let actual):
      "\(tensor) should hold \(expected), but holds \(actual)"
    case .configuration(let field, let expected, let actual):
      "\(field) should be \(expected), but is \(actual)"
    }
  }
}

extension Parameters {
  /// A tensor's values, checked: of this shape, and finite throughout.
  func checked(_ name: String, shape: [Int]) throws(NetworkMismatch) -> [Float] {
    guard let entry = entry(name) else { throw .missing(tensor: name, expected: shape) }
    guard entry.shape == shape else { throw .shape(tensor: name, expected: shape, actual: entry.shape) }
    let values = Array(self.values[entry.offset..<entry.offset + entry.count])
    if let odd = values.first(where: { !$0.isFinite }) {
      throw .values(tensor: name, expected: "finite numbers", actual: odd)
    }
    return values
  }
}
