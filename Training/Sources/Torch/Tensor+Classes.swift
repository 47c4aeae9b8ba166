import CTorch

/// Classes: which of several numbers along a dimension is the largest, and how wrong that is.
extension Tensor {
  /// Whole numbers of any shape, which serve as indices and classes only.
  public convenience init(integers: [Int64], shape: [Int]) throws(TorchError) {
    precondition(shape.reduce(1, *) == integers.count, "a tensor takes as many values as its shape has")
    try self.init(ct_from_integers(integers, shape.map(Int64.init), Int32(shape.count)), "from integers")
  }

  /// Logarithm of ``softmax(over:)``, exact where the softmax itself would round to zero.
  public func logSoftmax(over dimension: Int) throws(TorchError) -> Tensor {
    try Tensor(ct_log_softmax(handle, Int64(dimension)), "log softmax")
  }

  /// The largest number along a dimension, which disappears.
  public func largest(over dimension: Int) throws(TorchError) -> Tensor {
    try Tensor(ct_largest(handle, Int64(dimension)), "largest")
  }

  /// Where the largest number along a dimension stands, the first of equals; the dimension disappears. The result holds
  /// integers: read it with ``integers()``.
  public func argmax(over dimension: Int) throws(TorchError) -> Tensor {
    try Tensor(ct_argmax(handle, Int64(dimension)), "argmax")
  }

  /// A copy of all integers of a tensor that holds integers, row-major. Throws for a tensor of fractions.
  public func integers() throws(TorchError) -> [Int64] {
    var failed: Int32 = 0
    let result = [Int64](unsafeUninitializedCapacity: count) { buffer, initialised in
      failed = ct_read_integers(handle, buffer.baseAddress, Int64(buffer.count))
      initialised = failed == 0 ? buffer.count : 0
    }
    try Tensor.check(failed, "read integers")
    return result
  }

  /// `-log softmax(logits)[class]` for logits `[n, classes, ...]` and integers `[n, ...]`, elementwise `[n, ...]`; 0
  /// where the class is `ignored`.
  public func crossEntropy(to classes: Tensor, ignoring ignored: Int = -1) throws(TorchError) -> Tensor {
    try Tensor(ct_cross_entropy(handle, classes.handle, Int64(ignored)), "cross entropy")
  }

  /// Classes `[n, ...]` as `[n, count, ...]` of 0 and 1; all 0 for a class that is not in `0 ..< count`.
  public func oneHot(_ count: Int) throws(TorchError) -> Tensor {
    try Tensor(ct_one_hot(handle, Int64(count)), "one hot")
  }
}
