import Foundation

/// Durations of any number in constant memory, to a hundredth: for p50 and p99.
///
/// Buckets grow by 2 % from 100 ns to 100 s; a percentile is the middle of its bucket, so at most 1 % off.
public struct DurationHistogram: Sendable {
  private var buckets = [Int](repeating: 0, count: 1_048)
  /// Durations added.
  public private(set) var count = 0
  private static let smallest = 100.0
  private static let growth = log(1.02)

  public init() {}

  /// Adds a duration in nanoseconds.
  public mutating func add(nanoseconds: UInt64) {
    let place = log(max(Double(nanoseconds), Self.smallest) / Self.smallest) / Self.growth
    buckets[min(Int(place), buckets.count - 1)] += 1
    count += 1
  }

  /// The duration in milliseconds that a share of all stays below, `share` from 0 to 1; nil where none was added.
  public func milliseconds(atShare share: Double) -> Double? {
    guard count > 0 else { return nil }
    let rank = max(1, Int((share * Double(count)).rounded(.up)))
    var seen = 0
    for (index, bucket) in buckets.enumerated() {
      seen += bucket
      if seen >= rank { return Self.smallest * exp((Double(index) + 0.5) * Self.growth) / 1e6 }
    }
    return nil
  }

  /// The median in milliseconds.
  public var p50: Double? { milliseconds(atShare: 0.5) }
  /// 99 of 100 are faster than this, in milliseconds.
  public var p99: Double? { milliseconds(atShare: 0.99) }
}
