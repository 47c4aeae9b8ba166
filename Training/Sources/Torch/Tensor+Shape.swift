import CTorch

/// Other shapes of the same numbers, and sums over dimensions. A dimension may count from the end: -1 is the last.
extension Tensor {
  /// The same numbers in another shape; one extent may be -1, the rest.
  public func reshaped(_ shape: [Int]) throws(TorchError) -> Tensor {
    try Tensor(ct_reshape(handle, shape.map(Int64.init), Int32(shape.count)), "reshape")
  }

  /// The same numbers for every index of an extent of 1 that becomes larger, in the same memory; -1 keeps an extent.
  public func expanded(_ shape: [Int]) throws(TorchError) -> Tensor {
    try Tensor(ct_expand(handle, shape.map(Int64.init), Int32(shape.count)), "expand")
  }

  /// One slice of a dimension, which disappears.
  public func selecting(_ index: Int, of dimension: Int) throws(TorchError) -> Tensor {
    try Tensor(ct_select(handle, Int64(dimension), Int64(index)), "select")
  }

  /// A range of a dimension.
  public func narrowed(_ range: Range<Int>, of dimension: Int) throws(TorchError) -> Tensor {
    try Tensor(ct_narrow(handle, Int64(dimension), Int64(range.lowerBound), Int64(range.count)), "narrow")
  }

  /// Rows of the first dimension by a tensor of indices.
  public func rows(_ indices: Tensor) throws(TorchError) -> Tensor {
    try Tensor(ct_rows(handle, indices.handle), "rows")
  }

  /// Joins tensors that differ in one dimension only.
  public static func concatenating(_ parts: [Tensor], dimension: Int) throws(TorchError) -> Tensor {
    let handles: [ct_handle?] = parts.map(\.handle)
    return try Tensor(ct_concatenate(handles, Int32(handles.count), Int64(dimension)), "concatenate")
  }

  /// Sum over a dimension, which disappears.
  public func sum(over dimension: Int) throws(TorchError) -> Tensor {
    try Tensor(ct_sum(handle, Int64(dimension)), "sum")
  }

  /// Sum of everything, a tensor of one number.
  public func sum() throws(TorchError) -> Tensor { try Tensor(ct_sum_all(handle), "sum") }

  /// Mean of everything, a tensor of one number.
  public func mean() throws(TorchError) -> Tensor { try Tensor(ct_mean_all(handle), "mean") }

  /// exp(x) divided by its sum over a dimension.
  public func softmax(over dimension: Int) throws(TorchError) -> Tensor {
    try Tensor(ct_softmax(handle, Int64(dimension)), "softmax")
  }
}
