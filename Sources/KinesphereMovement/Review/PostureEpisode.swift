/// What one watch has seen since its episode began.
struct PostureEpisode: Sendable {
  /// One range's numbers.
  private struct Tally: Sendable {
    var count = 0
    var sum: Float = 0
    var deviationSum: Float = 0
    /// At the moment that counts so far.
    var value: Float = .nan
    var confidence: Float = 0
    var time = 0.0
    var worst: Float = 0
    /// True where a value has been taken.
    var isSet = false
  }

  private(set) var isOpen = false
  private(set) var start = 0.0
  /// The last frame in which the conditions held.
  private(set) var last = 0.0
  private var frames = 0
  private(set) var isVetoed = false
  private var tallies: [Tally]

  init(ranges: Int) { tallies = Array(repeating: Tally(), count: ranges) }

  mutating func open(at time: Double) {
    for index in tallies.indices { tallies[index] = Tally() }
    (isOpen, start, last, frames, isVetoed) = (true, time, time, 0, false)
  }

  mutating func close() { isOpen = false }

  mutating func veto() { isVetoed = true }

  /// Adds a frame of the episode.
  mutating func add(
    _ angles: borrowing PostureAngles, at time: Double, ranges: [PostureWatch.Range], threshold: Float
  ) {
    last = time
    frames += 1
    var isFirstMoment = false
    for index in ranges.indices {
      let range = ranges[index]
      let value = angles.values[range.place]
      let confidence = angles.confidence[range.place]
      let isSeen = confidence >= threshold && !value.isNaN
      if range.judge == .withFirst {
        // Taken anew with every new extreme of the first range, seen or not.
        if isFirstMoment { take(index, isSeen ? value : .nan, confidence, time) }
        if isSeen { tallies[index].count += 1 }
        continue
      }
      guard isSeen else { continue }
      if add(value, confidence, at: time, to: index, range), range.index == 0 { isFirstMoment = true }
    }
  }

  /// True where the moment that counts is now this one.
  private mutating func add(
    _ value: Float, _ confidence: Float, at time: Double, to index: Int, _ range: PostureWatch.Range
  ) -> Bool {
    let deviation = range.deviation(value)
    tallies[index].count += 1
    tallies[index].sum += value
    tallies[index].deviationSum += abs(deviation)
    let tally = tallies[index]
    let isBetter =
      switch range.judge {
      case .peak: value > tally.value
      case .lowest: value < tally.value
      default: abs(deviation) > abs(tally.worst)
      }
    guard !tally.isSet || isBetter else { return false }
    take(index, value, confidence, time)
    tallies[index].worst = deviation
    return true
  }

  private mutating func take(_ index: Int, _ value: Float, _ confidence: Float, _ time: Double) {
    tallies[index].value = value
    tallies[index].confidence = confidence
    tallies[index].time = time
    tallies[index].isSet = true
  }

  /// One range's judgement on the episode so far.
  func judgement(_ index: Int, of watch: PostureWatch, threshold: Float) -> PostureJudgement {
    let (tally, range) = (tallies[index], watch.ranges[index])
    var value = tally.value
    if range.judge == .mean, tally.count > 0 { value = tally.sum / Float(tally.count) }
    let deviation = value.isNaN ? 0 : range.deviation(value)
    let mean =
      range.judge == .throughout && tally.count > 0
      ? tally.deviationSum / Float(tally.count) : abs(deviation)
    // The mean has no moment: its middle is told.
    let time = range.judge == .mean || !tally.isSet ? (start + last) / 2 : tally.time
    return PostureJudgement(
      target: watch.target, range: range.index, angle: range.angle, value: value, deviation: deviation,
      meanDeviation: mean, time: time, start: start, end: last, confidence: tally.confidence,
      judgedFrames: tally.count, frames: frames,
      isJudged: !value.isNaN && tally.count * 2 >= frames && frames > 0)
  }
}
