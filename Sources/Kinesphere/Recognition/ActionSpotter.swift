/// Finds actions in a stream of poses, with no word of where one begins.
///
/// Windows of several lengths end at the present; the model scores them, one window each time it is asked, so that the
/// work is spread over the frames. A window whose score is above the threshold is a candidate; it is told once no
/// overlapping window has been better for ``patience``. Poses that follow are looked at anew, after the action's end.
///
/// ```swift
/// var spotter = ActionSpotter(model)
/// if let action = spotter.add(tracked.pose, at: tracked.time) { print(action.name, action.start, action.end) }
/// ```
/// A frame costs about 0.5 ms on one core, and keeps the last ``ActionModel/Spotting/durations`` seconds of poses.
public struct ActionSpotter: Sendable {
  /// An action that was found.
  public struct Found: Sendable, Equatable {
    /// Its place in the model's names.
    public let action: Int
    /// Seconds, as the frames' times.
    public let start, end: Double
    /// The model's score, and the time at which it was told.
    public let score: Float
    public let told: Double
  }

  /// Seconds for which no better window may come.
  public static let patience = 0.4
  /// Seconds between two windows of one length.
  public static let pace = 0.2

  public let model: ActionModel
  private let spotting: ActionModel.Spotting
  private var poses: [Pose] = []
  private var times: [Double] = []
  /// When each length was looked at last, and which is next.
  private var looked: [Double]
  private var next = 0
  private var candidate: Found?
  /// Nothing that begins before this is told again.
  private var free = -Double.infinity

  /// Nil where the model was not made for streams.
  public init?(_ model: ActionModel) {
    guard let spotting = model.configuration.spotting, !spotting.durations.isEmpty,
      model.configuration.features.mapWeight == 0
    else { return nil }
    self.model = model
    self.spotting = spotting
    looked = spotting.durations.map { _ in -.infinity }
  }

  /// Adds a pose with a later time than the one before; returns an action that is over.
  public mutating func add(_ pose: Pose, at time: Double) -> Found? {
    if let last = times.last, time <= last { return nil }
    poses.append(pose)
    times.append(time)
    forget(before: time - (spotting.durations.last ?? 0) - 1)
    // As many windows as are due, at most one more than the frames' rate asks for.
    for _ in 0..<2 {
      guard time - looked[next] >= Self.pace else { break }
      looked[next] = time
      look(back: spotting.durations[next], from: time)
      next = (next + 1) % looked.count
    }
    guard let found = candidate, time - found.told >= Self.patience else { return nil }
    return tell(found, at: time)
  }

  /// The action that is still open, where the stream ends.
  public mutating func finish() -> Found? {
    guard let found = candidate, let last = times.last else { return nil }
    return tell(found, at: last)
  }

  private mutating func tell(_ found: Found, at time: Double) -> Found {
    candidate = nil
    // A little of it may belong to the next one.
    free = found.end - 0.2 * (found.end - found.start)
    return Found(action: found.action, start: found.start, end: found.end, score: found.score, told: time)
  }

  private mutating func look(back duration: Double, from time: Double) {
    let start = time - duration
    guard start >= free, let oldest = times.first, oldest <= start + 0.1,
      let first = times.firstIndex(where: { $0 >= start - 1e-6 }), times.count - first >= 8
    else { return }
    var features: [Float] = []
    features.reserveCapacity(model.configuration.features.count)
    model.configuration.features.append(poses[first...], times: times[first...], to: &features)
    let scores = model.scores(of: features)
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    guard scores[best] >= spotting.threshold else { return }
    if let other = candidate, other.score >= scores[best] { return }
    // `told` is when it was seen, until it is told.
    candidate = Found(action: best, start: max(start, oldest), end: time, score: scores[best], told: time)
  }

  /// Drops old poses, half of all at a time.
  private mutating func forget(before time: Double) {
    guard let keep = times.firstIndex(where: { $0 >= time }), keep > times.count / 2, keep > 64 else {
      return
    }
    poses.removeFirst(keep)
    times.removeFirst(keep)
  }
}
