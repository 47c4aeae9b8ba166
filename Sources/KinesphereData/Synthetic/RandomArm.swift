import Foundation

/// What an arm is about.
enum ArmKind: Sendable {
  case hanging, anywhere, front, overhead, face, hip, across, side

  static func random(stance: Stance, using generator: inout SeededGenerator) -> ArmKind {
    if stance == .jogging && generator.chance(0.6) { return .side }
    return switch generator.unit() {
    case ..<0.30: .hanging
    case ..<0.48: .anywhere
    case ..<0.66: .front
    case ..<0.73: .overhead
    case ..<0.80: .face
    case ..<0.85: .hip
    case ..<0.94: .across
    default: .side
    }
  }

  /// Where the hand goes, metres from the middle between the shoulders in the chest's frame, for the right arm.
  /// Nil where the directions are drawn themselves.
  func target(using generator: inout SeededGenerator) -> SIMD3<Float>? {
    switch self {
    case .hanging, .anywhere: nil
    case .front:
      SIMD3(generator.uniform(-0.08, 0.35), generator.uniform(-0.45, 0.2), generator.uniform(-0.5, -0.16))
    case .overhead:
      SIMD3(generator.uniform(-0.1, 0.45), generator.uniform(0.25, 0.6), generator.normal(-0.05, 0.14))
    case .face:
      SIMD3(generator.uniform(-0.06, 0.18), generator.uniform(0.0, 0.3), generator.uniform(-0.3, -0.13))
    case .hip: SIMD3(generator.uniform(0.16, 0.25), generator.uniform(-0.5, -0.38), generator.normal(0, 0.08))
    case .across:
      SIMD3(generator.uniform(-0.4, 0), generator.uniform(-0.45, 0.25), generator.uniform(-0.45, -0.17))
    case .side:
      SIMD3(generator.uniform(0.18, 0.4), generator.uniform(-0.4, 0), generator.uniform(-0.35, 0.1))
    }
  }
}

/// One arm's directions in the chest's frame.
struct Arm: Sendable {
  var clavicle: SIMD3<Float>
  var upperArm: SIMD3<Float>
  var forearm: SIMD3<Float>
  var hand: SIMD3<Float>

  /// Upper arm and forearm of the body that is used for reaching and for keeping out of the trunk, metres.
  static let upperLength: Float = 0.28
  static let foreLength: Float = 0.25

  /// Draws until elbow, forearm and hand are outside trunk and head.
  static func random(_ kind: ArmKind, outward: Float, using generator: inout SeededGenerator) -> Arm {
    for _ in 0..<40 {
      let (upper, fore) = directions(kind, outward: outward, using: &generator)
      let shoulder = SIMD3<Float>(outward * 0.18, 0, 0)
      let elbow = shoulder + upper * upperLength
      let wrist = elbow + fore * foreLength
      let fingers = wrist + fore * 0.1
      let middle = (elbow + wrist) / 2
      if [elbow, middle, wrist, fingers].allSatisfy({ !isInside($0) }) {
        return Arm(
          clavicle: rhythm(upper, outward: outward, using: &generator), upperArm: upper, forearm: fore,
          hand: (fore + generator.direction() * generator.uniform(0, 0.6)).normalised)
      }
    }
    return Arm(
      clavicle: SIMD3(outward, 0.05, 0), upperArm: SIMD3(outward * 0.15, -1, 0).normalised,
      forearm: SIMD3(outward * 0.1, -1, -0.15).normalised, hand: SIMD3(outward * 0.05, -1, -0.2).normalised)
  }

