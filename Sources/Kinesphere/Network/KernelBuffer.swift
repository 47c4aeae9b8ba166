/// Floats on a 64-byte boundary, copied on write like an array.
///
/// Arrays keep no such promise, even of 64-byte elements, and off the boundary every load of sixteen floats
/// touches two cache lines: the LSTM then takes twice as long.
struct KernelBuffer: Sendable {
  /// Owns the floats.
  ///
  /// Unchecked because it holds a pointer. It is safe: only ``KernelBuffer`` sees it, and writes to it only
  /// while it holds the one reference, so no two threads ever share floats of which one is being written.
  private final class Storage: @unchecked Sendable {
    let floats: UnsafeMutableBufferPointer<Float>

    init(count: Int) {
      let bytes = UnsafeMutableRawBufferPointer.allocate(
        byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
      floats = bytes.bindMemory(to: Float.self)
      floats.initialize(repeating: 0)
    }

    deinit { UnsafeMutableRawBufferPointer(floats).deallocate() }
  }

  private var storage: Storage

  /// Room for `count` zeros, rounded up to whole blocks of 16, at least one.
  init(count: Int) {
    storage = Storage(count: max(1, (count + 15) / 16) * 16)
  }

  init(_ values: [Float]) {
    self.init(count: values.count)
    for index in values.indices { storage.floats[index] = values[index] }
  }

  /// Lends the floats for reading.
  func withPointer<Result>(_ body: (UnsafePointer<Float>) -> Result) -> Result {
    withExtendedLifetime(storage) {
      // Never empty, so there is an address.
      body(UnsafePointer(storage.floats.baseAddress.unsafelyUnwrapped))
    }
  }

  /// Lends the floats for writing.
  mutating func withMutablePointer<Result>(_ body: (UnsafeMutablePointer<Float>) -> Result) -> Result {
    if !isKnownUniquelyReferenced(&storage) {
      let copy = Storage(count: storage.floats.count)
      _ = copy.floats.update(fromContentsOf: storage.floats)
      storage = copy
    }
    return withExtendedLifetime(storage) { body(storage.floats.baseAddress.unsafelyUnwrapped) }
  }
}
