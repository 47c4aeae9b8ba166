/// A target on concrete sides, as a reviewer watches for it: every angle resolved to its place among the 27.
struct PostureWatch: Sendable {
  struct Bound: Sendable {
    let place: Int
    let above: Float
    let below: Float

    func holds(_ values: borrowing InlineArray<27, Float>) -> Bool {
      let value = values[place]
      return value > above && value < below
    }
  }

  struct Range: Sendable {
    let angle: PostureAngle
    let place: Int
    /// Which range of the target.
    let index: Int
    let low, high: Float
    let judge: PostureTarget.Range.Judge

    /// + above, - below, 0 inside.
    func deviation(_ value: Float) -> Float { value > high ? value - high : value < low ? value - low : 0 }
  }

  let target: Int
  let conditions: [Bound]
  let unless: [Bound]
  let ranges: [Range]
  let when: PostureTarget.Moment
  /// The shortest episode that counts, seconds.
  let shortest: Double

  /// One for each side that works on its own.
  static func watches(for target: PostureTarget, at index: Int) -> [PostureWatch] {
    switch target.side {
    case .both: [PostureWatch(target, at: index, sides: BodySide.allCases)]
    case .left: [PostureWatch(target, at: index, sides: [.left])]
    case .right: [PostureWatch(target, at: index, sides: [.right])]
    case .either: BodySide.allCases.map { PostureWatch(target, at: index, sides: [$0]) }
    }
  }

  private init(_ target: PostureTarget, at index: Int, sides: [BodySide]) {
    func angles(_ joint: PostureJoint, _ limb: PostureTarget.Range.Limb) -> [PostureAngle] {
      guard joint.isSided else { return [PostureAngle(joint)].compactMap(\.self) }
      return sides.compactMap { PostureAngle(joint, limb == .working ? $0 : $0.other) }
    }
    func bounds(_ conditions: [PostureTarget.Condition]) -> [Bound] {
      conditions.flatMap { condition in
        angles(condition.joint, condition.limb).map {
          Bound(
            place: $0.index, above: condition.above ?? -.infinity, below: condition.below ?? .infinity)
        }
      }
    }
    self.target = index
    when = target.when
    if case .entry(let conditions, let unless, let seconds) = target.when {
      (self.conditions, self.unless, shortest) = (bounds(conditions), bounds(unless), seconds)
    } else {
      (conditions, unless, shortest) = ([], [], 0)
    }
    ranges = target.ranges.enumerated().flatMap { place, range in
      angles(range.joint, range.limb).map {
        Range(
          angle: $0, place: $0.index, index: place, low: range.low, high: range.high, judge: range.judge)
      }
    }
  }
}
