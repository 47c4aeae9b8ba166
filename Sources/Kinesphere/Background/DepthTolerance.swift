/// How far two readings of one surface may lie apart, as a function of depth.
///
/// `tolerance(z) = base + deviations * noise * z²` in millimetres. The random error of a triangulating sensor
/// grows with the square of depth (Khoshelham and Elberink 2012, doi:10.3390/s120201437): for Kinect v1
/// sigma(z) = 1.42e-6 / mm * z², 3 mm at 1.5 m and 36 mm at 5 m. `base` stands for what does not grow: mixed
/// pixels, unevenness, the sensor's quantum at close range.
public struct DepthTolerance: Sendable, Hashable, Codable {
  /// Millimetres at every depth.
  public var base: Float
  /// The noise's standard deviation divided by the depth's square, per millimetre.
  public var noise: Float
  /// How many standard deviations still count as the same surface.
  public var deviations: Float

  public init(base: Float = 25, noise: Float = 1.42e-6, deviations: Float = 4) {
    self.base = base
    self.noise = noise
    self.deviations = deviations
  }

  /// For a room that is followed, whose background needs no margin for drift: 38 mm at 2 m and 106 mm at 4 m. On the
  /// synthetic rooms it keeps the feet, which stand out from the floor by less than the default.
  public static let following = DepthTolerance(base: 15)

  /// The tolerance in millimetres at a depth in millimetres: 48 at 2 m and 116 at 4 m with the defaults.
  @inlinable public func callAsFunction(at depth: Float) -> Float {
    base + deviations * noise * depth * depth
  }
}
