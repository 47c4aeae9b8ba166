import Foundation
import Kinesphere
import KinesphereData
import KinesphereFlags
import KinesphereEvaluation

/// `track` on gray or colour video: room, silhouette, the channels that a silhouette can carry, and a page. There is no
/// depth, so no key-point is made up: poses.json and poses.csv are not written.
struct TrackVideo {
  let path: String
  let recordingFlags: RecordingFlags
  let folder: String?

  static let files = ["channels.csv", "report.html"]
  static let notice =
    "No 3-D: gray and colour video hold no depth, so there are no key-points and no poses.json; the channels below are "
    + "measured in the picture's plane, in statures of the dancer."

  func run(_ first: any VideoRecording) throws {
    try recordingFlags.checkVideo(path, usesMirroring: true)
    let options = VideoOptions(rate: recordingFlags.rate, ffmpeg: RecordingFlags.ffmpeg)
    let header = first.header
    var detector = VideoDetector(
      width: header.width, height: header.height,
      background: VideoRoomFollower(
        width: header.width, height: header.height, channelCount: header.channelCount,
        configuration: .init(capacity: 64, tolerance: .cleaned)),
      configuration: Self.following)
    let again = try Recordings.openVideo(path: path, options: options)
    let learned = try RoomLearning().teach(FrameReader(again)) { try detector.learn($0) }
    detector.settle()
    let usual = "\(header.name)-tracked"
    guard folder != nil || !FileManager.default.fileExists(atPath: usual + "/poses.json") else {
      throw RecordingError(
        .unwritable, file: usual, expected: "no poses, which a video has none of",
        actual: "those of a depth recording of its name: --output names another folder")
    }
    let output = try OutputFolder(path: folder ?? usual)
    do {
      var run = VideoRun(header, detector: detector, isMirrored: recordingFlags.mirroring == .mirrored)
      try run.track(FrameReader(first), into: output)
      let found = String(format: "%.1f %%", run.foundShare * 100)
      let page = MaskPage(
        title: header.name, subtitle: "video · \(header.width) × \(header.height) · \(header.provenance)",
        tiles: [
          (found, "of the frames show the dancer"), ("\(learned)", "frames taught the room"),
          (String(format: "%.2f ms", run.tally.time / 1000), "per frame (p50)"),
        ],
        notice: Self.notice, notes: header.notices + run.tally.notes, film: run.tally.film,
        curves: run.curves,
        samples: run.samples)
      try OutputFile.writeWhole(page.html(), to: output.work("report.html"))
      try output.publish()
      try StandardOutput.write(
        """
        \(run.tally.film.count) frames, the dancer in \(found) of them
        3-D key-points: unavailable, a video holds no depth; poses.json is not written
        left and right: as the dancer's own in \(recordingFlags.mirroring == .mirrored ? "a mirrored" : "an unmirrored") picture
        wrote \(output.path): \(Self.files.joined(separator: ", "))
        """)
    } catch {
      output.discard()
      throw error
    }
  }

  private static var following: VideoDetector.Configuration {
    var configuration = VideoDetector.Configuration()
    configuration.followsRoom = true
    return configuration
  }
}

/// Detection and channels, frame by frame.
struct VideoRun {
  private var detector: VideoDetector
  private var channels: VideoChannels
  private(set) var tally: MaskTally
  private(set) var samples = MaskPage.Samples()
  private var found = 0
  private var owners: Plane<UInt8>

  let curves = [
    CurveDescription(title: "limb swing", unit: "rad", columns: [0, 1]),
    CurveDescription(title: "gait phase", unit: "cycles", columns: [2], isCyclic: true),
    CurveDescription(title: "torso symmetry", unit: "left − right shoulder, ratio", columns: [3]),
    CurveDescription(title: "profile projection", unit: "width : height", columns: [4]),
    CurveDescription(title: "speed across the picture", unit: "statures/s", columns: [5]),
    CurveDescription(title: "vertical speed", unit: "statures/s", columns: [6]),
  ]

  init(_ header: VideoHeader, detector: VideoDetector, isMirrored: Bool) {
    self.detector = detector
    channels = VideoChannels(width: header.width, height: header.height, isMirrored: isMirrored)
    tally = MaskTally(width: header.width, height: header.height)
    owners = Plane(width: header.width, height: header.height, repeating: 0)
  }

  /// Share of the frames with the dancer, 0 to 1.
  var foundShare: Double { tally.film.count == 0 ? 0 : Double(found) / Double(tally.film.count) }

  mutating func track(_ start: FrameReader<VideoFrame>, into folder: OutputFolder) throws {
    var reader = start
    let names = zip(MotionChannels.names, VideoChannels.units).map { "\($0) [\($1)]" }
    let table = try ChannelsTable(path: folder.work("channels.csv"), names: names)
    var progress = ProgressLine("tracking", total: reader.frameCount)
    defer { progress.end() }
    while try reader.next(damaged: &tally.damaged) {
      let begin = SystemClock.nanoseconds()
      let detection = try detector.detect(in: reader.frame)
      let silhouette = detector.silhouettes[0]
      let values = channels.update(silhouette, at: reader.frame.time)
      tally.charge(since: begin)
      tally.note(RoomEvents.of(detector.background), frame: tally.film.count)
      let status: TrackedFrame.Status = detection == .body ? .ok : .empty
      if detection == .body { found += 1 }
      try table.append(index: tally.film.count, time: reader.frame.time, status: status, values)
      samples.add(time: reader.frame.time, values: (0..<7).map { values[$0] })
      let share = tally.add(pixels: silhouette.area)
      let time = reader.frame.time
      tally.film.offer(time: time, caption: MaskTally.caption(tally.film.count, time, share)) { painter in
        owners.fill(from: [silhouette])
        return reader.paint(reader.frame, painter, owners)
      }
      progress.show(tally.film.count)
    }
    try tally.check(reader.name)
    try table.close()
  }
}
