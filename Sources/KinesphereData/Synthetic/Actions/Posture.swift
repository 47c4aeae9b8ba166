/// What a dancer does at one moment of an action, whoever dances: where the feet stand, how the limbs lie.
///
/// Degrees, and metres for a body whose pelvis joint stands 0.95 m high (others scale). Action space: the floor at
/// y = 0, x to the right of a dancer who looks along -z. A ``ScoreSolver`` turns a posture into a ``BodyPose`` of a
/// person: it finds the root that carries the centre of mass over the feet and bends the legs to reach them.
struct Posture: Sendable {
  /// Degrees: forwards, to the left about the vertical, to the left sideways.
  struct Trunk: Sendable {
    var bend: Float = 0
    var turn: Float = 0
    var lean: Float = 0
  }

  /// One side's limbs.
  struct Side: Sendable {
    var arm = ArmReach.hanging
    var leg: LegPlacement
  }

  /// Facing, anticlockwise from above; turns count on beyond 360.
  var heading: Float = 0
  /// In the heading's frame: pelvis and chest; the head in the chest's.
  var pelvis = Trunk()
  var chest = Trunk()
  var head = Trunk()
  var left = Side(leg: .planted(x: -Self.halfStance, z: 0, turnout: 8, heel: 0))
  var right = Side(leg: .planted(x: Self.halfStance, z: 0, turnout: 8, heel: 0))
  /// Flexion of the supporting knee or knees.
  var knee: Float = 4
  /// Share of the weight over the right foot, where both stand.
  var weight: Float = 0.5
  /// How far the centre of mass is from over the feet, metres: x to the right, z back; what stands still has none.
  var lead = SIMD2<Float>.zero

  /// Half the distance of the balls of the feet in the neutral stance, metres.
  static let halfStance: Float = 0.13

  /// Upright on both feet, arms hanging: where every action starts and ends.
  static let neutral = Posture()

  /// True where no foot stands.
  var isAirborne: Bool { !left.leg.isPlanted && !right.leg.isPlanted }

  /// The posture changed.
  func with(_ change: (inout Posture) -> Void) -> Posture {
    var result = self
    change(&result)
    return result
  }

  /// Left and right swapped.
  var mirrored: Posture {
    func flipped(_ trunk: Trunk) -> Trunk { Trunk(bend: trunk.bend, turn: -trunk.turn, lean: -trunk.lean) }
    return Posture(
      heading: -heading, pelvis: flipped(pelvis), chest: flipped(chest), head: flipped(head),
      left: Side(arm: right.arm.mirrored, leg: right.leg.mirrored),
      right: Side(arm: left.arm.mirrored, leg: left.leg.mirrored), knee: knee, weight: 1 - weight,
      lead: lead * SIMD2(-1, 1))
  }

  /// Moved over the floor, metres.
  func moved(x: Float, z: Float) -> Posture {
    with {
      $0.left.leg = left.leg.moved(x: x, z: z)
      $0.right.leg = right.leg.moved(x: x, z: z)
    }
  }
}

/// Where an arm reaches, in the chest's frame.
enum ArmReach: Sendable {
  /// From the shoulder towards a direction (x outwards, y up, z backwards), `reach` of the arm's length away;
  /// the elbow lies to the side of `elbow`.
  case towards(SIMD3<Float>, reach: Float, elbow: SIMD3<Float> = Self.usualElbow)
  /// The wrist at a place from the middle between the shoulders in arm lengths: x to the dancer's right.
  case place(SIMD3<Float>, elbow: SIMD3<Float> = Self.usualElbow)

  /// Outwards, down and back.
  static let usualElbow = SIMD3<Float>(0.45, -0.6, 0.6)
  static let hanging = ArmReach.towards(SIMD3(0.16, -1, -0.06), reach: 0.985)

  var mirrored: ArmReach {
    if case .place(let place, let elbow) = self { return .place(place * SIMD3(-1, 1, 1), elbow: elbow) }
    return self
  }
}

/// Where a leg stands or hangs.
enum LegPlacement: Sendable {
  /// The ball of the foot on the floor at x, z; the toes `turnout` outwards of the heading, the heel lifted.
  case planted(x: Float, z: Float, turnout: Float, heel: Float)
  /// In the air: the thigh `lift` from hanging towards `azimuth` (0 forwards, 90 outwards, 180 back) in the heading's
  /// frame, the knee bent, the whole leg turned out, the foot pointed from 0 (square to the shank) to 1.
  case free(lift: Float, azimuth: Float, knee: Float, turnout: Float, point: Float)

  var isPlanted: Bool {
    if case .planted = self { return true }
    return false
  }

  var mirrored: LegPlacement {
    guard case .planted(let x, let z, let turnout, let heel) = self else { return self }
    return .planted(x: -x, z: z, turnout: turnout, heel: heel)
  }

  func moved(x: Float, z: Float) -> LegPlacement {
    guard case .planted(let ownX, let ownZ, let turnout, let heel) = self else { return self }
    return .planted(x: ownX + x, z: ownZ + z, turnout: turnout, heel: heel)
  }
}
