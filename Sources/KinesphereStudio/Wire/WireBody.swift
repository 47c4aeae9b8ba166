import FlyingSocks

/// A request's body as FlyingFox takes it: read when it is asked for, and never past its end.
struct WireBody: AsyncBufferedSequence {
  typealias Element = UInt8

  let reader: WireReader

  func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    let reader: WireReader

    mutating func next() async throws -> UInt8? { try await reader.body(atMost: 1)?.first }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
      try await reader.body(atMost: count)
    }
  }
}
