import Foundation

/// What the legs are about.
enum Stance: Sendable {
  case standing, walking, wide, lunging, kicking, jogging, squatting, kneeling, sitting, free

  static func random(using generator: inout SeededGenerator) -> Stance {
    switch generator.unit() {
    case ..<0.48: .standing
    case ..<0.60: .walking
    case ..<0.66: .wide
    case ..<0.71: .lunging
    case ..<0.77: .kicking
    case ..<0.82: .jogging
    case ..<0.87: .squatting
    case ..<0.89: .kneeling
    case ..<0.94: .sitting
    default: .free
    }
  }

  /// Both legs; which is left and which is right is left to the caller.
  func legs(using generator: inout SeededGenerator) -> (left: Leg, right: Leg) {
    func leg(_ forward: Float, _ aside: Float, _ knee: Float) -> Leg {
      Leg(
        forward: forward + generator.normal(0, 3), aside: aside + generator.normal(0, 3),
        knee: max(0, min(140, knee + generator.normal(0, 3))))
    }
    func standing() -> Leg {
      leg(generator.normal(2, 4), generator.normal(5, 4), abs(generator.normal(3, 6)))
    }
    switch self {
    case .standing: return (standing(), standing())
    case .walking:
      let step = generator.uniform(0, 35)
      return (
        leg(step, generator.normal(4, 3), abs(generator.normal(8, 12))),
        leg(-step * 0.7, generator.normal(4, 3), abs(generator.normal(15, 20)))
      )
    case .wide:
      let spread = generator.uniform(10, 38)
      let bend = generator.chance(0.5) ? generator.uniform(0, 60) : 0
      return (
        leg(bend * 0.6, spread, bend), leg(0, spread * generator.uniform(0.4, 1), generator.uniform(0, 15))
      )
    case .lunging:
      let bend = generator.uniform(30, 100)
      return (
        leg(bend * generator.uniform(0.7, 1), generator.normal(5, 8), bend),
        leg(generator.uniform(-45, 5), generator.normal(5, 6), generator.uniform(5, 90))
      )
    case .kicking:
      let side = generator.chance(0.3)
      return (
        leg(
          side ? generator.uniform(-15, 40) : generator.uniform(-30, 110),
          side ? generator.uniform(25, 75) : generator.normal(5, 8), abs(generator.normal(0, 35))), standing()
      )
    case .jogging:
      return (
        leg(generator.uniform(5, 90), generator.normal(3, 4), generator.uniform(20, 120)),
        leg(generator.normal(-5, 10), generator.normal(3, 4), generator.uniform(0, 40))
      )
    case .squatting:
      let depth = generator.uniform(25, 120)
      let spread = generator.uniform(0, 30)
      let knee = min(135, depth * generator.uniform(0.9, 1.3))
      return (leg(depth, spread, knee), leg(depth, spread, knee))
    case .kneeling:
      return (
        leg(generator.uniform(60, 100), generator.normal(8, 8), generator.uniform(75, 110)),
        leg(generator.uniform(-15, 15), generator.normal(5, 5), generator.uniform(80, 110))
      )
    case .sitting:
      let height = generator.uniform(60, 100)
      let spread = generator.uniform(0, 20)
      return (
        leg(height, spread, height + generator.normal(0, 10)),
        leg(height, spread, height + generator.normal(0, 10))
      )
    case .free:
      return (
        leg(generator.uniform(-40, 110), generator.normal(12, 22), generator.uniform(0, 115)),
        leg(generator.uniform(-35, 60), generator.normal(8, 10), generator.uniform(0, 90))
      )
    }
  }
}

/// One leg's attitude, degrees.
struct Leg: Sendable {
  /// The thigh forwards from hanging, and away from the other leg.
  var forward: Float
  var aside: Float
  /// The knee's bend, from 0, straight.
  var knee: Float

  /// Writes thigh, shank and foot; `heading` turns the legs about the vertical.
  func pose(
    _ side: inout BodyPose.Side, outward: Float, heading: Rotation, using generator: inout SeededGenerator
  ) {
    let turnOut = Rotation(about: SIMD3(0, 1, 0), by: -outward * radians(generator.normal(6, 9)))
    let spread = Rotation(about: SIMD3(0, 0, 1), by: outward * radians(max(-12, aside)))
    let frame = heading * turnOut * spread
    let down = SIMD3<Float>(0, -1, 0)
    let shankPitch = Rotation(about: SIMD3(1, 0, 0), by: radians(forward - knee))
    side.thigh = frame.applied(to: Rotation(about: SIMD3(1, 0, 0), by: radians(forward)).applied(to: down))
    side.shank = frame.applied(to: shankPitch.applied(to: down))
    let sole = SIMD3<Float>(outward * 0.12, -0.45, -1).normalised
    let isSupporting = abs(forward - knee) < 40 && abs(aside) < 40 && generator.chance(0.85)
    let point = Rotation(about: SIMD3(1, 0, 0), by: -radians(max(-20, generator.normal(6, 14))))
    let flat = heading * turnOut
    side.foot =
      isSupporting ? flat.applied(to: sole) : frame.applied(to: (shankPitch * point).applied(to: sole))
  }
}
