import Foundation

extension BodyPose {
  /// A random pose within the joints' limits, looking along -z, pelvis at the origin.
  ///
  /// Drawn from what people do before a camera: standing, bending, leaning, turning; arms hanging, anywhere, or
  /// with the hand at a place (before the chest, overhead, at the face, on the hips, across the midline), often
  /// both alike; walking, lunging, kicking, jogging, squatting, kneeling, sitting. Elbows and hands stay out of
  /// trunk and head.
  public static func random(using generator: inout SeededGenerator) -> BodyPose {
    var pose = BodyPose.standing
    let stance = Stance.random(using: &generator)
    drawTrunk(of: &pose, stance: stance, using: &generator)
    drawArms(of: &pose, stance: stance, using: &generator)
    drawLegs(of: &pose, stance: stance, using: &generator)
    return pose
  }

  private static func drawTrunk(
    of pose: inout BodyPose, stance: Stance, using generator: inout SeededGenerator
  ) {
    let kind = generator.unit()
    var bend = generator.normal(4, 9)
    var lean = generator.normal(0, 5)
    var turn = generator.normal(0, 16)
    if kind < 0.12 {
      bend = generator.uniform(15, 60)
    } else if kind < 0.17 {
      bend = generator.uniform(60, 115)
    } else if kind < 0.21 {
      bend = generator.uniform(-30, -5)
    } else if kind < 0.28 {
      lean = generator.normal(0, 18)
    } else if kind < 0.36 {
      turn = generator.normal(0, 35)
    }
    if stance == .sitting || stance == .squatting { bend += generator.uniform(0, 30) }
    let share = generator.uniform(0.2, 0.65)
    pose.pelvis = trunk(
      bend: bend * share, turn: turn * 0.3 + generator.normal(0, 6), lean: lean * 0.4 + generator.normal(0, 3)
    )
    pose.chest = trunk(bend: bend, turn: turn, lean: lean)
    // The head looks ahead even where the chest bends, in part.
    let nod = -0.12 - generator.uniform(0, 0.006) * min(60, max(0, -bend)) + generator.normal(0, 0.2)
    let up = SIMD3<Float>(generator.normal(0, 0.14), 1, nod + 0.004 * max(0, bend) * generator.unit())
    pose.neck = pose.chest.applied(to: up.normalised)
  }

  private static func trunk(bend: Float, turn: Float, lean: Float) -> Rotation {
    Rotation(about: SIMD3(1, 0, 0), by: -radians(bend)) * Rotation(about: SIMD3(0, 1, 0), by: radians(turn))
      * Rotation(about: SIMD3(0, 0, 1), by: radians(lean))
  }

  private static func drawArms(
    of pose: inout BodyPose, stance: Stance, using generator: inout SeededGenerator
  ) {
    let kind = ArmKind.random(stance: stance, using: &generator)
    let right = Arm.random(kind, outward: 1, using: &generator)
    let same = generator.unit()
    let left: Arm
    if same < 0.22 {
      left = right.mirrored(using: &generator)
    } else {
      let other = same < 0.4 ? kind : ArmKind.random(stance: stance, using: &generator)
      left = Arm.random(other, outward: -1, using: &generator)
    }
    let isSwapped = generator.chance(0.5)
    let pair = isSwapped ? (right.mirrored, left.mirrored) : (left, right)
    pair.0.pose(&pose.left, chest: pose.chest)
    pair.1.pose(&pose.right, chest: pose.chest)
  }

  private static func drawLegs(
    of pose: inout BodyPose, stance: Stance, using generator: inout SeededGenerator
  ) {
    var legs = stance.legs(using: &generator)
    if generator.chance(0.5) { swap(&legs.left, &legs.right) }
    let heading = Rotation(about: SIMD3(0, 1, 0), by: radians(generator.normal(0, 6)))
    legs.left.pose(&pose.left, outward: -1, heading: heading, using: &generator)
    legs.right.pose(&pose.right, outward: 1, heading: heading, using: &generator)
  }
}

func radians(_ degrees: Float) -> Float { degrees * .pi / 180 }
