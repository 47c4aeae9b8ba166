import Foundation
import Kinesphere
import KinesphereData

/// One conversion: opens, copies frame by frame, names what is lost.
struct ConvertRun {
  let recording: String
  let output: String
  let format: WritingFormat
  let poses: String?
  let options: RecordingOptions

  func run() throws -> ConvertSummary {
    let source = try Recordings.open(path: recording, options: options)
    for notice in source.header.notices { StandardError.note("\(recording): \(notice)") }
    let labels = try skeleton(source.header)
    let description = try description(source, hasLabels: format == .take && labels.own != nil)
    var losses = ConvertLosses(
      format: format, header: source.header, hasLabels: labels.own != nil,
      hasFractions: (source as? ArrayRecording)?.hasFractions ?? false, beside: try beside(source.header)
    ).lines
    let leftover = !format.resumes && FileManager.default.fileExists(atPath: output + ".part")
    let writer = try RecordingWriters.open(
      path: output, format: format, description: description, ffmpeg: options.ffmpeg)
    let resumed = writer.frameCount
    if leftover {
      StandardError.note("an earlier run left \(output).part: it is written again from its start")
    }
    if resumed > 0 { try requireSamePictures(output + (format == .take ? ".recording" : ".part")) }
    if resumed > 0 { StandardError.note("goes on after \(resumed) frames of an earlier run") }
    if let take = writer as? TakeWriter { take.notices.forEach(StandardError.note) }
    let clock = ContinuousClock.now
    var copied = Copied()
    do {
      try copy(source, into: writer, from: resumed, labels, &copied)
      try writer.finish()
    } catch is Interrupted where format.resumes && writer.frameCount > 0 {
      StandardError.note("stopped after \(writer.frameCount) frames; the same command goes on from there")
      throw Interrupted()
    } catch {
      if !format.resumes || writer.frameCount == 0 {
        writer.discard()
      } else {
        StandardError.note(
          "\(writer.frameCount) frames are kept: the same command goes on from there; remove "
            + "\(output)\(format == .take ? ".recording" : ".part") to begin anew")
      }
      throw error
    }
    if copied.damaged > 0 {
      StandardError.note("\(copied.damaged) damaged frames became frames without readings")
    }
    if copied.saturated > 0, format != .mp4 {
      losses.append("what lies farther than 65.534 m (\(copied.saturated) readings)")
    }
    if !losses.isEmpty { StandardError.note("lost: \(losses.joined(separator: ", "))") }
    return ConvertSummary(
      input: recording, inputFormat: source.header.format.rawValue, output: output,
      outputFormat: format.rawValue,
      width: source.header.width, height: source.header.height, frames: writer.frameCount,
      damagedFrames: copied.damaged,
      resumedFrom: resumed, lost: losses, seconds: clock.duration(to: .now) / .seconds(1))
  }

  /// Throws where what an earlier run left begins with another picture: of another recording of this name, or in another unit.
  private func requireSamePictures(_ unfinished: String) throws {
    guard let left = try RecordingFingerprint(Recordings.open(path: unfinished)),
      let own = try RecordingFingerprint(Recordings.open(path: recording, options: options)),
      left.picture != own.picture
    else { return }
    throw RecordingError(
      .unwritable, file: unfinished, expected: "the unfinished part of this conversion",
      actual: "it holds other pictures than \(recording): move or remove it")
  }

  /// What was met on the way.
  private struct Copied {
    var damaged = 0
    /// Readings of the most millimetres that 16 bits hold.
    var saturated = 0
  }

