import Foundation
import Kinesphere
import KinesphereData
import KinesphereStudio

/// Runs a live stream: capture thread, mailbox, tracker and outputs, until the source ends, the time is up or Ctrl-C.
struct LiveRun {
  private var tracker: PoseTracker
  private let recording: any Recording
  private let mailbox: FrameMailbox
  private let capture: LiveCapture
  private let recorder: LiveRecorder?
  private var outputs: LiveOutputs
  private var filter: PoseFilter?
  private let isSegmented: Bool
  private let limit: Double
  private var tally = LiveTally()
  private let start = SystemClock.nanoseconds()

  /// Seconds that a wait for a frame lasts before the state is looked at.
  private static let patience = 0.1

  init(_ source: LiveSource, play: LivePlayFlags, outputs: LiveOutputs, recorder: LiveRecorder?) {
    tracker = source.tracker
    recording = source.recording
    isSegmented = recording.header.isSegmented
    self.outputs = outputs
    self.recorder = recorder
    limit = play.seconds ?? .infinity
    filter = play.filter ? PoseFilter() : nil
    var pace: ReplayPace?
    var isLossless = play.everyFrame
    switch play.speed ?? .times(1) {
    case .max: isLossless = true
    case .times(let speed): pace = source.isReplay ? ReplayPace(speed: speed) : nil
    }
    mailbox = FrameMailbox(empty: recording.makeFrame(), isLossless: isLossless)
    capture = LiveCapture(recording, into: mailbox, pace: pace, recorder: recorder)
  }

  /// Runs to the end; the summary comes back with what broke the source or an output, if anything did.
  mutating func run() -> (summary: LiveSummary, failure: (any Error)?) {
    capture.start()
    var failure: (any Error)?
    do { failure = try stream() } catch { failure = error }
    let seconds = elapsed
    mailbox.close()
    capture.wait(seconds: 1)
    recorder?.finish()
    return (summary(seconds: seconds), failure ?? recorder?.failure)
  }

  private var elapsed: Double { Double(SystemClock.nanoseconds() - start) / 1e9 }

  private mutating func stream() throws -> (any Error)? {
    var captured = CapturedFrame(frame: recording.makeFrame())
    var (watch, sizes) = (RoomWatch(isSegmented: isSegmented), SizeWatch())
    var told = 0.0
    var hasToldFailure = false
    while !Interruption.isWaiting && elapsed < limit {
      switch mailbox.take(&captured, waiting: Self.patience) {
      case .end(let error): return error
      case .nothing: break
      case .frame:
        let tracked = try handle(captured)
        if let notice = watch.notice(captured.frame, index: tracked.index, tracker: tracker) {
          StandardError.note(notice)
        }
        if let notice = sizes.notice(tracked, tracker: tracker) { StandardError.note(notice) }
      }
      if let failure = recorder?.failure, !hasToldFailure {
        hasToldFailure = true
        StandardError.note("\(failure); the stream goes on, the recording does not")
      }
      if let hub = outputs.hub, elapsed - told >= 1 {
        told = elapsed
        hub.tell(tally.note(dropped: mailbox.dropped, viewers: hub.viewerCount))
      }
    }
    return nil
  }

  /// Tracks a frame, filters it and hands it on.
  private mutating func handle(_ captured: CapturedFrame) throws -> TrackedFrame {
    var tracked: TrackedFrame
    if let damage = captured.damage {
      tracked = tracker.skipDamaged(time: captured.frame.time)
      StandardError.note(damage)
    } else {
      tracked = try tracker.poses(in: captured.frame)
    }
    tracked.index = captured.index
    let raw = tracked.pose
    if tracked.status == .ok, let smooth = filter?.filter(raw, at: tracked.time) { tracked.pose = smooth }
    try outputs.send(tracked)
    tally.add(tracked, latency: SystemClock.nanoseconds() - captured.arrival)
    if filter != nil, tracked.status == .ok {
      tally.add(raw: raw, filtered: tracked.pose, at: tracked.time)
    }
    return tracked
  }

  private func summary(seconds: Double) -> LiveSummary {
    LiveSummary(
      source: recording.header.name, seconds: seconds, frames: tally.frames, found: tally.found,
      dropped: mailbox.dropped, damaged: tally.damaged, latencyMs: tally.latencyMs,
      filter: filter == nil ? nil : tally.filter,
      receivers: outputs.summaries.map {
        .init(name: $0.name, sent: $0.sender.sent, failed: $0.sender.failed)
      },
      viewers: outputs.hub.map { .init(joined: $0.status.joined, dropped: $0.status.dropped) },
      recorded: recorder?.frameCount)
  }

  /// A line for each receiver over UDP.
  var receiverLines: [String] { outputs.summaries.map { "\($0.name): \($0.sender.summary)" } }
}
