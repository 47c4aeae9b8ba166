/// The angles of the last minute, for what is known only when it is over: a recognised action.
struct PostureHistory: Sendable {
  private var angles: [PostureAngles]
  private var times: [Double]
  private var next = 0
  private(set) var count = 0

  init(capacity: Int) {
    angles = Array(repeating: PostureAngles(), count: capacity)
    times = Array(repeating: 0, count: capacity)
  }

  mutating func add(_ frame: borrowing PostureAngles, at time: Double) {
    guard !angles.isEmpty else { return }
    angles[next] = copy frame
    times[next] = time
    next = (next + 1) % angles.count
    count = min(count + 1, angles.count)
  }

  /// From the oldest, 0, on.
  func frame(_ index: Int) -> (angles: PostureAngles, time: Double) {
    let place = (next - count + index + angles.count) % angles.count
    return (angles[place], times[place])
  }
}
