/// Settings of a background that is a mixture of Gaussians per pixel; see ``BackgroundMethod/mixture``.
///
/// The defaults are the published ones (Zivkovic 2004, doi:10.1109/ICPR.2004.1333992) but for the variances of depth,
/// which come from ``DepthTolerance``.
public struct BackgroundMixture: Sendable, Hashable, Codable {
  /// Frames that a reading is remembered: the newest weighs 1 / `memory`.
  public var memory: Int
  /// Weight that a Gaussian without evidence loses, times the newest reading's weight; what keeps their number small.
  public var prune: Float
  /// Share of the weight that is the room, 0 to 1.
  public var share: Float
  /// Standard deviations within which a reading belongs to a Gaussian.
  public var owner: Float
  /// Standard deviations within which a reading is the room's; gray and colour only.
  public var deviations: Float
  /// Variance of a new Gaussian, and the bounds of all, in squared gray levels; gray and colour only.
  public var initialVariance: Float
  public var leastVariance: Float
  public var greatestVariance: Float

  public init(
    memory: Int = 500, prune: Float = 0.05, share: Float = 0.9, owner: Float = 3, deviations: Float = 4,
    initialVariance: Float = 15, leastVariance: Float = 4, greatestVariance: Float = 75
  ) {
    precondition(memory > 0, "a mixture remembers a frame at least")
    self.memory = memory
    self.prune = prune
    self.share = share
    self.owner = owner
    self.deviations = deviations
    self.initialVariance = initialVariance
    self.leastVariance = leastVariance
    self.greatestVariance = greatestVariance
  }
}
