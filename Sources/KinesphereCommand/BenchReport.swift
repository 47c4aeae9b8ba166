import Foundation
import Kinesphere

/// What `bench` measured, for people and for programs (docs/bench.schema.json).
struct BenchReport: Encodable {
  /// A median and a 99th percentile in milliseconds.
  struct Percentiles: Encodable {
    let name: String
    let p50: Double
    let p99: Double
  }

  /// Reading an MSR `.bin` from the page cache.
  struct Reading: Encodable {
    let megabytes: Double
    /// Median of the passes.
    let gigabytesPerSecond: Double
  }

  /// Writing and reading 640 x 480 depth in one format; raw depth is two bytes a pixel.
  struct Format: Encodable {
    let name: String
    /// `room`: noisy, furnished; `dancer`: cut out.
    let scene: String
    let bytesPerPixel: Double
    /// Medians of the passes; writing ends when all is on the disk, but for PNG, which is left to the system.
    let writtenFramesPerSecond: Double
    let readFramesPerSecond: Double
    let writtenMegabytesPerSecond: Double
    let readMegabytesPerSecond: Double
  }

  var format = "kinesphere-bench"
  var version = 1
  var threads = 1
  var cpuLevel: String
  var cores = ProcessInfo.processInfo.activeProcessorCount
  /// Over one minute, before and after.
  let loadAverage: [Double]
  let width = 320
  let height = 240
  let frames: Int
  /// Each stage, then all of them: `frame` by the clock, `frame_cpu` in processor time.
  let stages: [Percentiles]
  /// The LSTM-CNN over a full window.
  let lstmcnnWindow: Percentiles
  /// Filming a frame of the synthetic dancer.
  let syntheticDancer: Percentiles
  let reading: Reading
  let formats: [Format]
  /// From the start of a new process to its first pose, milliseconds.
  let firstPose: Percentiles

  init(
    loadBefore: Double, stages: [Percentiles], window: Percentiles, syntheticDancer: Percentiles,
    reading: Reading, formats: [Format], firstPose: Percentiles, frames: Int
  ) {
    loadAverage = [loadBefore, Self.loadAverage()]
    cpuLevel = "\(CPULevel.current)"
    self.stages = stages
    lstmcnnWindow = window
    self.syntheticDancer = syntheticDancer
    self.reading = reading
    self.formats = formats
    self.firstPose = firstPose
    self.frames = frames
  }

  /// Processes waiting for a core, over the last minute.
  static func loadAverage() -> Double {
    var loads = [0.0]
    getloadavg(&loads, 1)
    return loads[0]
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  var text: String {
    var lines = [
      String(
        format: "%d thread of %d cores, CPU level %@, load average %.2f before and %.2f after", threads,
        cores,
        cpuLevel, loadAverage[0], loadAverage[1]),
      "", "depth frame \(width) x \(height) -> pose, \(frames) frames",
      row("", "p50 ms", "p99 ms") + "     share",
    ]
    // Of the frame's median; the medians of the stages do not quite add up to it.
    let frame = stages.first { $0.name == "frame" }?.p50 ?? 0
    lines += stages.map { stage in
      let isStage = !stage.name.hasPrefix("frame") && frame > 0
      return row(stage) + (isStage ? String(format: "%8.0f %%", 100 * stage.p50 / frame) : "")
    }
    lines += ["", "LSTM-CNN alone, full window", row(lstmcnnWindow), ""]
    lines.append(
      String(
        format: "a frame of the synthetic dancer   %.2f ms (p99 %.2f ms), %.0f frames/s", syntheticDancer.p50,
        syntheticDancer.p99, 1000 / syntheticDancer.p50))
    lines.append(
      String(
        format: "reading .bin from the page cache  %.2f GB/s (%.0f MB)", reading.gigabytesPerSecond,
        reading.megabytes))
    lines.append(
      String(format: "start to first pose               %.0f ms (p99 %.0f ms)", firstPose.p50, firstPose.p99))
    lines += [
      "", "640 x 480 depth          bytes/pixel   written: frames/s     MB/s   read: frames/s     MB/s",
    ]
    if !formats.contains(where: { $0.name == "mkv" }) {
      lines.append("  mkv: not measured, ffmpeg is not installed")
    }
    lines += formats.map {
      let name = "  \($0.name), \($0.scene)".padding(toLength: 26, withPad: " ", startingAt: 0)
      return name
        + String(
          format: "%10.2f %19.0f %8.0f %16.0f %8.0f", $0.bytesPerPixel, $0.writtenFramesPerSecond,
          $0.writtenMegabytesPerSecond, $0.readFramesPerSecond, $0.readMegabytesPerSecond)
    }
    return lines.joined(separator: "\n")
  }

  private func row(_ value: Percentiles) -> String {
    row(value.name, String(format: "%.3f", value.p50), String(format: "%.3f", value.p99))
  }

  private func row(_ name: String, _ p50: String, _ p99: String) -> String {
    func right(_ text: String) -> String { String(repeating: " ", count: max(0, 10 - text.count)) + text }
    return "  " + name.padding(toLength: 12, withPad: " ", startingAt: 0) + right(p50) + right(p99)
  }
}
