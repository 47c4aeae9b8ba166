import Foundation
import Kinesphere
import KinesphereData

/// The measurements of `bench`, each on its own.
struct BenchMeasurements {
  let network: PoseNetwork
  let frames: Int

  /// Frames of the synthetic dancer that are tracked over and over.
  private static let takeLength = 120
  private static let startRuns = 9
  private static let binFrames = 200

  /// Every stage, the whole frame by the clock, and the whole frame in processor time, which leaves out what other
  /// programs took; after a warm-up of one take.
  func stages() throws -> [BenchReport.Percentiles] {
    let take = Self.take()
    var tracker = PoseTracker(
      network: network, camera: take[0].camera, detector: .segmented(width: 320, height: 240),
      clock: SystemClock.nanoseconds)
    var durations = [[UInt64]](repeating: [], count: TrackingStage.count + 2)
    for index in 0..<frames + take.count {
      try Interruption.check()
      var frame = take[index % take.count]
      frame.time = Double(index) / 30
      let before = Self.processorTime()
      let tracked = try tracker.poses(in: frame)
      let spent = Self.processorTime() - before
      guard index >= take.count && tracked.status == .ok else { continue }
      for stage in TrackingStage.allCases { durations[stage.rawValue].append(tracked.durations[stage]) }
      durations[TrackingStage.count].append(tracked.durations.total)
      durations[TrackingStage.count + 1].append(spent)
    }
    let names = TrackingStage.allCases.map(\.name) + ["frame", "frame_cpu"]
    let ran = zip(names, durations).filter { $0.0 != TrackingStage.parts.name || network.segmenter != nil }
    return ran.map { Self.percentiles($0.0, $0.1) }
  }

  /// Nanoseconds that this thread has spent on a core.
  private static func processorTime() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }

  private static func take() -> [DepthFrame] {
    var configuration = SyntheticSequence.Configuration()
    configuration.fewestFrames = takeLength
    configuration.mostFrames = takeLength
    let sequence = SyntheticSequence(seed: 1, configuration: configuration)
    var stage = SyntheticStage(camera: sequence.camera)
    return (0..<takeLength).map {
      sequence.film($0, on: &stage)
      return stage.frame(at: sequence.time(of: $0))
    }
  }

  /// One observation and the output over a full window.
  func window() -> BenchReport.Percentiles {
    var window = LSTMCNN.Window(of: network.lstmcnn)
    let observation = [Float](repeating: 0.1, count: network.lstmcnn.configuration.inputs)
    var output = [Float](repeating: 0, count: LSTMCNN.outputs)
    for _ in 0..<network.lstmcnn.configuration.steps { window.append(observation) }
    var durations: [UInt64] = []
    for _ in 0..<2_000 {
      let start = SystemClock.nanoseconds()
      window.append(observation)
      window.output(into: &output)
      durations.append(SystemClock.nanoseconds() - start)
    }
    return Self.percentiles("lstmcnn", durations)
  }

  /// Frames of the synthetic dancer, segmented and with Kinect's noise, each filmed anew.
  func synthesis() -> BenchReport.Percentiles {
    let sequence = SyntheticSequence(seed: 2)
    var stage = SyntheticStage(camera: sequence.camera)
    var durations: [UInt64] = []
    for index in 0..<300 {
      let start = SystemClock.nanoseconds()
      sequence.film(index % sequence.count, on: &stage)
      durations.append(SystemClock.nanoseconds() - start)
    }
    return Self.percentiles("synthetic dancer", durations)
  }

  /// Passes over a `.bin` of a temporary folder, which the page cache holds.
  func reading() throws -> BenchReport.Reading {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(
      "kinesphere-bench-\(getpid()).bin"
    ).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = try Self.writeBin(path)
    let options = RecordingOptions(camera: Intrinsics(.kinect1), unit: .msrAction3D)
    var rates: [Double] = []
    for _ in 0..<7 {
      try Interruption.check()
      let recording = try Recordings.open(path: path, options: options)
      var frame = recording.makeFrame()
      let start = SystemClock.nanoseconds()
      while try recording.read(into: &frame) == .frame {}
      rates.append(Double(bytes) / Double(SystemClock.nanoseconds() - start))
    }
    return BenchReport.Reading(
      megabytes: Double(bytes) / 1e6, gigabytesPerSecond: rates.sorted()[rates.count / 2])
  }

  private static func writeBin(_ path: String) throws -> Int {
    let file = try OutputFile(path: path)
    try file.append { buffer in
      for value in [UInt32(binFrames), 320, 240] { buffer.append(littleEndian: value) }
    }
    var row: [UInt8] = []
    for column in 0..<320 { row.append(littleEndian: UInt32(column % 7 == 0 ? 0 : 300 + column)) }
    for _ in 0..<binFrames * 240 { try file.append { $0 += row } }
    try file.close()
    return 12 + binFrames * 240 * row.count
  }

  /// Starts this program anew on one frame and waits for its line.
  func firstPose(_ networks: [String]) throws -> BenchReport.Percentiles {
    let frame = Self.take()[0]
    var pixels = Data()
    for value in frame.depth.storage {
      withUnsafeBytes(of: value.littleEndian) { pixels.append(contentsOf: $0) }
    }
    var durations: [UInt64] = []
    for _ in 0..<Self.startRuns {
      try Interruption.check()
      let process = Process()
      process.executableURL = Bundle.main.executableURL
      process.arguments =
        ["track", "-", "--size", "320x240", "--unit", "mm", "--camera", "kinect1", "--segmented"]
        + networks
      let (input, output) = (Pipe(), Pipe())
      process.standardInput = input
      process.standardOutput = output
      let start = SystemClock.nanoseconds()
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: pixels)
      let line = output.fileHandleForReading.availableData
      durations.append(SystemClock.nanoseconds() - start)
      try input.fileHandleForWriting.close()
      process.waitUntilExit()
      guard String(decoding: line, as: UTF8.self).contains("\"status\": \"ok\"") else {
        throw BenchError(
          expected: "a pose from a new process", actual: "it printed \(line.count) other bytes")
      }
    }
    return Self.percentiles("first pose", durations)
  }

  /// Exact order statistics, in milliseconds.
  static func percentiles(_ name: String, _ nanoseconds: [UInt64]) -> BenchReport.Percentiles {
    let sorted = nanoseconds.sorted()
    func at(_ share: Double) -> Double {
      guard !sorted.isEmpty else { return .infinity }
      return Double(sorted[min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.up)) - 1)]) / 1e6
    }
    return BenchReport.Percentiles(name: name, p50: at(0.5), p99: at(0.99))
  }
}

/// A measurement that could not be taken.
struct BenchError: Error, CustomStringConvertible {
  let expected: String
  let actual: String

  var description: String { "bench: expected \(expected), but \(actual)" }
}

extension [UInt8] {
  /// Appends a number, little-endian.
  fileprivate mutating func append(littleEndian value: UInt32) {
    for shift in [0, 8, 16, 24] { append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
  }
}
