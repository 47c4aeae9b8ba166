import Foundation
import Kinesphere
import KinesphereEvaluation

/// What `track` and `demo` say at their end, on standard output.
struct TrackSummary {
  let report: TrackingReport
  let seconds: Double
  let folder: String

  private static let mostNotices = 4

  var text: String {
    var lines = [found, "", "  stage        p50 ms   p99 ms"]
    for stage in TrackingStage.allCases {
      if let time = report.durations(of: stage) { lines.append(row(stage.name, time)) }
    }
    if let time = report.totalDurations {
      lines.append(row("frame", time))
      let factor = 1000 / report.subject.rate / time.p50
      lines.append(
        String(format: "  %.0f times faster than the recording's %.0f frames/s", factor, report.subject.rate))
    }
    let whole = String(
      format: "%.1f s with reading, report and files; %d MB of memory at most", seconds, Self.peakMegabytes)
    let noticed = report.subject.notices + report.problems
    if !noticed.isEmpty { lines.append("") }
    for line in noticed.prefix(Self.mostNotices) { lines.append("  note: \(line)") }
    if noticed.count > Self.mostNotices { lines.append("  and more, in the report") }
    lines += ["  \(whole)", "", "wrote \(TrackRun.files.joined(separator: ", ")) into", "  \(folder)/"]
    return lines.joined(separator: "\n")
  }

  /// Resident memory of this process at its largest, in megabytes.
  ///
  /// Linux keeps it as `VmHWM` of this program alone; `ru_maxrss` would count the memory of whoever started it too.
  private static var peakMegabytes: Int {
    if let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) })
    {
      return kilobytes / 1024
    }
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return Int(usage.ru_maxrss) / 1024
  }

  private var found: String {
    let found = report.counts[.ok, default: 0]
    var text =
      "\(report.subject.name): \(report.count) frames, the dancer is in \(found)"
      + String(format: " (%.1f %%)", report.foundShare * 100)
    if let confidence = report.meanConfidence {
      text += String(format: ", mean confidence %.0f %%", confidence * 100)
    }
    if let error = report.meanError {
      text += String(format: "\nmean distance to the true key-points: %.1f cm", error * 100)
    }
    for status in [TrackedFrame.Status.learning, .empty, .damaged] {
      if let count = report.counts[status], count > 0 { text += "\n\(status.rawValue): \(count)" }
    }
    return text
  }

  private func row(_ name: String, _ time: (p50: Double, p99: Double)) -> String {
    "  " + name.padding(toLength: 11, withPad: " ", startingAt: 0)
      + String(format: "%8.3f %8.3f", time.p50, time.p99)
  }
}
