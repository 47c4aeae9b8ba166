import Kinesphere
import KinesphereData

/// What is counted while a live stream runs, in constant memory.
struct LiveTally {
  private(set) var frames = 0
  private(set) var found = 0
  private(set) var damaged = 0
  private(set) var latency = LatencyHistogram()
  private var cost = FilterCost()

  mutating func add(_ tracked: TrackedFrame, latency nanoseconds: UInt64) {
    frames += 1
    if tracked.status == .ok { found += 1 }
    if tracked.status == .damaged { damaged += 1 }
    latency.add(nanoseconds)
  }

  mutating func add(raw: Pose, filtered: Pose, at time: Double) {
    cost.add(raw: raw, filtered: filtered, at: time)
  }

  var latencyMs: LiveSummary.Latency? {
    guard let p50 = latency.percentile(0.5), let p99 = latency.percentile(0.99) else { return nil }
    return LiveSummary.Latency(p50: p50, p99: p99, longest: Double(latency.longest) / 1e6)
  }

  var filter: LiveSummary.Filter? {
    guard let before = cost.rawJitter, let after = cost.filteredJitter else { return nil }
    return LiveSummary.Filter(rawJitter: before, filteredJitter: after, lag: cost.lag)
  }

  /// The line that viewers get every second: `{"live": {...}}`.
  func note(dropped: Int, viewers: Int) -> [UInt8] {
    var line = Array(
      "{\"live\": {\"frames\": \(frames), \"dropped\": \(dropped), \"viewers\": \(viewers)".utf8)
    for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
      line += Array(", \"latency_\(name)_ms\": ".utf8)
      line.append(decimal: latency.percentile(share) ?? .nan, decimals: 3)
    }
    line += Array("}}".utf8)
    return line
  }
}
