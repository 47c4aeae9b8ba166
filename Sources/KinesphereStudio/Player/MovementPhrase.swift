import Kinesphere

/// A stretch of movement between two rests.
///
/// Speed is the mean over the 18 key-points of their speeds, averaged over 0.2 s. A rest is where it stays below a fifth of
/// the take's typical speed (its 80th percentile), between 0.02 and 0.5 m/s, for at least 0.3 s. Shorter movements than 0.4 s
/// are none. A rule of thumb to find one's way in a take, not a measure.
struct MovementPhrase: Codable, Sendable, Equatable {
  /// Seconds of the take.
  let start, end: Double
  /// Highest speed in it, m/s.
  let peak: Double

  static let shortestRest = 0.3
  static let shortestPhrase = 0.4

  /// The phrases of a motion in order. Costs about a microsecond a frame.
  static func phrases(of motion: Motion) -> [MovementPhrase] {
    let speeds = smoothed(speeds(of: motion), times: motion.times)
    let known = speeds.filter(\.isFinite).sorted()
    guard known.count > 4 else { return [] }
    let limit = max(min(known[known.count * 4 / 5] * 0.2, 0.5), 0.02)
    var phrases: [MovementPhrase] = []
    var open: (start: Double, last: Double, peak: Double)?
    func close() {
      if let span = open, span.last - span.start >= shortestPhrase {
        phrases.append(MovementPhrase(start: span.start, end: span.last, peak: span.peak))
      }
      open = nil
    }
    for (time, speed) in zip(motion.times, speeds) {
      if speed >= limit {
        open = (open?.start ?? time, time, max(open?.peak ?? 0, speed))
      } else if let span = open, time - span.last >= shortestRest {
        close()
      }
    }
    close()
    return phrases
  }

  /// Mean speed of the key-points, m/s, of each pose since the one before; the first has that of the second.
  private static func speeds(of motion: Motion) -> [Double] {
    var speeds = [Double](repeating: 0, count: motion.count)
    for place in motion.poses.indices.dropFirst() {
      let step = motion.times[place] - motion.times[place - 1]
      var (sum, known) = (0.0, 0.0)
      for point in 0..<KeyPoint.count {
        let offset = motion.poses[place].points[point] - motion.poses[place - 1].points[point]
        let length = Double((offset * offset).sum().squareRoot())
        if length.isFinite {
          sum += length
          known += 1
        }
      }
      // Over a gap nobody knows.
      speeds[place] = known > 0 && step > 1e-6 && step < 0.5 ? sum / known / step : 0
    }
    if speeds.count > 1 { speeds[0] = speeds[1] }
    return speeds
  }

  private static func smoothed(_ speeds: [Double], times: [Double]) -> [Double] {
    var (low, high, sum) = (0, 0, 0.0)
    return times.indices.map { place in
      while high < times.count, times[high] <= times[place] + 0.1 {
        sum += speeds[high]
        high += 1
      }
      while times[low] < times[place] - 0.1 {
        sum -= speeds[low]
        low += 1
      }
      return sum / Double(high - low)
    }
  }
}
