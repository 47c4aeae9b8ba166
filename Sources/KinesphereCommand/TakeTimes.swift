import KinesphereMovement

/// Times that a review or a search for actions can count on.
enum TakeTimes {
  /// Eleven days; more is no take.
  static let latest = 1e6

  static func check(_ times: [Double], file: String) throws {
    for (before, time) in zip([-Double.infinity] + times, times) {
      try check(time, after: before, file: file)
    }
  }

  static func check(_ time: Double, after before: Double, file: String) throws {
    guard time > before, abs(time) <= latest else {
      throw PostureError(
        file: file, expected: "times that ascend, in seconds, none beyond \(Int(latest))",
        actual: before.isFinite ? "there is \(time) after \(before)" : "the first is \(time)")
    }
  }
}
