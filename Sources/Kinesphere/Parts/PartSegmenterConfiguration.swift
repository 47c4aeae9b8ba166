/// The sizes of the light DeepLabv3+ head that reads a crop encoder's features, as weights files state them.
///
/// Chen, Zhu, Papandreou, Schroff, Adam 2018, doi:10.1007/978-3-030-01234-2_49, with depthwise-separable convolutions
/// in pyramid and decoder. The encoder's own configuration stands beside this one, not in it.
public struct PartSegmenterConfiguration: Codable, Hashable, Sendable {
  /// Classes of a cell: the 18 parts of a body in their order, then the background.
  public static let classCount = 19

  /// Index of the encoder layer whose output is the decoder's low-level feature; 36 x 36 x 16 by default.
  public var lowLevelLayer: Int
  /// Channels of each branch of the pyramid, a multiple of 16.
  public var pyramidChannels: Int
  /// Distances of the taps of the pyramid's 3 x 3 convolutions in cells, one branch each. The published 6, 12, 18 are
  /// for a grid of 33 x 33; 2, 3, 5 are the same share of one of 9 x 9.
  public var rates: [Int]
  /// Channels that the pyramid's branches are joined to, a multiple of 16.
  public var projectedChannels: Int
  /// Channels that the low-level feature is brought to, a multiple of 16.
  public var lowLevelChannels: Int
  /// Channels of the decoder's two convolutions, a multiple of 16.
  public var decoderChannels: Int

  public init(
    lowLevelLayer: Int = 1, pyramidChannels: Int = 32, rates: [Int] = [2, 3, 5], projectedChannels: Int = 64,
    lowLevelChannels: Int = 16, decoderChannels: Int = 48
  ) {
    self.lowLevelLayer = lowLevelLayer
    self.pyramidChannels = pyramidChannels
    self.rates = rates
    self.projectedChannels = projectedChannels
    self.lowLevelChannels = lowLevelChannels
    self.decoderChannels = decoderChannels
  }

  /// Throws unless this is a head for that encoder: counts of channels are multiples of 16 up to 1024, there are 1 to 8
  /// rates from 1 to 64, and the encoder has the low-level layer.
  public func check(beside encoder: CropEncoder.Configuration) throws(NetworkMismatch) {
    func fail(_ field: String, _ expected: String, _ actual: String) -> NetworkMismatch {
      .configuration(field: "parts." + field, expected: expected, actual: actual)
    }
    guard encoder.layers.indices.contains(lowLevelLayer) else {
      throw fail("lowLevelLayer", "a layer of the encoder's \(encoder.layers.count)", "\(lowLevelLayer)")
    }
    guard (1...8).contains(rates.count), rates.allSatisfy((1...64).contains) else {
      throw fail("rates", "1 to 8 numbers from 1 to 64", "\(rates)")
    }
    let channels = [
      ("pyramidChannels", pyramidChannels), ("projectedChannels", projectedChannels),
      ("lowLevelChannels", lowLevelChannels), ("decoderChannels", decoderChannels),
    ]
    for (field, count) in channels where count % 16 != 0 || !(16...1024).contains(count) {
      throw fail(field, "a multiple of 16 up to 1024", "\(count)")
    }
  }
}