  private func copy(
    _ source: any Recording, into writer: any RecordingWriter, from first: Int,
    _ labels: (own: Motion?, drawn: Motion?), _ copied: inout Copied
  ) throws {
    var frame = source.makeFrame()
    var index = 0
    if try first > 0 && source.seek(to: first) { index = first }
    var progress = ProgressLine("writing", total: source.header.frameCount)
    defer { progress.end() }
    while true {
      try Interruption.check()
      let outcome = try source.read(into: &frame)
      if outcome == .end { break }
      if case .damaged(let reason) = outcome {
        StandardError.note(reason)
        copied.damaged += 1
        let time = frame.time
        frame = source.makeFrame()
        frame.time = time
      }
      for value in frame.depth.storage where value == .max { copied.saturated += 1 }
      if index >= first {
        // A recording's own labels belong to its frames by their numbers, whatever rate is given.
        let own = labels.own.flatMap { index < $0.count ? $0.poses[index] : nil }
        let drawn = labels.drawn.flatMap { $0.pose(frame: index, at: frame.time) }
        try writer.append(frame, labels: labels.drawn == nil ? own : drawn)
      }
      index += 1
      progress.show(index)
    }
    guard writer.frameCount > 0 else {
      throw RecordingError(.invalid, file: recording, expected: "at least one frame", actual: "it has none")
    }
  }

  /// Labels and measurements of a data set that lie in files of their own.
  private func beside(_ header: RecordingHeader) throws -> [String] {
    guard header.format != .take else { return [] }
    var lines: [String] = []
    if try SkeletonLabels.beside(recording, rate: header.rate ?? 30) != nil {
      lines.append("labels (they stay in the file beside the recording)")
    }
    if try PixelLabels.beside(recording) != nil { lines.append("pixel labels (the same)") }
    if try InertialTrack.beside(recording) != nil { lines.append("inertial measurements (the same)") }
    return lines
  }

  /// The recording's own key-points, and those that were given to be drawn.
  private func skeleton(_ header: RecordingHeader) throws -> (own: Motion?, drawn: Motion?) {
    let drawn = try poses.map { path in
      let document = try PosesDocument(path: path)
      try check(document.recording, of: path, header)
      return document.motion
    }
    // Only a take's labels belong to it; those that lie beside a data set's file are its own files.
    guard header.format == .take else { return (nil, drawn) }
    return (try SkeletonLabels.beside(recording, rate: header.rate ?? 30)?.motion, drawn)
  }

  /// Throws where poses are drawn that are of another recording: of another picture, or, where they say so, of another fingerprint.
  private func check(_ poses: PosesHeader, of path: String, _ header: RecordingHeader) throws {
    let size = "\(header.width) x \(header.height)"
    // What was imported was never filmed: any camera may show it.
    guard
      poses.weights == "imported"
        || poses.camera.width == header.width && poses.camera.height == header.height
    else {
      throw PosesError(
        file: path, expected: "poses in a picture of \(size), as \(recording) has",
        actual: "\(poses.camera.width) x \(poses.camera.height)")
    }
    guard poses.fingerprint != nil else { return }
    let own = try RecordingFingerprint(Recordings.open(path: recording, options: options))
    guard !poses.contradicts(own) else {
      throw PosesError(
        file: path, expected: "the poses of \(recording)", actual: "those of another recording")
    }
  }

  private func description(_ source: any Recording, hasLabels: Bool) throws -> TakeDescription {
    let header = source.header
    guard let camera = header.camera else {
      throw RecordingError(.unstated, file: recording, expected: "a camera", actual: "nobody says it")
    }
    var description =
      source.takeDescription
      ?? TakeDescription(
        camera: camera, rate: header.rate ?? 30, isSegmented: header.isSegmented,
        provenance: header.provenance)
    description.camera = camera
    description.rate = header.rate ?? description.rate
    description.isSegmented = header.isSegmented
    if !hasLabels { description.labels = nil }
    let name = URL(fileURLWithPath: recording).lastPathComponent
    if header.format != .take || format != .take { description.stages.append("converted from \(name)") }
    return description
  }
}

extension Motion {
  /// The pose of a frame: by its number where every frame has one, else the one within a hundredth of a second.
  fileprivate func pose(frame: Int, at time: Double) -> Pose? {
    if frame < count, abs(times[frame] - time) < 0.01 { return poses[frame] }
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time - 0.01 { low = middle + 1 } else { high = middle }
    }
    return low < count && abs(times[low] - time) <= 0.01 ? poses[low] : nil
  }
}
