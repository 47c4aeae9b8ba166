import Torch

/// ResNet-D without its classifier, with features of stride 16: He, Zhang, Ren, Sun 2016, doi:10.1109/CVPR.2016.90, with
/// the tweaks B, C and D of He, Zhang, Zhang, Zhang, Xie, Li 2019, doi:10.1109/CVPR.2019.00065.
///
/// A stem of three 3x3 convolutions and a maximum over 3x3, both of stride 2, then four stages of residual blocks. For
/// dense prediction the last stage keeps its stride at 1 and spreads its 3x3 convolutions by a dilation of 2 instead.
public struct ResidualBackbone: TrainableNetwork {
  /// Which of the published networks.
  public enum Depth: String, Codable, CaseIterable, Sendable {
    /// Two 3x3 convolutions a block.
    case resnet18
    /// A 1x1, a 3x3 and a 1x1 convolution a block, the last to four times the channels.
    case resnet101

    /// Blocks of each stage.
    var blocks: [Int] {
      switch self {
      case .resnet18: [2, 2, 2, 2]
      case .resnet101: [3, 4, 23, 3]
      }
    }

    /// How many times wider a block's output is than its inside.
    var expansion: Int { self == .resnet101 ? 4 : 1 }
  }

  let stem: [NormalisedConvolution]
  let stages: [[ResidualBlock]]
  /// Channels of the stride-4 and of the stride-16 features.
  let lowLevelChannels, channels: Int

  init(
    _ depth: Depth, inputs: Int, width: Int, using generator: inout some RandomNumberGenerator
  ) throws(TorchError) {
    stem = [
      try NormalisedConvolution(inputs, width / 2, kernel: 3, stride: 2, using: &generator),
      try NormalisedConvolution(width / 2, width / 2, kernel: 3, using: &generator),
      try NormalisedConvolution(width / 2, width, kernel: 3, using: &generator),
    ]
    var stages: [[ResidualBlock]] = []
    var channels = width
    for (stage, count) in depth.blocks.enumerated() {
      var blocks: [ResidualBlock] = []
      for index in 0..<count {
        let shape = ResidualBlock.Shape(
          inputs: channels, inner: width << stage, expansion: depth.expansion,
          stride: index == 0 && (1...2).contains(stage) ? 2 : 1, dilation: stage == 3 ? 2 : 1,
          // The first block of the last stage still sees what a stride-16 stage gave it.
          entryDilation: stage == 3 && index > 0 ? 2 : 1)
        blocks.append(try ResidualBlock(shape, using: &generator))
        channels = shape.outputs
      }
      stages.append(blocks)
    }
    self.stages = stages
    self.channels = channels
    lowLevelChannels = width * depth.expansion
  }

  /// Features of pictures `[n, inputs, h, w]` after the first stage, `[n, lowLevelChannels, h / 4, w / 4]`, and after the
  /// last, `[n, channels, h / 16, w / 16]`; sizes are rounded up at every halving.
  func callAsFunction(_ pictures: Tensor, _ pass: Pass) throws(TorchError) -> (low: Tensor, high: Tensor) {
    var x = pictures
    for layer in stem { x = try layer(x, pass) }
    x = try x.maxPooled(3, stride: 2, padding: 1)
    for block in stages[0] { x = try block(x, pass) }
    let low = x
    for block in stages.dropFirst().joined() { x = try block(x, pass) }
    return (low, x)
  }

  /// All numbers, `backbone.stem0` ... and `backbone.stage0.block0` ...
  public var state: [NamedTensor] {
    stem.enumerated().flatMap { $0.element.state("backbone.stem\($0.offset)") }
      + stages.enumerated().flatMap { stage, blocks in
        blocks.enumerated().flatMap { $0.element.state("backbone.stage\(stage).block\($0.offset)") }
      }
  }
}
