import ArgumentParser
import Foundation
import Kinesphere
import KinesphereData
import KinesphereFlags

/// What raw frames on standard input look like.
struct StreamFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp("Size of the frames in pixels.", valueName: "width x height"),
    transform: FrameSize.init)
  var size: FrameSize?

  @Option(
    help: ArgumentHelp("Which byte of a pixel comes first; little without it.", valueName: "little|big"))
  var byteOrder: ByteOrder?

  @Option(
    help: ArgumentHelp(
      "Keep the frames as a take too; nothing of this name may be there. Ctrl-C ends and keeps it.",
      valueName: "take"))
  var record: String?
}

extension ByteOrder: ExpressibleByArgument {}

/// A picture's size as `640x480`.
struct FrameSize {
  let width: Int
  let height: Int

  init(_ text: String) throws {
    let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard sides.count == 2, (1...8192).contains(sides[0]), (1...8192).contains(sides[1]) else {
      throw ValidationError("--size should be two numbers from 1 to 8192 such as 640x480, but is '\(text)'")
    }
    width = sides[0]
    height = sides[1]
  }
}

/// Live tracking: raw frames in, a line of JSON per frame out, each written at once.
struct TrackStream {
  let recordingFlags: RecordingFlags
  let streamFlags: StreamFlags
  let weights: LoadedWeights

  func run() throws {
    guard let size = streamFlags.size, let intrinsics = recordingFlags.camera, let unit = recordingFlags.unit
    else {
      preconditionFailure("validate() has asked for size, camera and unit")
    }
    let isMirrored = recordingFlags.mirroring.map { $0 == .mirrored } ?? intrinsics.isMirrored ?? false
    guard let camera = intrinsics.camera(width: size.width, height: size.height, isMirrored: isMirrored)
    else { throw intrinsics.mismatch(width: size.width, height: size.height, file: "standard input") }
    let isSegmented = recordingFlags.segmented ?? false
    let recording = try RawStreamRecording(
      fileDescriptor: STDIN_FILENO, camera: camera, unit: unit,
      byteOrder: streamFlags.byteOrder ?? .littleEndian,
      rate: recordingFlags.rate, isSegmented: isSegmented, isInterrupted: { Interruption.isWaiting })
    let detector: BodyDetector =
      isSegmented
      ? .segmented(width: size.width, height: size.height) : .room(width: size.width, height: size.height)
    var tracker = PoseTracker(network: weights.network, camera: camera, detector: detector)
    let take = try makeTake(recording.header, camera)
    do {
      try track(recording, with: &tracker, into: take)
    } catch {
      // What was recorded before the failure gets its name all the same; the failure is what is said.
      if take?.frameCount == 0 { take?.discard() } else { try? take?.finish() }
      throw error
    }
    guard let take else { return }
    try take.finish()
    StandardError.note("recorded \(take.frameCount) frames into \(take.path)")
  }

  private func track(
    _ recording: RawStreamRecording, with tracker: inout PoseTracker, into take: TakeWriter?
  ) throws {
    var (watch, sizes) = (RoomWatch(isSegmented: recording.header.isSegmented), SizeWatch())
    let output = OutputFile(descriptor: STDOUT_FILENO, name: "standard output")
    var frame = recording.makeFrame()
    while !Interruption.isWaiting {
      let tracked: TrackedFrame
      switch try recording.read(into: &frame) {
      case .end:
        guard tracker.framesTracked > 0 else {
          throw RecordingError(
            .truncated, file: recording.header.name, expected: "at least one frame", actual: "it ended before"
          )
        }
        return
      case .damaged(let reason):
        tracked = tracker.skipDamaged(time: frame.time)
        StandardError.note(reason)
      case .frame:
        try take?.append(frame)
        tracked = try tracker.poses(in: frame)
        if let notice = watch.notice(frame, index: tracked.index, tracker: tracker) {
          StandardError.note(notice)
        }
        if let notice = sizes.notice(tracked, tracker: tracker) { StandardError.note(notice) }
      }
      try output.append { line in
        line.append(frameLine: tracked)
        line.append(UInt8(ascii: "\n"))
      }
      try output.flush()
    }
  }

  private func makeTake(_ header: RecordingHeader, _ camera: Camera) throws -> TakeWriter? {
    guard let path = streamFlags.record else { return nil }
    Interruption.watch()
    return try TakeWriter(
      creating: path,
      description: TakeDescription(
        camera: camera, rate: header.rate ?? 30, isSegmented: header.isSegmented,
        provenance: "raw frames on standard input, \(header.unit)"))
  }
}
