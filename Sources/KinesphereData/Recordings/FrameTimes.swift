/// Times of frames as files give them.
enum FrameTimes {
  /// The times with the first one at 0; throws where one is no number or lies before the one before it.
  static func checked(_ seconds: [Double], file: String) throws(RecordingError) -> [Double] {
    guard let first = seconds.first else { return [] }
    var last = first
    for (index, time) in seconds.enumerated() {
      guard time.isFinite, time >= last, time.magnitude < 1e12 else {
        throw RecordingError(
          .invalid, file: file, expected: "times in seconds that do not fall",
          actual: "time \(index) is \(time) after \(last)")
      }
      last = time
    }
    return seconds.map { $0 - first }
  }

  /// Frames per second by the median step; nil where there is none.
  static func rate(_ seconds: [Double]) -> Double? {
    let steps = zip(seconds.dropFirst(), seconds).map { $0 - $1 }.filter { $0 > 0 }.sorted()
    guard let first = steps.first else { return nil }
    let step = steps.count > 1 ? steps[steps.count / 2] : first
    // Times are written with microseconds: 0.033333 s are 30 Hz.
    let rate = 1 / step
    let nice = (rate * 1000).rounded() / 1000
    let whole = rate.rounded()
    return abs(rate - whole) < 0.01 * whole ? max(whole, 1) : max(nice, 0.001)
  }
}
