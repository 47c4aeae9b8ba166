/// Steps of classical dance; how far the legs turn out, how high they go and how the feet point is the style's.
extension ScoreWriter {
  private var out: Float { style.turnout }

  /// Rounded arms: low before the thighs, before the chest, to the sides, overhead.
  private enum Port {
    case low, first, second, overhead

    func set(_ posture: inout Posture) {
      posture.left.arm = arm
      posture.right.arm = arm
    }

    var arm: ArmReach {
      switch self {
      case .low: .towards(SIMD3(-0.02, -1, -0.28), reach: 0.9, elbow: SIMD3(1, 0, 0))
      case .first: .towards(SIMD3(-0.24, -0.5, -0.78), reach: 0.8, elbow: SIMD3(1, 0, 0.1))
      case .second: .towards(SIMD3(1, -0.1, -0.3), reach: 0.96, elbow: SIMD3(0, 0.2, 1))
      case .overhead: .towards(SIMD3(-0.08, 1, -0.22), reach: 0.88, elbow: SIMD3(1, 0, 0.1))
      }
    }
  }

  /// First position: heels together, balls where the neutral stance has them.
  private func first(_ posture: inout Posture, knee: Float = 2, heel: Float = 0) {
    posture.left.leg = .floor(-0.13, out: out, heel: heel)
    posture.right.leg = .floor(0.13, out: out, heel: heel)
    posture.knee = knee
  }

  func plie() {
    add(0)
    add(1) {
      first(&$0)
      Port.low.set(&$0)
    }
    add(1.75) {
      first(&$0, knee: 8)
      Port.first.set(&$0)
    }
    let depths: [Float] = [max(47, sized(58, most: 66)), max(60, sized(80, most: 88))]
    for (depth, bottom) in zip(depths, [3.0, 5.75]) {
      add(bottom) {
        first(&$0, knee: depth)
        Port.second.set(&$0)
      }
      add(bottom + 1.25) {
        first(&$0)
        if bottom < 5 { Port.first.set(&$0) } else { Port.low.set(&$0) }
      }
    }
    add(8)
  }

  /// Out of a fourth position on the left leg, to the right; one turn.
  func pirouette() {
    let retire = LegPlacement.air(
      sized(62, most: 78), 58, knee: sized(112, most: 122), out: 60, point: style.point)
    let fourth = { (posture: inout Posture) in
      posture.left.leg = .floor(-0.13, out: 30)
      posture.right.leg = .floor(0.06, 0.3, out: 45)
    }
    add(0)
    add(1) {
      fourth(&$0)
      $0.knee = 10
      $0.left.arm = Port.second.arm
      $0.right.arm = Port.first.arm
    }
    add(1.75) {
      fourth(&$0)
      $0.knee = 44
      $0.weight = 0.35
      $0.chest.turn = 14
      $0.left.arm = Port.second.arm
      $0.right.arm = Port.first.arm
    }
    for (beat, heading) in [(2.3, -70), (2.75, -180), (3.2, -290)] as [(Double, Float)] {
      add(beat) {
        $0.heading = heading
        $0.left.leg = .floor(-0.13, out: 20, heel: sized(45, most: 55))
        $0.right.leg = retire
        $0.knee = 3
        $0.weight = 0
        Port.first.set(&$0)
      }
    }
    add(3.75) {
      $0.heading = -352
      $0.left.leg = .floor(-0.13, out: 25, heel: 8)
      $0.right.leg = .air(18, 140, knee: 55, out: 45, point: style.point)
      $0.knee = 14
      $0.weight = 0
      Port.first.set(&$0)
    }
    add(4.25) {
      fourth(&$0)
      $0.heading = -360
      $0.knee = 34
      Port.second.set(&$0)
    }
    add(5.1) {
      $0.heading = -360
      $0.left.leg = .floor(-0.13, out: 20)
      $0.right.leg = .floor(0.13, out: 20)
      Port.low.set(&$0)
    }
    add(6) { $0.heading = -360 }
  }

