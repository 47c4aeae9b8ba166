import Foundation

/// How far a run is, on standard error: one line that redraws itself on a terminal, plain lines elsewhere. Where
/// `KINESPHERE_PROGRESS` is `lines`, as the studio sets it, five lines a second for programs: `progress DONE TOTAL LABEL`.
struct ProgressLine {
  private let label: String
  private let total: Int?
  private let unit: String
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let isFollowed = ProcessInfo.processInfo.environment["KINESPHERE_PROGRESS"] == "lines"
  private let start = ContinuousClock.now
  private var shown = ContinuousClock.now
  private var hasShown = false

  /// `total` is nil where nobody knows how many there are of what is counted.
  init(_ label: String, total: Int?, unit: String = "frames") {
    self.label = label
    self.unit = unit
    self.total = total
  }

  /// Seconds since the start.
  var seconds: Double { start.duration(to: .now) / .seconds(1) }

  /// Shows the state after `count` frames, at most ten times a second (every five seconds in a log).
  mutating func show(_ count: Int) {
    let now = ContinuousClock.now
    if isFollowed {
      guard now - shown >= .milliseconds(200) else { return }
      shown = now
      return write("progress \(count) \(total.map(String.init) ?? "-") \(label)\n")
    }
    guard now - shown >= (isTerminal ? .milliseconds(100) : .seconds(5)) else { return }
    shown = now
    hasShown = true
    write(isTerminal ? "\r\u{1B}[K" + line(count) : line(count) + "\n")
  }

  /// Removes the line from a terminal.
  func end() {
    if isTerminal && hasShown { write("\r\u{1B}[K") }
  }

  func line(_ count: Int) -> String {
    let rate = Double(count) / max(seconds, 1e-6)
    let speed = String(format: "%.0f \(unit)/s", rate)
    guard let total, total > 0 else { return "\(label)  \(count) \(unit)  \(speed)" }
    let share = min(Double(count) / Double(total), 1)
    let width = 24
    let full = Int(share * Double(width))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    let left = String(format: "%.0f s left", Double(max(0, total - count)) / max(rate, 1e-6))
    return "\(label)  \(bar) \(Int(share * 100)) %  \(count)/\(total)  \(speed)  \(left)"
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
