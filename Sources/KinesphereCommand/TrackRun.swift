import Foundation
import Kinesphere
import KinesphereData
import KinesphereEvaluation

/// Tracks one recording into a folder: poses.json, poses.csv, channels.csv and report.html, all or none.
///
/// Memory stays flat: frames pass one by one, files are streamed, and the report is bounded.
struct TrackRun {
  let weights: LoadedWeights
  /// Opens the recording from its start; twice where a room's background is learned first.
  let open: () throws -> any Recording
  /// The dancer's true points by frame, where they are known.
  var truth: [Pose]?
  var label = "tracking"
  /// Of the recording, for the poses to say whose they are.
  var fingerprint: RecordingFingerprint?

  static let files = ["poses.json", "poses.csv", "channels.csv", "report.html"]

  /// Writes the folder and returns what the page shows.
  func run(into path: String) throws -> TrackingReport {
    let recording = try open()
    guard let camera = recording.header.camera else {
      preconditionFailure("a recording that is opened to be tracked has a camera")
    }
    let tracker = try TrackerStart(network: weights.network, open: open).makeTracker(camera, recording.header)
    let folder = try OutputFolder(path: path)
    do {
      let report = try track(recording, with: tracker, into: folder)
      try folder.publish()
      return report
    } catch {
      folder.discard()
      throw error
    }
  }

  private func track(_ recording: any Recording, with start: PoseTracker, into folder: OutputFolder) throws
    -> TrackingReport
  {
    var tracker = start
    let header = recording.header
    let subject = TrackingSubject(
      name: header.name, format: header.format.rawValue, camera: tracker.camera, rate: header.rate ?? 30,
      provenance: header.provenance, weights: weights.name, weightsCredit: weights.credit,
      notices: header.notices)
    var report = TrackingReport(subject: subject, curves: ReportCurves.all)
    var output = try TrackOutput(folder: folder, subject: subject, fingerprint: fingerprint?.text)
    var frame = recording.makeFrame()
    var parts = Plane<UInt8>(width: tracker.camera.width, height: tracker.camera.height, repeating: 0)
    var progress = ProgressLine(label, total: header.frameCount)
    var (watch, sizes) = (RoomWatch(isSegmented: header.isSegmented), SizeWatch())
    defer { progress.end() }
    reading: while true {
      try Interruption.check()
      let tracked: TrackedFrame
      switch try recording.read(into: &frame) {
      case .end: break reading
      case .damaged(let reason):
        tracked = tracker.skipDamaged(time: frame.time)
        report.note(problem: reason)
      case .frame:
        tracked = try tracker.poses(in: frame)
        if tracked.status == .damaged {
          report.note(problem: "frame \(tracked.index): no pixel has a reading")
        }
        let notices = [
          watch.notice(frame, index: tracked.index, tracker: tracker),
          sizes.notice(tracked, tracker: tracker),
        ]
        for notice in notices.compactMap({ $0 }) { report.note(problem: notice) }
      }
      try output.append(tracked)
      let known = truth.flatMap { $0.indices.contains(tracked.index) ? $0[tracked.index] : nil }
      report.add(
        tracked, frame: frame, silhouette: tracker.silhouette, values: ReportCurves.values(tracked),
        truth: known, parts: { tracker.fillParts(&parts) ? parts : nil })
      progress.show(report.count)
    }
    guard report.count > 0 else {
      throw RecordingError(
        .truncated, file: header.name, expected: "at least one frame", actual: "it has none")
    }
    if report.counts[.ok] == nil {
      report.note(problem: "nobody was found: the unit, the camera or --segmented may be wrong")
    }
    try output.close(with: report)
    return report
  }
}

/// The four files while they are written.
struct TrackOutput {
  private let folder: OutputFolder
  private var poses: PosesWriter
  private let table: PosesTable
  private let channels: ChannelsTable

  init(folder: OutputFolder, subject: TrackingSubject, fingerprint: String?) throws {
    self.folder = folder
    let header = PosesHeader(
      name: subject.name, format: subject.format, rate: subject.rate, camera: subject.camera,
      weights: subject.weights, fingerprint: fingerprint)
    poses = try PosesWriter(path: folder.work("poses.json"), header: header)
    table = try PosesTable(path: folder.work("poses.csv"))
    let columns = zip(MotionChannels.names, MotionChannels.units).map { "\($0) [\($1)]" }
    channels = try ChannelsTable(path: folder.work("channels.csv"), names: columns)
  }

  mutating func append(_ tracked: TrackedFrame) throws {
    try poses.append(tracked)
    try table.append(tracked)
    try channels.append(tracked)
  }

  func close(with report: TrackingReport) throws {
    try poses.close()
    try table.close()
    try channels.close()
    let page = try OutputFile(path: folder.work("report.html"))
    try page.append(report.page())
    try page.close()
  }
}

/// The clock of the timings.
enum SystemClock {
  /// Nanoseconds of a clock that only runs forwards.
  static let nanoseconds: PoseTracker.Clock = {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }
}
