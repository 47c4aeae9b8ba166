import Kinesphere

extension PostureReview {
  /// An action that was recognised, for targets that wait for it.
  public struct Action: Sendable, Equatable {
    public var name: String
    /// Seconds.
    public var start: Double
    public var end: Double

    public init(name: String, start: Double, end: Double) {
      (self.name, self.start, self.end) = (name, start, end)
    }
  }

  /// Reviews a motion against ranges: runs a ``PostureReviewer`` over it, so that the numbers are those of a live stream.
  ///
  /// - Parameters:
  ///   - rhythm: given beats; nil: estimated from the movement, and left out below a confidence of 0.2.
  ///   - actions: in order of their ends.
  public init(
    _ motion: Motion, subject: String, targets: PostureTargets = .shipped, view: PostureView,
    rhythm: Rhythm? = nil, actions: [Action] = [],
    configuration: PostureReviewer.Configuration = PostureReviewer.Configuration()
  ) {
    let timing = Self.timing(motion, given: rhythm)
    var builder = PostureReviewBuilder(rhythm: timing.rhythm, phrases: timing.phrases)
    var reviewer = PostureReviewer(
      targets, view: view, beats: timing.rhythm?.beats, configuration: configuration)
    var pending = actions[...]
    for (pose, time) in zip(motion.poses, motion.times) {
      reviewer.add(pose, at: time)
      builder.add(reviewer.judgements, of: targets)
      while let action = pending.first, action.end <= time {
        builder.add(reviewer.judgements(of: action), of: targets)
        pending.removeFirst()
      }
    }
    for action in pending { builder.add(reviewer.judgements(of: action), of: targets) }
    reviewer.finish()
    builder.add(reviewer.judgements, of: targets)
    self = builder.review(
      subject: subject, reference: nil, targets: targets.targets.map(\.name), frames: motion.count,
      duration: motion.duration)
  }

  /// The least confidence of an estimated beat that deviations are told by.
  public static let leastBeat = 0.2

  static func timing(_ motion: Motion, given: Rhythm?) -> (rhythm: Rhythm?, phrases: [Phrase]) {
    let energy = MotionEnergy(motion)
    let found = given ?? Rhythm.estimate(energy).flatMap { $0.confidence >= leastBeat ? $0 : nil }
    return (found, Phrases.find(energy))
  }
}

extension PostureReviewer {
  fileprivate mutating func judgements(of action: PostureReview.Action) -> [PostureJudgement] {
    let before = judgements.count
    actionEnded(action.name, from: action.start, to: action.end)
    return Array(judgements[before...])
  }
}

extension PostureReviewBuilder {
  fileprivate mutating func add(_ judgements: [PostureJudgement], of targets: PostureTargets) {
    for judgement in judgements {
      if let unjudged = judgement.unjudged(targets) {
        add(unjudged)
        continue
      }
      let finding = judgement.finding(targets)
      add(
        judgement.angle, mean: judgement.meanDeviation, deviation: judgement.deviation, at: judgement.time,
        isTold: finding != nil)
      guard var finding else { continue }
      finding.beat = beat(at: judgement.time)
      finding.phrase = phrase(at: judgement.time)
      add(finding)
    }
  }
}
