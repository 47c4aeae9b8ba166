import Foundation

/// Lines that wait for one viewer: bounded, and the newest wins.
///
/// A ring of fixed size. Pushing onto a full queue drops the oldest line and counts it; what is left stays in order.
struct LineQueue {
  private var ring: [Data?]
  private var first = 0
  private(set) var count = 0
  /// Lines that were dropped so far.
  private(set) var dropped = 0

  init(length: Int) {
    precondition(length > 0, "a queue has room for a line")
    ring = [Data?](repeating: nil, count: length)
  }

  mutating func push(_ line: Data) {
    if count == ring.count {
      ring[first] = nil
      first = (first + 1) % ring.count
      count -= 1
      dropped += 1
    }
    ring[(first + count) % ring.count] = line
    count += 1
  }

  /// The oldest line that waits; nil where none does.
  mutating func pop() -> Data? {
    guard count > 0 else { return nil }
    defer {
      ring[first] = nil
      first = (first + 1) % ring.count
      count -= 1
    }
    return ring[first]
  }
}
