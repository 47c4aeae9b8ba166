import Kinesphere
import Torch

/// A 3x3 convolution of each channel by itself, then a 1x1 convolution across them; both with batch normalisation and
/// ReLU, as in DeepLabv3+'s Xception variant (Chen et al. 2018, doi:10.1007/978-3-030-01234-2_49, section 3.1).
///
/// Names in files: `.depth` `[in, 1, 3, 3]` and `.point` `[out, in, 1, 1]`.
struct SeparableConvolution {
  let depth, point: NormalisedConvolution

  /// `rate` is the distance of two taps of the 3x3 convolution in pixels.
  init(
    _ inputs: Int, _ outputs: Int, rate: Int = 1, using generator: inout some RandomNumberGenerator
  ) throws(TorchError) {
    depth = try NormalisedConvolution(
      inputs, inputs, kernel: 3, dilation: rate, groups: inputs, using: &generator)
    point = try NormalisedConvolution(inputs, outputs, using: &generator)
  }
}
