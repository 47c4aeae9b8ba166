/// Gathers deviations into a review.
struct PostureReviewBuilder {
  let rhythm: Rhythm?
  let phrases: [Phrase]
  private var whole = PostureTally()
  private var beats: [Int: PostureTally] = [:]
  private var perPhrase: [Int: PostureTally] = [:]
  private(set) var findings: [PostureFinding] = []
  private(set) var unjudged: [PostureUnjudged] = []

  init(rhythm: Rhythm?, phrases: [Phrase]) { (self.rhythm, self.phrases) = (rhythm, phrases) }

  func beat(at time: Double) -> Int? { rhythm?.beats.beat(at: time) }

  func phrase(at time: Double) -> Int? { phrases.firstIndex { time >= $0.start && time <= $0.end } }

  mutating func add(
    _ angle: PostureAngle, mean: Float, deviation: Float, at time: Double, isTold: Bool
  ) {
    let place = angle.index
    whole.add(place, mean: mean, deviation: deviation, at: time, isTold: isTold)
    if let beat = beat(at: time) {
      beats[beat, default: PostureTally()].add(
        place, mean: mean, deviation: deviation, at: time, isTold: isTold)
    }
    if let phrase = phrase(at: time) {
      perPhrase[phrase, default: PostureTally()].add(
        place, mean: mean, deviation: deviation, at: time, isTold: isTold)
    }
  }

  /// Counts a deviation as told, whose numbers were added frame by frame.
  mutating func tell(_ angle: PostureAngle, at time: Double) {
    whole.tell(angle.index)
    if let beat = beat(at: time) { beats[beat, default: PostureTally()].tell(angle.index) }
    if let phrase = phrase(at: time) { perPhrase[phrase, default: PostureTally()].tell(angle.index) }
  }

  mutating func add(_ finding: PostureFinding) { findings.append(finding) }

  mutating func add(_ other: PostureUnjudged) { unjudged.append(other) }

  /// The review, findings in order of time.
  func review(
    subject: String, reference: String?, distance: Double? = nil, targets: [String], frames: Int,
    duration: Double
  ) -> PostureReview {
    let beats = rhythm?.beats
    return PostureReview(
      subject: subject, reference: reference, distance: distance, targets: targets, frames: frames,
      duration: duration.thousandths, rhythm: rhythm, phrases: phrases, joints: whole.joints,
      perBeat: self.beats.sorted { $0.key < $1.key }.map { index, tally in
        PostureSpan(
          index: index, start: (beats?.time(of: index) ?? 0).thousandths,
          end: (beats?.time(of: index + 1) ?? 0).thousandths, joints: tally.joints)
      },
      perPhrase: perPhrase.sorted { $0.key < $1.key }.map { index, tally in
        PostureSpan(
          index: index, start: phrases[index].start.thousandths, end: phrases[index].end.thousandths,
          joints: tally.joints)
      },
      findings: findings.sorted {
        ($0.time, $0.angle.index, $0.target) < ($1.time, $1.angle.index, $1.target)
      },
      unjudged: unjudged.sorted {
        ($0.start, $0.angle.index, $0.target) < ($1.start, $1.angle.index, $1.target)
      })
  }
}
