/// Sums up deviations of the 27 angles; fixed size, allocates at `init` only.
public struct PostureTally: Sendable {
  private var judged = InlineArray<27, Int>(repeating: 0)
  private var told = InlineArray<27, Int>(repeating: 0)
  private var sum = InlineArray<27, Double>(repeating: 0)
  private var worst = InlineArray<27, Float>(repeating: 0)
  private var time = InlineArray<27, Double>(repeating: 0)

  public init() {}

  /// Adds a judged deviation; `mean` is its mean size, `deviation` the worst with its sign, degrees.
  public mutating func add(
    _ place: Int, mean: Float, deviation: Float, at moment: Double, isTold: Bool
  ) {
    judged[place] += 1
    if isTold { told[place] += 1 }
    sum[place] += Double(mean)
    guard judged[place] == 1 || abs(deviation) > abs(worst[place]) else { return }
    (worst[place], time[place]) = (deviation, moment)
  }

  /// Counts one as told.
  mutating func tell(_ place: Int) { told[place] += 1 }

  /// Joints that were judged, in the order of ``PostureAngle/all``.
  public var joints: [PostureDeviation] {
    PostureAngle.all.enumerated().compactMap { place, angle in
      guard judged[place] > 0 else { return nil }
      return PostureDeviation(
        angle: angle, judged: judged[place], told: told[place],
        mean: (sum[place] / Double(judged[place])).tenths, worst: Double(worst[place]).tenths,
        worstTime: time[place].thousandths)
    }
  }
}
