import Foundation

extension PostureTargets {
  /// What decoding cannot see: ranges that are reversed or beyond what a joint can do, names given twice, sides that make
  /// no sense.
  func check(_ file: String) throws(PostureError) {
    guard !targets.isEmpty, targets.count <= Self.most else {
      throw PostureError(
        file: file, expected: "1 to \(Self.most) targets", actual: "there are \(targets.count)")
    }
    var names: Set<String> = []
    for target in targets {
      let name = target.name
      guard !name.isEmpty, name.count <= 80, names.insert(name).inserted else {
        throw PostureError(
          file: file, expected: "a name of up to 80 letters for each target, each once",
          actual: "there is \"\(name.prefix(80))\"")
      }
      try target.check(file)
    }
  }
}

extension PostureTarget {
  /// More joints than a body has.
  private static let mostRanges = 40

  fileprivate func check(_ file: String) throws(PostureError) {
    func wrong(_ expected: String, _ actual: String) -> PostureError {
      PostureError(file: file, expected: "\(expected) in \"\(name)\"", actual: actual)
    }
    guard !ranges.isEmpty, ranges.count <= Self.mostRanges else {
      throw wrong("1 to \(Self.mostRanges) ranges", "there are \(ranges.count)")
    }
    guard (0...90).contains(tolerance) else {
      throw wrong("a tolerance from 0 to 90 degrees", "it is \(tolerance)")
    }
    for range in ranges {
      let limits = range.joint.limits
      guard range.low <= range.high else {
        throw wrong(
          "low at or below high for \(range.joint.rawValue)", "\(range.low) is above \(range.high)")
      }
      guard limits.contains(range.low), limits.contains(range.high) else {
        throw wrong(
          "\(range.joint.rawValue) within \(Int(limits.lowerBound)) to \(Int(limits.upperBound)) degrees",
          "there is \(range.low) to \(range.high)")
      }
      try check(range.limb, of: range.joint, wrong)
    }
    guard ranges[0].judge != .withFirst else {
      throw wrong("a first range with a moment of its own", "it says with_first")
    }
    try checkMoment(wrong)
  }

  private func check(
    _ limb: Range.Limb, of joint: PostureJoint, _ wrong: (String, String) -> PostureError
  ) throws(PostureError) {
    if limb == .supporting, side == .both || !joint.isSided {
      throw wrong(
        "a supporting limb for one side alone",
        side == .both ? "its side is both" : "\(joint.rawValue) has no side")
    }
  }

  private func checkMoment(_ wrong: (String, String) -> PostureError) throws(PostureError) {
    guard case .entry(let conditions, let unless, _) = when else {
      if side == .either { throw wrong("an entry condition, as its side is either", "there is none") }
      if case .times(let spans) = when, spans.isEmpty || spans.count > 10_000 {
        throw wrong("1 to 10000 spans of time", "there are \(spans.count)")
      }
      return
    }
    guard !conditions.isEmpty, conditions.count + unless.count <= Self.mostRanges else {
      throw wrong("1 to \(Self.mostRanges) conditions", "there are \(conditions.count + unless.count)")
    }
    for condition in conditions + unless {
      try check(condition.limb, of: condition.joint, wrong)
      if let above = condition.above, let below = condition.below, above >= below {
        throw wrong(
          "above before below for \(condition.joint.rawValue)", "\(above) is not below \(below)")
      }
    }
  }
}

extension PostureError {
  /// What a JSON decoder says, in one line.
  init(file: String, _ error: any Error) {
    let expected = "targets as docs/targets.schema.json tells"
    guard let error = error as? DecodingError else {
      self.init(file: file, expected: expected, actual: "it is no JSON")
      return
    }
    func place(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
      let keys = context.codingPath + (last.map { [$0] } ?? [])
      return keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      self.init(file: file, expected: expected, actual: "there is no \(place(context, key))")
    case .dataCorrupted(let context) where context.debugDescription.contains("|"):
      let parts = context.debugDescription.split(separator: "|", maxSplits: 1).map(String.init)
      let at = place(context)
      self.init(file: file, expected: parts[0], actual: parts[1] + (at.isEmpty ? "" : " at \(at)"))
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      self.init(file: file, expected: expected, actual: "there is another kind of value at \(place(context))")
    default: self.init(file: file, expected: expected, actual: "it is no JSON")
    }
  }
}
