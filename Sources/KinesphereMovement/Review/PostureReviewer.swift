import Kinesphere

/// Watches a dancer for targets, frame by frame: a plain value, for a live stream and for a file alike.
///
/// Each target opens an episode when its moment comes and judges it when it is over; a judgement is told in the frame that
/// ends its episode, and names the earlier moment that counted. An episode outlives gaps of ``Configuration/patience``, so
/// that one bad frame does not split a plié. Deterministic; the same frames give the same judgements, live or offline.
///
/// After `init` a frame allocates nothing as long as fewer than 256 ranges end in it; about 5 µs with the shipped targets.
public struct PostureReviewer: Sendable {
  public struct Configuration: Codable, Sendable, Equatable {
    /// Angles below this confidence are not judged, and no condition holds by them.
    public var threshold: Float = 0.5
    /// How long the conditions of an episode may fail before it is over, seconds.
    public var patience: Double = 0.15
    /// The piece by which targets that hold always are judged, where there are no beats, seconds.
    public var piece: Double = 1
    /// Frames that are kept for actions told after their end.
    public var historyFrames = 1800

    public init() {}
  }

  public let targets: PostureTargets
  public let view: PostureView
  public let configuration: Configuration
  /// Given beats, by which targets that hold always are judged; nil: pieces of a second.
  public let beats: BeatGrid?
  /// What ended with the last frame, in the order of the targets.
  public private(set) var judgements: [PostureJudgement] = []
  /// The last frame's angles.
  public private(set) var angles = PostureAngles()
  private let watches: [PostureWatch]
  private var episodes: [PostureEpisode]
  private var history: PostureHistory
  private let pieces: BeatGrid
  private var piece = Int.min

  public init(
    _ targets: PostureTargets = .shipped, view: PostureView, beats: BeatGrid? = nil,
    configuration: Configuration = Configuration()
  ) {
    (self.targets, self.view, self.beats) = (targets, view, beats)
    pieces = BeatGrid(tempo: 60 / max(0.01, configuration.piece))
    self.configuration = configuration
    watches = targets.targets.enumerated().flatMap { PostureWatch.watches(for: $0.element, at: $0.offset) }
    episodes = watches.map { PostureEpisode(ranges: $0.ranges.count) }
    let needsHistory = watches.contains { if case .action = $0.when { true } else { false } }
    history = PostureHistory(capacity: needsHistory ? max(1, configuration.historyFrames) : 0)
    judgements.reserveCapacity(256)
  }

  /// The names of the actions that the targets wait for.
  public var actions: Set<String> {
    Set(targets.targets.compactMap { if case .action(let name) = $0.when { name } else { nil } })
  }

  /// Looks at a frame; ``judgements`` then holds what it ended. Times ascend.
  public mutating func add(_ pose: Pose, at time: Double) {
    judgements.removeAll(keepingCapacity: true)
    angles = PostureAngles(pose, view: view)
    history.add(angles, at: time)
    let now = (beats ?? pieces).beat(at: time)
    let isNewPiece = now != piece
    piece = now
    for index in watches.indices {
      switch watches[index].when {
      case .always:
        if isNewPiece { finish(index) }
        continueEpisode(index, at: time)
      case .times(let spans):
        if spans.contains(where: { $0.contains(time) }) {
          continueEpisode(index, at: time)
        } else {
          finish(index)
        }
      case .entry: follow(index, at: time)
      case .action: break
      }
    }
  }

  /// Tells that an action is over: targets for it are judged on the frames kept of it. Adds to ``judgements``.
  public mutating func actionEnded(_ name: String, from start: Double, to end: Double) {
    for index in watches.indices {
      guard case .action(name) = watches[index].when else { continue }
      for place in 0..<history.count {
        let frame = history.frame(place)
        guard frame.time >= start, frame.time <= end else { continue }
        if !episodes[index].isOpen { episodes[index].open(at: frame.time) }
        episodes[index].add(
          frame.angles, at: frame.time, ranges: watches[index].ranges, threshold: configuration.threshold)
      }
      finish(index)
    }
  }

  /// Ends every open episode, as at the end of a take.
  public mutating func finish() {
    judgements.removeAll(keepingCapacity: true)
    for index in watches.indices { finish(index) }
  }

  private mutating func continueEpisode(_ index: Int, at time: Double) {
    if !episodes[index].isOpen { episodes[index].open(at: time) }
    episodes[index].add(
      angles, at: time, ranges: watches[index].ranges, threshold: configuration.threshold)
  }

  private mutating func follow(_ index: Int, at time: Double) {
    if holds(watches[index].conditions) {
      continueEpisode(index, at: time)
      if meetsAny(watches[index].unless) { episodes[index].veto() }
    } else if episodes[index].isOpen, time - episodes[index].last > configuration.patience {
      finish(index)
    }
  }

  private func holds(_ bounds: [PostureWatch.Bound]) -> Bool {
    for bound in bounds {
      guard angles.confidence[bound.place] >= configuration.threshold, bound.holds(angles.values) else {
        return false
      }
    }
    return true
  }

  private func meetsAny(_ bounds: [PostureWatch.Bound]) -> Bool {
    for bound in bounds where angles.confidence[bound.place] >= configuration.threshold {
      if bound.holds(angles.values) { return true }
    }
    return false
  }

  private mutating func finish(_ index: Int) {
    guard episodes[index].isOpen else { return }
    let episode = episodes[index]
    episodes[index].close()
    guard !episode.isVetoed, episode.last - episode.start >= watches[index].shortest - 1e-6 else { return }
    for range in watches[index].ranges.indices {
      judgements.append(
        episode.judgement(range, of: watches[index], threshold: configuration.threshold))
    }
  }
}
