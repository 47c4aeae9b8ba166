/// How far two readings of one surface may lie apart in a gray or colour picture, as a function of the pixel's own noise.
///
/// `tolerance = base + deviations * sigma` in gray levels, sigma the standard deviation of the pixel's readings.
public struct VideoTolerance: Sendable, Hashable, Codable {
  /// Gray levels at every pixel. 3 by default: on synthetic rooms 8 lost 16 % of a dancer in clothes as dark as the room
  /// and 3 loses 6 %; without any, pixels whose readings hardly deviate flicker.
  public var base: Float
  /// How many standard deviations of the pixel's readings still count as the same surface.
  public var deviations: Float

  public init(base: Float = 3, deviations: Float = 3) {
    self.base = base
    self.deviations = deviations
  }
}
