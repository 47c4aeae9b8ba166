import CTorch

/// Elementwise operations; shapes are broadcast as in NumPy.
extension Tensor {
  public static func + (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
    try Tensor(ct_add(a.handle, b.handle), "add")
  }

  public static func - (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
    try Tensor(ct_subtract(a.handle, b.handle), "subtract")
  }

  public static func * (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
    try Tensor(ct_multiply(a.handle, b.handle), "multiply")
  }

  public static func / (a: Tensor, b: Tensor) throws(TorchError) -> Tensor {
    try Tensor(ct_divide(a.handle, b.handle), "divide")
  }

  public static func + (a: Tensor, b: Double) throws(TorchError) -> Tensor {
    try Tensor(ct_add_scalar(a.handle, b), "add number")
  }

  public static func * (a: Tensor, b: Double) throws(TorchError) -> Tensor {
    try Tensor(ct_multiply_scalar(a.handle, b), "multiply by number")
  }

  /// max(x, 0).
  public func relu() throws(TorchError) -> Tensor { try Tensor(ct_relu(handle), "relu") }

  /// max(x, 0) in the same memory; the input's own numbers are lost.
  public func reluInPlace() throws(TorchError) -> Tensor { try Tensor(ct_relu_in_place(handle), "relu") }

  public func exp() throws(TorchError) -> Tensor { try Tensor(ct_exp(handle), "exp") }

  public func squareRoot() throws(TorchError) -> Tensor { try Tensor(ct_sqrt(handle), "sqrt") }

  /// `|d| - beta / 2` where `|d| >= beta`, `d^2 / (2 beta)` below, with d the difference; elementwise.
  public func smoothL1(to target: Tensor, beta: Double) throws(TorchError) -> Tensor {
    try Tensor(ct_smooth_l1(handle, target.handle, beta), "smooth L1")
  }
}
