import Kinesphere

extension Recipe {
  /// The network that tells parts apart.
  public struct Parts: Sendable, Equatable, Codable {
    public enum Network: String, Sendable, Codable {
      /// The part head on the crop encoder, with its key-points: real time.
      case light
      /// DeepLabv3+, which knows parts only.
      case resnet18, resnet101
    }

    public var network = Network.light
    public var head = PartSegmenterConfiguration()
    /// Channels of a residual network's first stage; the published networks have 64.
    public var width = 64
    /// Rates of a residual network's pyramid, in cells of its stride-16 features; the published are 6, 12 and 18, for 33 x 33
    /// cells. A crop of 72 pixels has 5 x 5, on which a tap 5 or more away meets nothing but the border.
    public var rates = [6, 12, 18]
    /// Weight of the parts' loss beside the key-points'.
    public var weight = 1.0
    public var loss = SegmentationLoss()
    public var hardExamples = HardExamples()

    public init() {}
  }
}
