import Kinesphere
import KinesphereData

/// A tracker at a recording's start; where the dancer is not cut out it has seen the frames that teach the room.
struct TrackerStart {
  let network: PoseNetwork
  /// Opens the recording from its start; once more where a room's background is learned first.
  let open: () throws -> any Recording

  func makeTracker(_ camera: Camera, _ header: RecordingHeader) throws -> PoseTracker {
    let detector: BodyDetector =
      header.isSegmented
      ? .segmented(width: camera.width, height: camera.height)
      : .room(width: camera.width, height: camera.height, background: RoomSchedule.background)
    var tracker = PoseTracker(
      network: network, camera: camera, detector: detector, clock: SystemClock.nanoseconds)
    if !header.isSegmented { try learnRoom(&tracker, header) }
    return tracker
  }

  /// Shows the tracker the frames that teach the room.
  private func learnRoom(_ tracker: inout PoseTracker, _ header: RecordingHeader) throws {
    // A count of 0 may be a lie of the file's; the frames themselves say.
    let schedule = RoomSchedule(frameCount: header.frameCount, rate: header.rate)
    let recording = try open()
    var frame = recording.makeFrame()
    var progress = ProgressLine("learning the room", total: schedule.reach)
    for index in 0..<schedule.reach {
      try Interruption.check()
      let outcome = try recording.read(into: &frame)
      if outcome == .end { break }
      if outcome == .frame && schedule.teaches(index) { try tracker.learn(frame) }
      progress.show(index)
    }
    progress.end()
    guard tracker.framesLearned > 0 else {
      throw RecordingError(
        .truncated, file: header.name, expected: "sound frames to learn the room from",
        actual: "there is none")
    }
    tracker.settle()
  }
}
