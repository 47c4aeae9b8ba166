/// When a replayed frame is due: a state machine over times that its owner tells it.
///
/// The first frame is due at once, the others as far apart as they were recorded, divided by the speed. A replay that fell
/// behind by more than a quarter of a second (the machine slept) goes on from there, and does not hurry to catch up.
/// Times are seconds of a clock that only runs forwards.
struct ReplayPace {
  /// 1 = as recorded.
  let speed: Double
  private var origin: (frame: Double, clock: Double)?

  /// Seconds behind at which the replay goes on from there.
  static let patience = 0.25

  init(speed: Double) {
    precondition(speed > 0 && speed.isFinite, "a replay goes forwards")
    self.speed = speed
  }

  /// Seconds to wait at `now` before the frame recorded at `time` is due.
  mutating func wait(for time: Double, now: Double) -> Double {
    guard let origin else {
      self.origin = (time, now)
      return 0
    }
    let due = origin.clock + (time - origin.frame) / speed
    guard now - due <= Self.patience else {
      self.origin = (time, now)
      return 0
    }
    return max(0, due - now)
  }
}
