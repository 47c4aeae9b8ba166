import FlyingSocks
import Foundation

/// A response's bytes, after which the connection is closed.
///
/// A request that is refused before its body is read leaves that body on the connection, where it would be taken for the next
/// request: a way around every check. The error after the last byte ends the connection.
struct ClosingBody: AsyncBufferedSequence {
  typealias Element = UInt8
  /// Ends the connection.
  struct Closed: Error {}

  let data: Data

  func makeAsyncIterator() -> Iterator { Iterator(data: data) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    let data: Data
    private var isSent = false

    init(data: Data) { self.data = data }

    mutating func next() async throws -> UInt8? { throw Closed() }

    mutating func nextBuffer(suggested count: Int) async throws -> Data? {
      guard !isSent, !data.isEmpty else { throw Closed() }
      isSent = true
      return data
    }
  }
}
