import CTorch

extension Tensor {
  /// From now on operations on this tensor are recorded; returns itself.
  public func requiringGradient() throws(TorchError) -> Tensor {
    try Tensor.check(ct_require_gradient(handle), "require gradient")
    return self
  }

  /// Adds the derivative of this one number to the gradient of every tensor that led to it and requires one.
  public func backward() throws(TorchError) { try Tensor.check(ct_backward(handle), "backward") }

  /// What ``backward()`` has added up; nil if nothing yet.
  public func gradient() throws(TorchError) -> Tensor? {
    guard let gradient = ct_gradient(handle) else {
      if ct_last_error().pointee == 0 { return nil }
      throw Tensor.failure("gradient")
    }
    return try Tensor(gradient, "gradient")
  }

  public func clearGradient() throws(TorchError) {
    try Tensor.check(ct_clear_gradient(handle), "clear gradient")
  }

  /// Scales the gradients of `tensors` so that their common Euclidean norm is at most `limit`; returns the norm before.
  @discardableResult
  public static func clipGradients(of tensors: [Tensor], to limit: Double) throws(TorchError) -> Float {
    var norm: Float = 0
    let handles: [ct_handle?] = tensors.map(\.handle)
    try check(ct_clip_gradients(handles, Int32(handles.count), limit, &norm), "clip gradients")
    return norm
  }
}