  /// First arabesque on the right leg, in profile: the dancer turns to the left.
  func arabesque() {
    let place = LegPlacement.floor(-0.3, 0.02, out: min(out, 40))
    func balance(_ posture: inout Posture, lift: Float) {
      posture.heading = 80
      posture.right.leg = place
      posture.left.leg = .air(lift, 176, knee: 3, out: min(out, 50), point: style.point)
      posture.weight = 1
      posture.knee = 3
      posture.pelvis.bend = 0.42 * lift
      posture.chest.bend = 0.16 * lift
      posture.head.bend = -6
      posture.right.arm = .towards(SIMD3(0.1, 0.32, -1), reach: 0.98, elbow: SIMD3(1, -0.3, 0))
      posture.left.arm = .towards(SIMD3(1, 0.02, 0.15), reach: 0.98, elbow: SIMD3(0, -0.4, 1))
    }
    let lift = max(70, sized(86, most: 98))
    add(0)
    add(1) {
      $0.heading = 70
      $0.right.leg = place
      $0.left.leg = .floor(-0.13, out: 15, heel: 20)
      $0.weight = 0.8
      $0.knee = 14
      Port.first.set(&$0)
    }
    add(2) { balance(&$0, lift: 0.45 * lift) }
    add(3) { balance(&$0, lift: lift) }
    add(5) { balance(&$0, lift: lift + 2) }
    add(6) { balance(&$0, lift: 0.4 * lift) }
    add(7) {
      $0.heading = 24
      $0.right.leg = place
      $0.left.leg = .floor(-0.56, 0.02, out: 20)
      $0.knee = 10
      Port.low.set(&$0)
    }
    add(8, Posture.neutral.moved(x: -0.43, z: 0.02))
  }

  /// To the left: two steps, a leap with legs split, landing on the left leg.
  func grandJete() {
    let air = airTime(height: sized(0.3))
    let leap = sized(0.95)
    let start: Float = -0.8
    add(0)
    add(0.8) {
      $0.heading = 62
      $0.left.leg = .floor(-0.42, -0.05, out: 25)
      $0.right.leg = .floor(0.13, out: 30, heel: 40)
      $0.weight = 0.1
      $0.knee = 12
      Port.low.set(&$0)
    }
    // The last step before the leap.
    add(1.6) {
      $0.heading = 84
      $0.right.leg = .floor(start, out: 20)
      $0.left.leg = .air(20, 180, knee: 35, out: 20, point: style.point)
      $0.weight = 1
      $0.knee = 42
      $0.lead = SIMD2(0.04, 0)
      Port.first.set(&$0)
    }
    add(3 - air) {
      $0.heading = 86
      $0.right.leg = .floor(start, out: 20, heel: 50)
      $0.left.leg = .air(sized(62), 0, knee: 14, out: 30, point: style.point)
      $0.weight = 1
      $0.knee = 4
      $0.lead = SIMD2(-0.2, 0)
      $0.right.arm = Port.first.arm
      $0.left.arm = Port.second.arm
    }
    add(3 - air / 2) {
      $0.heading = 86
      $0.left.leg = .air(sized(82, most: 94), 0, knee: 4, out: 40, point: style.point)
      $0.right.leg = .air(sized(74, most: 88), 178, knee: 4, out: 35, point: style.point)
      $0.pelvis.bend = 8
      $0.right.arm = .towards(SIMD3(0.1, 0.35, -1), reach: 0.98)
      $0.left.arm = .towards(SIMD3(1, 0.1, 0), reach: 0.98, elbow: SIMD3(0, -0.4, 1))
    }
    add(3) {
      $0.heading = 86
      $0.left.leg = .floor(start - leap, 0, out: 20, heel: 18)
      $0.right.leg = .air(sized(50), 178, knee: 8, out: 35, point: style.point)
      $0.weight = 0
      $0.knee = 16
      $0.pelvis.bend = 14
      $0.chest.bend = 10
      $0.lead = SIMD2(0.16, 0)
      $0.right.arm = .towards(SIMD3(0.15, 0.25, -1), reach: 0.97)
      $0.left.arm = Port.second.arm
    }
    add(3.45) {
      $0.heading = 84
      $0.left.leg = .floor(start - leap, 0, out: 20)
      $0.right.leg = .air(sized(34), 178, knee: 18, out: 35, point: style.point)
      $0.weight = 0
      $0.knee = sized(50)
      $0.pelvis.bend = 14
      $0.chest.bend = 12
      Port.second.set(&$0)
    }
    let end = start - leap + 0.13
    add(4.5) {
      $0.heading = 40
      $0.left.leg = .floor(start - leap, 0, out: 20)
      $0.right.leg = .floor(end + 0.16, -0.02, out: 25)
      $0.knee = 14
      Port.low.set(&$0)
    }
    add(5.25) {
      $0.heading = 6
      $0.left.leg = .floor(start - leap, 0, out: 10)
      $0.right.leg = .floor(end + 0.13, out: 8)
    }
    add(6, Posture.neutral.moved(x: end, z: 0))
  }

