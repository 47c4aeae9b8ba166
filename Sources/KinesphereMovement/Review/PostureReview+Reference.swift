import Kinesphere

extension PostureReview {
  /// How a review against a reference judges.
  public struct ReferenceConfiguration: Codable, Sendable, Equatable {
    /// Degrees that a joint may differ before words are said: two well-tracked takes of one dance differ by about this much.
    public var tolerance: Float = 12
    /// How long it must, seconds.
    public var seconds: Double = 0.25
    /// Angles below this confidence in either are not judged.
    public var threshold: Float = 0.5

    public init() {}
  }

  /// Reviews a motion against another of the same dance: aligned in time, then angle by angle.
  ///
  /// Deviation is the motion's angle less the reference's; a finding is a stretch in which it stays beyond the tolerance, told by
  /// its worst moment. Both motions hold at least one pose. 0.1 s for half a minute each.
  public init(
    _ motion: Motion, subject: String, reference: Motion, named name: String, view: PostureView,
    referenceView: PostureView, rhythm: Rhythm? = nil,
    configuration: ReferenceConfiguration = ReferenceConfiguration()
  ) {
    let (rows, other) = (
      MotionRows(motion, view: view), MotionRows(reference, view: referenceView)
    )
    let alignment = MotionAlignment(rows, other)
    let timing = Self.timing(motion, given: rhythm)
    var builder = PostureReviewBuilder(rhythm: timing.rhythm, phrases: timing.phrases)
    for angle in PostureAngle.all {
      var comparison = AngleComparison(angle, configuration)
      for (frame, match) in alignment.frames.enumerated() {
        comparison.add(
          rows.angles[frame], other.angles[match], at: motion.times[frame],
          referenceTime: reference.times[match], to: &builder)
      }
      comparison.end(&builder)
    }
    self = builder.review(
      subject: subject, reference: name, distance: Double(alignment.meanDistance).thousandths, targets: [],
      frames: motion.count, duration: motion.duration)
  }
}

/// One angle of two aligned motions.
private struct AngleComparison {
  private struct Run {
    var start, end: Double
    var time, referenceTime: Double
    var deviation, value, confidence: Float
  }

  let angle: PostureAngle
  let configuration: PostureReview.ReferenceConfiguration
  private var run: Run?
  private var (frames, judged) = (0, 0)
  private var (first, last): (Double?, Double) = (nil, 0)

  init(_ angle: PostureAngle, _ configuration: PostureReview.ReferenceConfiguration) {
    (self.angle, self.configuration) = (angle, configuration)
  }

  mutating func add(
    _ own: PostureAngles, _ reference: PostureAngles, at time: Double, referenceTime: Double,
    to builder: inout PostureReviewBuilder
  ) {
    frames += 1
    first = first ?? time
    last = time
    let place = angle.index
    let confidence = min(own.confidence[place], reference.confidence[place])
    guard confidence >= configuration.threshold else { return finish(&builder) }
    let deviation = Self.difference(own.values[place], reference.values[place])
    guard deviation.isFinite else { return finish(&builder) }
    judged += 1
    builder.add(angle, mean: abs(deviation), deviation: deviation, at: time, isTold: false)
    guard abs(deviation) > configuration.tolerance, run.map({ $0.deviation * deviation > 0 }) ?? true else {
      return finish(&builder)
    }
    var here =
      run
      ?? Run(
        start: time, end: time, time: time, referenceTime: referenceTime, deviation: deviation,
        value: own.values[place], confidence: confidence)
    here.end = time
    if abs(deviation) > abs(here.deviation) {
      (here.time, here.referenceTime) = (time, referenceTime)
      (here.deviation, here.value, here.confidence) = (deviation, own.values[place], confidence)
    }
    run = here
  }

  /// The shorter way round.
  private static func difference(_ a: Float, _ b: Float) -> Float {
    let difference = a - b
    return difference > 180 ? difference - 360 : difference < -180 ? difference + 360 : difference
  }

  private mutating func finish(_ builder: inout PostureReviewBuilder) {
    guard let run else { return }
    self.run = nil
    guard run.end - run.start >= configuration.seconds - 1e-6 else { return }
    let wanted = Double(run.value - run.deviation).tenths
    builder.add(
      PostureFinding(
        target: "reference", angle: angle, value: Double(run.value).tenths, low: wanted, high: wanted,
        deviation: Double(run.deviation).tenths, time: run.time.thousandths, start: run.start.thousandths,
        end: run.end.thousandths, referenceTime: run.referenceTime.thousandths,
        beat: builder.beat(at: run.time), phrase: builder.phrase(at: run.time),
        confidence: Double(run.confidence).hundredths,
        words: PostureWords.reference(
          angle, by: run.deviation, at: run.time, referenceTime: run.referenceTime)))
    builder.tell(angle, at: run.time)
  }

  mutating func end(_ builder: inout PostureReviewBuilder) {
    finish(&builder)
    guard let first, frames > 0, judged * 2 < frames else { return }
    let seen = Double(judged) / Double(frames)
    builder.add(
      PostureUnjudged(
        target: "reference", angle: angle, start: first.thousandths, end: last.thousandths,
        seen: seen.hundredths,
        words: PostureWords.unjudged(angle, seen: seen, target: "comparison", at: first)))
  }
}
