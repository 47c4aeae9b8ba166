import Foundation

/// Times that something took, counted in bins: any number of them in constant memory.
///
/// Bins are a hundredth of their value wide and at least a microsecond; percentiles are therefore exact to 1 %. What takes
/// longer than a minute counts as a minute.
struct LatencyHistogram {
  private var bins = [Int](repeating: 0, count: binCount)
  private(set) var count = 0
  /// Nanoseconds.
  private(set) var longest: UInt64 = 0

  private static let width = 0.01
  private static let binCount = 100 + 1350

  /// Adds a time in nanoseconds.
  mutating func add(_ nanoseconds: UInt64) {
    bins[Self.bin(nanoseconds)] += 1
    count += 1
    longest = max(longest, nanoseconds)
  }

  /// Milliseconds that a share (0 to 1) of all times did not pass; nil before the first.
  func percentile(_ share: Double) -> Double? {
    guard count > 0 else { return nil }
    let rank = max(1, Int((share * Double(count)).rounded(.up)))
    var sum = 0
    for (bin, number) in bins.enumerated() {
      sum += number
      if sum >= rank { return min(Self.end(of: bin), Double(longest) / 1e6) }
    }
    return Double(longest) / 1e6
  }

  /// A microsecond each up to 100, then a hundredth more each.
  private static func bin(_ nanoseconds: UInt64) -> Int {
    let microseconds = Double(nanoseconds) / 1000
    guard microseconds >= 100 else { return Int(microseconds) }
    let steps = log(microseconds / 100) / log(1 + width)
    return min(binCount - 1, 100 + Int(steps))
  }

  /// Milliseconds.
  private static func end(of bin: Int) -> Double {
    bin < 100 ? Double(bin + 1) / 1000 : 0.1 * pow(1 + width, Double(bin - 99))
  }
}