  /// Two gliding steps to the left: the right foot chases the left in the air.
  func chasse() {
    add(0)
    let step = sized(0.42)
    let air = airTime(height: 0.055)
    let pointed = LegPlacement.air(5, 40, knee: 3, out: out, point: style.point)
    var (left, right): (Float, Float) = (-0.13, 0.13)
    for start in [0.0, 2.0] {
      left -= step
      let (side, chased) = (left, right)
      add(start + 0.85) {
        $0.left.leg = .floor(side, out: out)
        $0.right.leg = .floor(chased, out: out)
        $0.weight = 0.45
        $0.knee = sized(40)
        Port.second.set(&$0)
        $0.chest.lean = 3
      }
      add(start + 1.3) {
        $0.left.leg = .floor(side, out: out, heel: 45)
        $0.right.leg = .air(16, 80, knee: 6, out: out, point: style.point)
        $0.weight = 0
        $0.knee = 4
        $0.lead = SIMD2(-0.05, 0)
        Port.second.set(&$0)
      }
      add(start + 1.3 + air / 2) {
        ($0.left.leg, $0.right.leg) = (pointed, pointed)
        Port.second.set(&$0)
      }
      right = side - 0.04
      left = right - 0.24
      let landed = right
      add(start + 1.3 + air) {
        $0.right.leg = .floor(landed, out: out, heel: 15)
        $0.left.leg = .air(20, 80, knee: 6, out: out, point: style.point)
        $0.weight = 1
        $0.knee = 22
        $0.lead = SIMD2(-0.02, 0)
        Port.second.set(&$0)
      }
    }
    let (side, landed) = (left, right)
    add(4.2) {
      $0.left.leg = .floor(side, out: out)
      $0.right.leg = .floor(landed, out: out)
      $0.knee = 24
      Port.second.set(&$0)
    }
    add(5) {
      $0.left.leg = .floor(side, out: out)
      $0.right.leg = .floor(side + 0.26, out: out)
      $0.knee = 4
      Port.low.set(&$0)
    }
    add(6, Posture.neutral.moved(x: side + 0.13, z: 0))
  }

  /// Up from a plié with a whole turn to the left in the air, down into a plié.
  func spinJump() {
    let air = airTime(height: sized(0.32))
    add(0)
    add(0.8) {
      first(&$0)
      Port.low.set(&$0)
    }
    add(2.9 - air - 0.6) {
      first(&$0, knee: sized(68, most: 80))
      $0.heading = -14
      $0.chest.turn = -20
      $0.right.arm = Port.second.arm
      $0.left.arm = Port.first.arm
    }
    add(2.9 - air) {
      first(&$0, knee: 3, heel: 48)
      $0.heading = 24
      $0.chest.turn = 20
      Port.first.set(&$0)
    }
    add(2.9 - air / 2) {
      $0.heading = 180
      let leg = LegPlacement.air(4, 20, knee: 3, out: out, point: style.point)
      ($0.left.leg, $0.right.leg) = (leg, leg)
      Port.first.set(&$0)
    }
    add(2.9) {
      first(&$0, knee: 18, heel: 22)
      $0.heading = 338
      Port.first.set(&$0)
    }
    add(3.4) {
      first(&$0, knee: sized(60, most: 75))
      $0.heading = 360
      $0.chest.bend = 6
      Port.second.set(&$0)
    }
    add(4.8) {
      first(&$0)
      $0.heading = 360
      Port.low.set(&$0)
    }
    add(6) { $0.heading = 360 }
  }
}
