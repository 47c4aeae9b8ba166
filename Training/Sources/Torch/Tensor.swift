import CTorch

/// An array of 32-bit floats inside libtorch, row-major, with any number of dimensions.
///
/// A tensor is a reference: two variables may hold the same numbers. Every operation that libtorch may refuse throws
/// ``TorchError``. Operations are recorded for ``backward()`` where an input requires a gradient. Not `Sendable`: use
/// a tensor on the thread that made it.
public final class Tensor {
  let handle: ct_handle

  /// Takes over a handle of the C border; nil means that `operation` failed.
  init(_ handle: ct_handle?, _ operation: StaticString) throws(TorchError) {
    guard let handle else { throw Tensor.failure(operation) }
    self.handle = handle
  }

  deinit { ct_release(handle) }

  /// Copies `values`, which must hold the product of `shape`.
  public convenience init(_ values: [Float], shape: [Int]) throws(TorchError) {
    precondition(shape.reduce(1, *) == values.count, "a tensor takes as many values as its shape has")
    try self.init(ct_from_floats(values, shape.map(Int64.init), Int32(shape.count)), "from floats")
  }

  /// Whole numbers, which serve as indices only, `[count]`.
  public convenience init(indices: [Int]) throws(TorchError) {
    try self.init(ct_from_integers(indices.map(Int64.init), [Int64(indices.count)], 1), "from integers")
  }

  /// One number everywhere.
  public convenience init(repeating value: Float, shape: [Int]) throws(TorchError) {
    try self.init(ct_full(shape.map(Int64.init), Int32(shape.count), value), "full")
  }

  /// Random numbers, even between -`bound` and `bound`, from a generator of their own with this seed.
  public convenience init(evenWithin bound: Double, shape: [Int], seed: UInt64) throws(TorchError) {
    try self.init(ct_uniform(shape.map(Int64.init), Int32(shape.count), bound, seed), "uniform")
  }

  /// How many numbers.
  public var count: Int { Int(ct_count(handle)) }

  /// Extents, outermost first.
  public var shape: [Int] { (0..<ct_rank(handle)).map { Int(ct_extent(handle, $0)) } }

  /// A copy of all numbers, row-major.
  public func floats() throws(TorchError) -> [Float] {
    var failed: Int32 = 0
    let result = [Float](unsafeUninitializedCapacity: count) { buffer, initialised in
      failed = ct_read(handle, buffer.baseAddress, Int64(buffer.count))
      initialised = failed == 0 ? buffer.count : 0
    }
    try Tensor.check(failed, "read")
    return result
  }

  /// The only number of a tensor that holds one.
  public func number() throws(TorchError) -> Float {
    precondition(count == 1, "only a tensor of one number is a number")
    return try floats()[0]
  }

  /// Overwrites all numbers, row-major.
  public func set(_ values: [Float]) throws(TorchError) {
    precondition(values.count == count, "a tensor takes as many values as it holds")
    try Tensor.check(ct_write(handle, values, Int64(values.count)), "write")
  }

  /// Overwrites all numbers by those of a tensor of the same shape.
  public func copy(_ source: Tensor) throws(TorchError) {
    try Tensor.check(ct_copy(handle, source.handle), "copy")
  }

  /// Moves every number by `weight` of the way to `other`'s.
  public func move(towards other: Tensor, by weight: Double) throws(TorchError) {
    try Tensor.check(ct_lerp(handle, other.handle, weight), "lerp")
  }

  /// A copy with numbers of its own and without history.
  public func clone() throws(TorchError) -> Tensor { try Tensor(ct_clone(handle), "clone") }

  /// The same numbers without history: no gradient flows through.
  public func detached() throws(TorchError) -> Tensor { try Tensor(ct_detach(handle), "detach") }

  /// As 32-bit floats, where an operation answered in bfloat16.
  public func asFloat() throws(TorchError) -> Tensor { try Tensor(ct_to_float(handle), "to float") }

  /// Stored with the channels innermost, which convolutions in bfloat16 prefer; the shape stays `[n, c, h, w]`.
  public func channelsInnermost() throws(TorchError) -> Tensor {
    try Tensor(ct_to_channels_last(handle), "to channels last")
  }

  static func failure(_ operation: StaticString) -> TorchError {
    TorchError(operation: "\(operation)", message: String(cString: ct_last_error()))
  }

  static func check(_ status: Int32, _ operation: StaticString) throws(TorchError) {
    if status != 0 { throw failure(operation) }
  }
}
