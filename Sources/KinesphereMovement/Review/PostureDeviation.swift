/// How one joint did in a stretch of time: the mean, the worst and when. Never a score of the whole body.
public struct PostureDeviation: Codable, Sendable, Equatable {
  public var angle: PostureAngle
  /// How often it was judged: episodes for targets, frames for a reference.
  public var judged: Int
  /// How often a deviation beyond the tolerance was told.
  public var told: Int
  /// The mean size, degrees; what is inside its range counts as 0.
  public var mean: Double
  /// The largest, with its sign: + above the range, - below, degrees.
  public var worst: Double
  /// When it was, seconds.
  public var worstTime: Double
}

/// One beat or one phrase, joint by joint.
public struct PostureSpan: Codable, Sendable, Equatable {
  /// Beats from 0, may be negative before the first; phrases from 0.
  public var index: Int
  /// Seconds.
  public var start: Double
  public var end: Double
  /// Only joints that were judged in it.
  public var joints: [PostureDeviation]
}

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

extension Double {
  /// To a tenth: finer is not measured.
  var tenths: Double { isFinite ? (self * 10).rounded() / 10 : 0 }
  var hundredths: Double { isFinite ? (self * 100).rounded() / 100 : 0 }
  /// To a millisecond.
  var thousandths: Double { isFinite ? (self * 1000).rounded() / 1000 : 0 }
}
