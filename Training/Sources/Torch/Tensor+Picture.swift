import CTorch

/// Operations on pictures `[n, c, h, w]`.
extension Tensor {
  /// Largest of each `size x size` window; windows start every `stride` pixels, at the width of a block where none is
  /// given. `padding` pixels around the picture, at most half a window, count as minus infinity.
  public func maxPooled(_ size: Int, stride: Int? = nil, padding: Int = 0) throws(TorchError) -> Tensor {
    try Tensor(ct_max_pool(handle, Int64(size), Int64(stride ?? size), Int64(padding)), "max pool")
  }

  /// Mean of each `size x size` block; a block that the border cuts is the mean of what is there.
  public func averagePooled(_ size: Int) throws(TorchError) -> Tensor {
    try Tensor(ct_average_pool(handle, Int64(size), Int64(size)), "average pool")
  }

  /// Mean over rows and columns, `[n, c, 1, 1]`.
  public func pictureMean() throws(TorchError) -> Tensor {
    try Tensor(ct_picture_mean(handle), "picture mean")
  }

  /// Interpolated between the four nearest pixels to `[n, c, height, width]`; places are those of the pixels' centres
  /// (`align_corners` false), and the border's pixels go on outwards. Larger sizes only: a smaller one skips pixels.
  public func resized(height: Int, width: Int) throws(TorchError) -> Tensor {
    try Tensor(ct_resize_bilinear(handle, Int64(height), Int64(width)), "resize")
  }
}
