extension PostureJudgement {
  /// Whether it is to be told: judged, and beyond the tolerance.
  public func isTold(_ targets: PostureTargets) -> Bool {
    isJudged && abs(deviation) > targets.targets[target].tolerance
  }

  /// What is wrong, in words; nil where nothing is, or nothing can be said.
  public func finding(_ targets: PostureTargets) -> PostureFinding? {
    guard isTold(targets) else { return nil }
    let (target, range) = (targets.targets[target], targets.targets[target].ranges[range])
    return PostureFinding(
      target: target.name, angle: angle, value: Double(value).tenths, low: Double(range.low),
      high: Double(range.high), deviation: Double(deviation).tenths, time: time.thousandths,
      start: start.thousandths, end: end.thousandths, confidence: Double(confidence).hundredths,
      words: PostureWords.deviation(
        angle, by: deviation, range: range.low...range.high, target: target.name, at: time))
  }

  /// That nothing can be said, in words; nil where it was judged.
  public func unjudged(_ targets: PostureTargets) -> PostureUnjudged? {
    guard !isJudged else { return nil }
    let name = targets.targets[target].name
    let seen = frames > 0 ? Double(judgedFrames) / Double(frames) : 0
    return PostureUnjudged(
      target: name, angle: angle, start: start.thousandths, end: end.thousandths, seen: seen.hundredths,
      words: PostureWords.unjudged(angle, seen: seen, target: name, at: time))
  }
}
