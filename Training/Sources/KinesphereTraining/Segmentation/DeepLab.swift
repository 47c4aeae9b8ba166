import Torch

/// DeepLabv3+ with a ResNet-D backbone: classes of every pixel of a picture of any size.
///
/// Chen, Zhu, Papandreou, Schroff, Adam 2018, doi:10.1007/978-3-030-01234-2_49. On the backbone's features of stride 16
/// stands the pyramid: a 1x1 convolution, dilated 3x3 convolutions of the rates 6, 12 and 18, and a 1x1 convolution of
/// the picture's mean, each to 256 channels, joined to 256. The decoder takes them up 4-fold, adds 48 channels of the
/// stride-4 features, and runs two 3x3 convolutions of 256 channels and a 1x1 convolution to the classes, whose logits
/// are taken up 4-fold to the picture. Both times the size is that of what they meet, so no size is too odd.
///
/// The paper's depthwise-separable convolutions in pyramid and decoder belong to its Xception variant; here they are
/// plain ones, the common form beside a ResNet. There is no multi-grid in the last stage. About 16 million numbers with
/// `resnet18` and 60 million with `resnet101`: the reference that ``TrainablePartPose`` is measured against, not a
/// network for the runtime.
public struct DeepLab: TrainableNetwork {
  /// Sizes of the network.
  public let configuration: Configuration
  let backbone: ResidualBackbone
  /// The 1x1 branch, then one per rate.
  let pyramid: [NormalisedConvolution]
  let pooled, project, low: NormalisedConvolution
  let decode: [NormalisedConvolution]
  let classify: Convolution

  /// Starts every convolution even within `1 / sqrt(inputs of one output)`; `width` must be even.
  public init(
    _ configuration: Configuration, using generator: inout some RandomNumberGenerator
  ) throws(TorchError) {
    precondition(configuration.width % 2 == 0, "the stem has half the first stage's channels")
    self.configuration = configuration
    backbone = try ResidualBackbone(
      configuration.backbone, inputs: configuration.inputs, width: configuration.width, using: &generator)
    let features = backbone.channels
    let width = configuration.pyramidChannels
    var pyramid = [try NormalisedConvolution(features, width, using: &generator)]
    for rate in configuration.rates {
      pyramid.append(try NormalisedConvolution(features, width, kernel: 3, dilation: rate, using: &generator))
    }
    self.pyramid = pyramid
    pooled = try NormalisedConvolution(features, width, using: &generator)
    project = try NormalisedConvolution(width * (pyramid.count + 1), width, using: &generator)
    low = try NormalisedConvolution(
      backbone.lowLevelChannels, configuration.lowLevelChannels, using: &generator)
    let decoded = configuration.decoderChannels
    decode = [
      try NormalisedConvolution(
        width + configuration.lowLevelChannels, decoded, kernel: 3, using: &generator),
      try NormalisedConvolution(decoded, decoded, kernel: 3, using: &generator),
    ]
    classify = try .classifier(decoded, configuration.classes, using: &generator)
  }

  /// Logits `[n, classes, h, w]` of pictures `[n, inputs, h, w]`; while training, n is 2 or more. Dropout draws from
  /// ``Engine/setSeed(_:)``'s generator.
  public func callAsFunction(
    _ pictures: Tensor, training: Bool, momentum: Double = 0.1
  ) throws(TorchError) -> Tensor {
    try self(pictures, Pass(training: training, momentum: momentum))
  }

  func callAsFunction(_ pictures: Tensor, _ pass: Pass) throws(TorchError) -> Tensor {
    let (lowLevel, features) = try backbone(pictures, pass)
    let joined = try context(features, pass).dropout(configuration.dropout, training: pass.drops)
    let fine = lowLevel.shape
    var x = try Tensor.concatenating(
      [joined.resized(height: fine[2], width: fine[3]), low(lowLevel, pass)], dimension: 1)
    for layer in decode { x = try layer(x, pass) }
    let size = pictures.shape
    return try classify(x).asFloat().resized(height: size[2], width: size[3])
  }

  /// The pyramid's branches, joined.
  private func context(_ features: Tensor, _ pass: Pass) throws(TorchError) -> Tensor {
    var branches: [Tensor] = []
    for branch in pyramid { branches.append(try branch(features, pass)) }
    let shape = features.shape
    branches.append(try pooled(features.pictureMean(), pass).expanded([-1, -1, shape[2], shape[3]]))
    return try project(.concatenating(branches, dimension: 1), pass)
  }

  /// All numbers: `backbone.*`, `pyramid0` ..., `pooled`, `project`, `low`, `decode0`, `decode1` and `classify`.
  public var state: [NamedTensor] {
    backbone.state
      + pyramid.enumerated().flatMap { $0.element.state("pyramid\($0.offset)") }
      + pooled.state("pooled") + project.state("project") + low.state("low")
      + decode.enumerated().flatMap { $0.element.state("decode\($0.offset)") }
      + classify.state("classify")
  }
}
