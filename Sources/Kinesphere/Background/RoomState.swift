/// What a follower of the room remembers from frame to frame, whatever the camera: a small state machine.
struct RoomState: Sendable {
  let watching: RoomWatching
  /// Events of the newest frame.
  private(set) var events: [BackgroundEvent] = []
  /// Frames left until the room is learned anew; 0 where it is known.
  private(set) var remaining = 0
  private var movedFrames = 0
  private var frame = 0
  private var absorbed = 0
  private var uncovered = 0

  init(watching: RoomWatching) {
    self.watching = watching
    events.reserveCapacity(8)
  }

  /// Begins a frame; true at every look for slow changes.
  mutating func begin(interval: Int) -> Bool {
    events.removeAll(keepingCapacity: true)
    frame += 1
    return frame % interval == 0
  }

  mutating func note(_ event: BackgroundEvent) { events.append(event) }

  /// Whether the camera has moved for long enough, and so the room is to be forgotten.
  mutating func looksMoved(_ isMoved: Bool) -> Bool {
    movedFrames = isMoved ? movedFrames + 1 : 0
    guard movedFrames >= watching.movedFrames else { return false }
    movedFrames = 0
    remaining = max(watching.relearning, 1)
    events.append(.cameraMoved)
    return true
  }

  /// One more frame was learned; true with the last.
  mutating func learned() -> Bool {
    remaining -= 1
    guard remaining == 0 else { return false }
    absorbed = 0
    uncovered = 0
    events.append(.roomLearned)
    return true
  }

  /// Notes regions from the background's totals.
  mutating func regions(absorbed newAbsorbed: Int, uncovered newUncovered: Int, pixels: Int) {
    let grown = Float(newAbsorbed - absorbed) / Float(pixels)
    if grown >= watching.region { events.append(.regionAbsorbed(share: grown)) }
    let back = Float(newUncovered - uncovered) / Float(pixels)
    if back >= watching.region { events.append(.regionUncovered(share: back)) }
    absorbed = newAbsorbed
    uncovered = newUncovered
  }

  /// Forgets everything.
  mutating func reset() { self = RoomState(watching: watching) }
}
