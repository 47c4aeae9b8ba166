/// Samples of a sequence of unknown length, evenly spaced, never more than a capacity.
///
/// Keeps every element until the capacity is reached, then drops every second one and keeps every second of what
/// follows, and so on: between half of the capacity and all of it, in constant memory.
public struct Thinned<Element> {
  /// Most elements kept at once; even.
  public let capacity: Int
  /// What is kept, in order; element `i` is number `i * stride` of the sequence.
  public private(set) var elements: [Element] = []
  /// Every how manieth element is kept now.
  public private(set) var stride = 1
  /// Elements offered so far.
  public private(set) var count = 0

  public init(capacity: Int) {
    precondition(capacity >= 2 && capacity % 2 == 0, "the capacity is even and at least 2")
    self.capacity = capacity
    elements.reserveCapacity(capacity)
  }

  /// Offers the next element; it is only made where it is kept.
  public mutating func offer(_ make: () -> Element) {
    defer { count += 1 }
    guard count % stride == 0 else { return }
    if elements.count == capacity {
      elements = Swift.stride(from: 0, to: capacity, by: 2).map { elements[$0] }
      stride *= 2
      // The capacity is even, so this element's number is a multiple of the doubled stride.
    }
    elements.append(make())
  }
}

extension Thinned: Sendable where Element: Sendable {}
