extension DeepLab {
  /// The sizes of a DeepLabv3+; the defaults are the published ones, for one channel of depth and 19 classes.
  public struct Configuration: Codable, Hashable, Sendable {
    /// Which of the published backbones.
    public var backbone: ResidualBackbone.Depth
    /// Channels of the picture.
    public var inputs: Int
    /// Classes of a pixel; by default 18 parts and background.
    public var classes: Int
    /// Channels of the backbone's first stage before its blocks widen them, an even number.
    public var width: Int
    /// Distances of the taps of the pyramid's 3x3 convolutions, in pixels of the stride-16 features.
    public var rates: [Int]
    /// Channels of each branch of the pyramid, and of what they are joined to.
    public var pyramidChannels: Int
    /// Channels that the stride-4 features are brought to.
    public var lowLevelChannels: Int
    /// Channels of the decoder's two convolutions.
    public var decoderChannels: Int
    /// Share of the joined pyramid's numbers that is dropped while learning; the authors' own code drops a tenth.
    public var dropout: Double

    public init(
      backbone: ResidualBackbone.Depth = .resnet18, inputs: Int = 1, classes: Int = 19, width: Int = 64,
      rates: [Int] = [6, 12, 18], pyramidChannels: Int = 256, lowLevelChannels: Int = 48,
      decoderChannels: Int = 256, dropout: Double = 0.1
    ) {
      self.backbone = backbone
      self.inputs = inputs
      self.classes = classes
      self.width = width
      self.rates = rates
      self.pyramidChannels = pyramidChannels
      self.lowLevelChannels = lowLevelChannels
      self.decoderChannels = decoderChannels
      self.dropout = dropout
    }
  }
}
