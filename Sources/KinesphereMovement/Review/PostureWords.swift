/// Deviations as a teacher would say them.
public enum PostureWords {
  /// "left knee 12° short of the demi-plié at 0:14".
  ///
  /// `deviation` is degrees beyond the range, + above and - below; `range` decides which way is short.
  public static func deviation(
    _ angle: PostureAngle, by deviation: Float, range: ClosedRange<Float>, target: String, at time: Double
  ) -> String {
    let amount = degrees(deviation)
    let moment = "at \(clock(time))"
    let limb = name(angle)
    let isAbove = deviation > 0
    if let direction = lean(angle.joint, isAbove: isAbove) {
      return "\(limb) \(amount) too far \(direction) for \(the(target)) \(moment)"
    }
    // A range below zero is one of the other motion: extension, plantar flexion.
    let isNegative = range.upperBound <= 0 && range.lowerBound < 0
    if isAbove == isNegative {
      let motion = shortMotion(angle.joint, isNegative: isNegative)
      return "\(limb)\(motion) \(amount) short of \(the(target)) \(moment)"
    }
    return "\(limb) \(tooMuch(angle.joint, isNegative: isNegative, amount)) for \(the(target)) \(moment)"
  }

  /// "left knee 12° less bent than the reference at 0:14 (its 0:13)".
  static func reference(
    _ angle: PostureAngle, by deviation: Float, at time: Double, referenceTime: Double
  ) -> String {
    "\(name(angle)) \(degrees(deviation)) \(comparison(angle.joint, isAbove: deviation > 0)) than the reference "
      + "at \(clock(time)) (its \(clock(referenceTime)))"
  }

  /// "right ankle not judged in the relevé at 0:21: hidden in 70 % of it".
  static func unjudged(_ angle: PostureAngle, seen: Double, target: String, at time: Double) -> String {
    let hidden = max(0, min(100, Int((100 * (1 - seen)).rounded())))
    let why = hidden >= 50 ? "not seen well in \(hidden) % of it" : "not seen well at the moment that counts"
    return "\(name(angle)) not judged in \(the(target)) at \(clock(time)): \(why)"
  }

  /// "left knee", "trunk".
  public static func name(_ angle: PostureAngle) -> String {
    let side = angle.side.map { $0.rawValue + " " } ?? ""
    return side + part(angle.joint)
  }

  private static func part(_ joint: PostureJoint) -> String {
    switch joint {
    case .kneeFlexion: "knee"
    case .elbowFlexion: "elbow"
    case .hipFlexion: "hip"
    case .hipAbduction: "thigh"
    case .legElevation: "leg"
    case .shoulderElevation, .shoulderPlane: "arm"
    case .ankleDorsiflexion: "ankle"
    case .turnout: "foot"
    case .trunkFlexion, .trunkLateral, .trunkRotation: "upper body against the pelvis"
    case .trunkPitch, .trunkRoll: "trunk"
    case .pelvisTilt, .pelvisObliquity: "pelvis"
    case .headFlexion, .headLateral: "head"
    }
  }

  /// Minutes and seconds, `0:14`, as a player shows them.
  public static func clock(_ seconds: Double) -> String {
    let whole = seconds.isFinite ? Int(max(0, min(1e9, seconds)).rounded(.down)) : 0
    return "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60)"
  }

  private static func degrees(_ value: Float) -> String { "\(Int(abs(value).rounded()))°" }

  /// `reference`, `the demi-plié`.
  private static func the(_ target: String) -> String {
    target.hasPrefix("arms ") || target.hasPrefix("upright ") ? "“\(target)”" : "the \(target)"
  }

  /// Angles that lean one way or the other, without a short side.
  private static func lean(_ joint: PostureJoint, isAbove: Bool) -> String? {
    switch joint {
    case .trunkFlexion, .trunkPitch, .headFlexion: isAbove ? "forwards" : "back"
    case .trunkLateral, .trunkRoll, .headLateral: isAbove ? "to the right" : "to the left"
    case .trunkRotation: isAbove ? "turned to the left" : "turned to the right"
    case .pelvisTilt: isAbove ? "tipped forwards" : "tucked under"
    case .pelvisObliquity: isAbove ? "raised on the right" : "raised on the left"
    case .shoulderPlane: isAbove ? "forwards" : "behind"
    default: nil
    }
  }

  private static func shortMotion(_ joint: PostureJoint, isNegative: Bool) -> String {
    switch (joint, isNegative) {
    case (.hipFlexion, true): " extension"
    case (.hipFlexion, false): " flexion"
    case (.ankleDorsiflexion, true): " point"
    case (.ankleDorsiflexion, false): " flexion"
    case (.turnout, _): " turnout"
    default: ""
    }
  }

  private static func tooMuch(_ joint: PostureJoint, isNegative: Bool, _ amount: String) -> String {
    switch joint {
    case .kneeFlexion, .elbowFlexion: "bent \(amount) too far"
    case .hipFlexion: isNegative ? "extended \(amount) too far" : "flexed \(amount) too far"
    case .ankleDorsiflexion: isNegative ? "pointed \(amount) too far" : "flexed \(amount) too far"
    case .hipAbduction: isNegative ? "\(amount) too far inwards" : "\(amount) too far outwards"
    case .legElevation, .shoulderElevation: "\(amount) too high"
    case .turnout: isNegative ? "turned \(amount) too far in" : "turned \(amount) too far out"
    default: "\(amount) too far"
    }
  }

  private static func comparison(_ joint: PostureJoint, isAbove: Bool) -> String {
    if let direction = lean(joint, isAbove: isAbove) { return "more \(direction)" }
    return switch joint {
    case .legElevation, .shoulderElevation: isAbove ? "higher" : "lower"
    case .hipFlexion: isAbove ? "more flexed" : "more extended"
    case .ankleDorsiflexion: isAbove ? "more flexed" : "more pointed"
    case .hipAbduction: isAbove ? "farther outwards" : "farther inwards"
    case .turnout: isAbove ? "more turned out" : "more turned in"
    default: isAbove ? "more bent" : "less bent"
    }
  }
}
