/// How far two readings of one surface may lie apart in a gray or colour picture, as a function of the pixel's own noise.
///
/// `tolerance = base + deviations * sigma` in gray levels, sigma the standard deviation of the pixel's readings.
public struct VideoTolerance: Sendable, Hashable, Codable {
  /// Gray levels at every pixel.
  public var base: Float
  /// How many standard deviations of the pixel's readings still count as the same surface.
  public var deviations: Float

  public init(base: Float = 8, deviations: Float = 3) {
    self.base = base
    self.deviations = deviations
  }

  /// For a mask that is cleaned afterwards, as ``VideoDetector`` does: single pixels may flicker, so that less of a dancer
  /// in clothes as dark as the room is lost (on synthetic rooms 6 % of the pixels where the default loses 16 %).
  public static let cleaned = VideoTolerance(base: 3)
}
