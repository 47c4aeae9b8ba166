/// A network's numbers as one flat block with a layout: weights, gradients and moments all look alike.
public struct Parameters: Sendable, Equatable {
  /// One named tensor inside the block.
  public struct Entry: Sendable, Equatable {
    public let name: String
    /// Row-major, outermost first, as PyTorch writes it.
    public let shape: [Int]
    /// First element in ``Parameters/values``.
    public let offset: Int
    public var count: Int { shape.reduce(1, *) }
  }

  /// In file order; offsets ascend without gaps.
  public private(set) var entries: [Entry] = []
  /// All numbers.
  public var values: [Float] = []

  public init() {}

  /// Appends a tensor; `values` must hold the product of `shape`.
  public mutating func append(_ name: String, shape: [Int], values new: [Float]) {
    precondition(shape.reduce(1, *) == new.count, "the shape of \(name) is that of its values")
    entries.append(Entry(name: name, shape: shape, offset: values.count))
    values += new
  }

  /// The entry of this name; nil if there is none.
  public func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }

  /// A copy of one tensor's values; nil if there is none of this name.
  public func tensor(_ name: String) -> [Float]? {
    guard let entry = entry(name) else { return nil }
    return Array(values[entry.offset..<entry.offset + entry.count])
  }
}
