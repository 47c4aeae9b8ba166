import Torch

/// A few convolutions and a shortcut past them: `relu(f(x) + s(x))`.
///
/// The shortcut s is x itself where stride and channels stay, else a 1x1 convolution, before which a stride of 2 takes
/// the mean of each 2x2 block (tweak D of He et al. 2019, doi:10.1109/CVPR.2019.00065). The stride of a block of three
/// convolutions is in its 3x3 (tweak B).
struct ResidualBlock {
  struct Shape {
    /// Channels that come in, and of the convolutions inside.
    let inputs, inner: Int
    /// 1: two 3x3 convolutions. More: 1x1, 3x3, 1x1, the last to `inner` times this.
    let expansion: Int
    let stride: Int
    /// Of the 3x3 convolutions, and of the one that has the stride.
    let dilation, entryDilation: Int

    var outputs: Int { inner * expansion }
  }

  let convolutions: [NormalisedConvolution]
  let shortcut: NormalisedConvolution?
  let stride: Int

  init(_ shape: Shape, using generator: inout some RandomNumberGenerator) throws(TorchError) {
    stride = shape.stride
    let inner = shape.inner
    if shape.expansion == 1 {
      convolutions = [
        try NormalisedConvolution(
          shape.inputs, inner, kernel: 3, stride: stride, dilation: shape.entryDilation, using: &generator),
        try NormalisedConvolution(
          inner, inner, kernel: 3, dilation: shape.dilation, rectified: false, using: &generator),
      ]
    } else {
      convolutions = [
        try NormalisedConvolution(shape.inputs, inner, using: &generator),
        try NormalisedConvolution(
          inner, inner, kernel: 3, stride: stride, dilation: shape.entryDilation, using: &generator),
        try NormalisedConvolution(inner, shape.outputs, rectified: false, using: &generator),
      ]
    }
    shortcut =
      stride == 1 && shape.inputs == shape.outputs
      ? nil : try NormalisedConvolution(shape.inputs, shape.outputs, rectified: false, using: &generator)
  }

  func callAsFunction(_ x: Tensor, _ pass: Pass) throws(TorchError) -> Tensor {
    var y = x
    for layer in convolutions { y = try layer(y, pass) }
    guard let shortcut else { return try (y + x).reluInPlace() }
    return try (y + shortcut(stride == 1 ? x : x.averagePooled(stride), pass)).reluInPlace()
  }

  func state(_ name: String) -> [NamedTensor] {
    convolutions.enumerated().flatMap { $0.element.state("\(name).conv\($0.offset)") }
      + (shortcut?.state("\(name).shortcut") ?? [])
  }
}
