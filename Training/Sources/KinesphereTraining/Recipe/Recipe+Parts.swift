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
    /// Weight of the parts' loss beside the key-points'.
    public var weight = 1.0
    public var loss = SegmentationLoss()
    public var hardExamples = HardExamples()

    public init() {}
  }
}
