/// How far two readings of one surface may lie apart in a gray or colour picture, as a function of the pixel's own noise.
///
/// `tolerance = base + deviations * max(sigma, leastDeviation)` in gray levels, sigma the standard deviation of the pixel's
/// readings.
public struct VideoTolerance: Sendable, Hashable, Codable {
  /// Gray levels at every pixel.
  public var base: Float
  /// How many standard deviations of the pixel's readings still count as the same surface.
  public var deviations: Float
  /// Gray levels below which a standard deviation is not believed: a compressed video repeats a still room without noise,
  /// and then changes it by blocks.
  public var leastDeviation: Float

  public init(base: Float = 8, deviations: Float = 3, leastDeviation: Float = 0) {
    self.base = base
    self.deviations = deviations
    self.leastDeviation = leastDeviation
  }

  /// The tolerance of a pixel whose readings deviate by so many gray levels.
  @inlinable public func callAsFunction(deviation: Float) -> Float {
    base + deviations * max(deviation, leastDeviation)
  }

  /// For a mask that is cleaned afterwards, as ``VideoDetector`` does: single pixels may flicker, so that less of a dancer
  /// in clothes as dark as the room is lost. Without the least deviation a video that x264 compressed becomes foreground by
  /// blocks: overlap 0.2 instead of 0.8 on the synthetic rooms.
  public static let cleaned = VideoTolerance(base: 3, leastDeviation: 2)
}
