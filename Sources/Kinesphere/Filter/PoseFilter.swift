/// Smooths a live dancer's key-points with a ``OneEuroFilter`` each.
///
/// Unknown points stay unknown, and start anew when they come back after ``Configuration/longestGap``. A point of little
/// confidence is smoothed more: its least cutoff is scaled by the confidence, but never below
/// ``Configuration/lowestShare``. Nothing looks ahead. Costs under a microsecond a pose and allocates nothing.
///
/// What it gives and takes is measured by ``FilterCost``; docs/live.md holds the numbers. Do without it where poses are
/// measured rather than shown: it trades truth in fast moves for calm in slow ones.
public struct PoseFilter: Sendable {
  /// Defaults are among the calmest that leave the tracker's error on the synthetic dancer no larger than it was: jitter
  /// falls by two fifths, and moving points come 10 ms later. The grid that they were chosen from is in docs/live.md.
  public struct Configuration: Codable, Sendable, Equatable {
    /// Hertz: how steady a resting point of full confidence is; less is steadier.
    public var minimumCutoff: Float = 1
    /// Hertz per metre a second: how soon a moving point is followed; more is quicker.
    public var slope: Float = 8
    /// Hertz, of the speed's own low-pass.
    public var speedCutoff: Float = 2
    /// The least share of ``minimumCutoff`` that a point of no confidence has, above 0 to 1.
    public var lowestShare: Float = 0.5
    /// Seconds without a point after which it starts anew.
    public var longestGap = 0.5

    public init() {}
  }

  private let configuration: Configuration
  private var filters = InlineArray<18, OneEuroFilter>(repeating: OneEuroFilter())
  private var times = InlineArray<18, Double>(repeating: -.infinity)

  public init(configuration: Configuration = Configuration()) {
    precondition(
      configuration.minimumCutoff > 0 && configuration.slope >= 0 && configuration.speedCutoff > 0
        && configuration.lowestShare > 0, "cutoffs are above 0")
    self.configuration = configuration
  }

  /// The pose smoothed; `time` in seconds must not run backwards.
  public mutating func filter(_ pose: Pose, at time: Double) -> Pose {
    var result = pose
    for index in 0..<KeyPoint.count {
      let seen = pose.points[index]
      guard seen.x.isFinite, seen.y.isFinite, seen.z.isFinite else { continue }
      let gap = time - times[index]
      if gap > configuration.longestGap { filters[index].reset() }
      let share = max(configuration.lowestShare, min(1, pose.confidence[index]))
      result.points[index] = filters[index].filter(
        seen, after: Float(gap), minimumCutoff: configuration.minimumCutoff * share,
        slope: configuration.slope, speedCutoff: configuration.speedCutoff)
      times[index] = time
    }
    return result
  }
}