  private static func directions(
    _ kind: ArmKind, outward: Float, using generator: inout SeededGenerator
  ) -> (SIMD3<Float>, SIMD3<Float>) {
    if let target = kind.target(using: &generator) {
      return reach(SIMD3(outward * target.x, target.y, target.z), outward: outward, using: &generator)
    }
    var upper: SIMD3<Float>
    var bend: Float
    if case .hanging = kind {
      upper = SIMD3(outward * abs(generator.normal(0.1, 0.12)), -1, generator.normal(-0.03, 0.17)).normalised
      bend = abs(generator.normal(10, 16))
    } else {
      repeat { upper = generator.direction() } while upper.x * outward < -0.45 || upper.z > 0.55
      bend = generator.chance(0.3) ? generator.uniform(0, 30) : generator.uniform(0, 145)
    }
    bend = min(145, bend)
    // Elbows bend forwards and upwards, roughly.
    let towards = SIMD3<Float>(generator.normal(0, 0.6), 0.3 + generator.normal(0, 0.6), -1)
    let axis = upper.cross(towards).normalised
    return (upper, Rotation(about: axis, by: radians(bend)).applied(to: upper))
  }

  /// Two bones to a place of the wrist; the elbow swings out, down or back.
  private static func reach(
    _ target: SIMD3<Float>, outward: Float, using generator: inout SeededGenerator
  ) -> (SIMD3<Float>, SIMD3<Float>) {
    let shoulder = SIMD3<Float>(outward * 0.18, 0, 0)
    let line = target - shoulder
    let distance = max(0.15, min(0.525, line.length))
    let along = line.normalised
    let (a, b) = (upperLength, foreLength)
    let cosine = (a * a + distance * distance - b * b) / (2 * a * distance)
    let angle = acos(max(-1, min(1, cosine)))
    let pole = SIMD3<Float>(
      outward * generator.uniform(0.1, 1.2), -1 + generator.normal(0, 0.5), 0.4 + generator.normal(0, 0.4))
    let out = (pole - along * pole.dot(along)).normalised
    let upper = (along * cos(angle) + out * sin(angle)).normalised
    return (upper, (along * distance - upper * a).normalised)
  }

  private static func isInside(_ p: SIMD3<Float>) -> Bool {
    let isInTrunk = abs(p.x) < 0.16 && p.y > -0.58 && p.y < 0.05 && p.z > -0.13 && p.z < 0.13
    let isInHead = abs(p.x) < 0.085 && p.y > 0.05 && p.y < 0.34 && p.z > -0.11 && p.z < 0.12
    return isInTrunk || isInHead
  }

  /// The shoulder girdle follows the arm: it rises with a lifted arm and comes forward with a reaching one
  /// (about 1 degree for 2 of the arm beyond the horizontal; Inman, Saunders, Abbott 1944).
  static func girdle(_ upper: SIMD3<Float>, outward: Float) -> SIMD3<Float> {
    SIMD3(
      outward, 0.02 + max(0, upper.y + 0.4) * 0.4, -max(0, -upper.z) * 0.2 - max(0, -upper.x * outward) * 0.25
    ).normalised
  }

  private static func rhythm(
    _ upper: SIMD3<Float>, outward: Float, using generator: inout SeededGenerator
  ) -> SIMD3<Float> {
    (girdle(upper, outward: outward) + SIMD3(0, generator.normal(0, 0.06), generator.normal(0, 0.05)))
      .normalised
  }

  /// The other side's arm in the same attitude.
  var mirrored: Arm {
    let flip = SIMD3<Float>(-1, 1, 1)
    return Arm(
      clavicle: clavicle * flip, upperArm: upperArm * flip, forearm: forearm * flip, hand: hand * flip)
  }

  /// The same, a little different, as no two sides are alike.
  func mirrored(using generator: inout SeededGenerator) -> Arm {
    var arm = mirrored
    arm.upperArm = (arm.upperArm + generator.direction() * generator.uniform(0, 0.12)).normalised
    arm.forearm = (arm.forearm + generator.direction() * generator.uniform(0, 0.12)).normalised
    return arm
  }

  func pose(_ side: inout BodyPose.Side, chest: Rotation) {
    side.clavicle = chest.applied(to: clavicle)
    side.upperArm = chest.applied(to: upperArm)
    side.forearm = chest.applied(to: forearm)
    side.hand = chest.applied(to: hand)
  }
}
