import Kinesphere
import Torch

/// The light DeepLabv3+ head over a crop encoder's features, with batch normalisation and gradients: logits of 18 body
/// parts and background.
///
/// With f `[n, C, s, s]` the encoder's last output and l `[n, c, S, S]` that of its low-level layer:
/// 1. pyramid: a 1x1 convolution, one separable 3x3 convolution per rate, and a 1x1 convolution of f's mean, spread over
///    the grid, each to `pyramidChannels`; joined and brought to `projectedChannels` by a 1x1 convolution;
/// 2. decoder: resized to `S x S`, joined with l at `lowLevelChannels`, then two separable 3x3 convolutions to
///    `decoderChannels`;
/// 3. a 1x1 convolution with bias to 19 classes.
///
/// Chen et al. 2018, doi:10.1007/978-3-030-01234-2_49. Departures, for the sake of 9 x 9 features and a frame's budget of
/// milliseconds: fewer channels, smaller rates, separable convolutions over a plain encoder, and no dropout.
/// Export folds the normalisation into the convolutions (``fold(into:)``).
public struct TrainablePartHead: TrainableNetwork {
  /// Sizes of the head.
  public let configuration: PartSegmenterConfiguration
  let pyramid0, pooled, project, low: NormalisedConvolution
  /// One per rate.
  let pyramid: [SeparableConvolution]
  let decode: [SeparableConvolution]
  let classify: Convolution

  /// Throws ``NetworkMismatch`` where this head does not fit that encoder.
  public init(
    _ configuration: PartSegmenterConfiguration, beside encoder: CropEncoder.Configuration,
    using generator: inout some RandomNumberGenerator
  ) throws {
    try configuration.check(beside: encoder)
    self.configuration = configuration
    let features = encoder.layers[encoder.layers.count - 1].channels
    let width = configuration.pyramidChannels
    pyramid0 = try NormalisedConvolution(features, width, using: &generator)
    var pyramid: [SeparableConvolution] = []
    for rate in configuration.rates {
      pyramid.append(try SeparableConvolution(features, width, rate: rate, using: &generator))
    }
    self.pyramid = pyramid
    pooled = try NormalisedConvolution(features, width, using: &generator)
    project = try NormalisedConvolution(
      width * (configuration.rates.count + 2), configuration.projectedChannels, using: &generator)
    low = try NormalisedConvolution(
      encoder.layers[configuration.lowLevelLayer].channels, configuration.lowLevelChannels, using: &generator)
    let joined = configuration.projectedChannels + configuration.lowLevelChannels
    let decoded = configuration.decoderChannels
    decode = [
      try SeparableConvolution(joined, decoded, using: &generator),
      try SeparableConvolution(decoded, decoded, using: &generator),
    ]
    classify = try .classifier(decoded, PartSegmenterConfiguration.classCount, using: &generator)
  }

  /// Logits `[n, 19, S, S]` on the grid of the low-level features.
  func callAsFunction(_ features: Tensor, lowLevel: Tensor, _ pass: Pass) throws -> Tensor {
    try logits(features, lowLevel: lowLevel) { layer, _, x in try layer(x, pass) }
  }

  /// What becomes of one layer's input, under the layer's name.
  typealias Work = (NormalisedConvolution, _ name: String, Tensor) throws -> Tensor

  /// The network's form with `run` in place of each normalised convolution, so that one description serves learning,
  /// answering and taking up folded weights.
  func logits(_ features: Tensor, lowLevel: Tensor, run: Work) throws -> Tensor {
    let shape = features.shape
    var branches = [try run(pyramid0, "parts.pyramid0", features)]
    for (index, branch) in pyramid.enumerated() {
      branches.append(try Self.run(branch, "parts.pyramid\(index + 1)", features, run))
    }
    let mean = try run(pooled, "parts.pooled", features.pictureMean())
    // The spread mean has no order of its own, and one branch in another order turns all that follows.
    branches.append(try mean.expanded([-1, -1, shape[2], shape[3]]).channelsInnermost())
    let joined = try run(project, "parts.project", .concatenating(branches, dimension: 1))
    let fine = lowLevel.shape
    let detail = try run(low, "parts.low", lowLevel)
    var x = try Tensor.concatenating(
      [joined.resized(height: fine[2], width: fine[3]), detail], dimension: 1)
    for (index, layer) in decode.enumerated() {
      x = try Self.run(layer, "parts.decode\(index)", x, run)
    }
    return try classify(x).asFloat()
  }

  private static func run(
    _ layer: SeparableConvolution, _ name: String, _ x: Tensor, _ run: Work
  ) throws -> Tensor {
    try run(layer.point, "\(name).point", run(layer.depth, "\(name).depth", x))
  }

  /// Every normalised convolution under its name, in the files' order.
  var layers: [(name: String, layer: NormalisedConvolution)] {
    func pair(_ name: String, _ layer: SeparableConvolution) -> [(String, NormalisedConvolution)] {
      [("\(name).depth", layer.depth), ("\(name).point", layer.point)]
    }
    return [("parts.pyramid0", pyramid0)]
      + pyramid.enumerated().flatMap { pair("parts.pyramid\($0.offset + 1)", $0.element) }
      + [("parts.pooled", pooled), ("parts.project", project), ("parts.low", low)]
      + decode.enumerated().flatMap { pair("parts.decode\($0.offset)", $0.element) }
  }

  /// All numbers, `parts.*`, in the order of weights files.
  public var state: [NamedTensor] {
    layers.flatMap { $0.layer.state($0.name) } + classify.state("parts.classify")
  }
}
