import Foundation
import Kinesphere

/// What a live stream came to: text for people, JSON for programs (docs/live.schema.json).
struct LiveSummary: Encodable {
  struct Latency: Encodable {
    let p50: Double
    let p99: Double
    let longest: Double
  }

  struct Filter: Encodable {
    let rawJitter: Double
    let filteredJitter: Double
    let lag: Double?
  }

  struct Receiver: Encodable {
    let name: String
    let sent: Int
    let failed: Int
  }

  struct Viewers: Encodable {
    let joined: Int
    let dropped: Int
  }

  let format = "kinesphere-live"
  let version = 1
  let source: String
  let seconds: Double
  /// Tracked; dropped ones are not among them.
  let frames: Int
  let found: Int
  let dropped: Int
  let damaged: Int
  /// Milliseconds from a whole frame in to its last packet handed to the kernel.
  let latencyMs: Latency?
  /// Millimetres and milliseconds.
  let filter: Filter?
  let receivers: [Receiver]
  let viewers: Viewers?
  let recorded: Int?

  /// Lines for people.
  var lines: [String] {
    let rate = String(format: "%.1f", Double(frames) / max(seconds, 1e-6))
    var lines = [
      "\(frames) frames in \(String(format: "%.1f", seconds)) s (\(rate)/s), \(dropped) dropped, \(damaged) damaged, "
        + "the dancer in \(found)"
    ]
    if let latencyMs {
      lines.append(
        String(
          format: "latency, frame in to packet out: p50 %.2f ms, p99 %.2f ms, longest %.2f ms", latencyMs.p50,
          latencyMs.p99, latencyMs.longest))
    }
    if let filter {
      let lag = filter.lag.map { String(format: ", moving points %.1f ms later", $0) } ?? ""
      lines.append(
        String(format: "filter: jitter %.1f mm to %.1f mm", filter.rawJitter, filter.filteredJitter) + lag)
    }
    if let viewers {
      lines.append("viewers: \(viewers.joined) came, \(viewers.dropped) frames dropped for slow ones")
    }
    return lines
  }

  /// One object, on one line.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
