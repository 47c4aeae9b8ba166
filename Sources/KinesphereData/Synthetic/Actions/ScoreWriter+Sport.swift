/// Throwing, striking, hitting. Right-handed; mirrored for the left.
extension ScoreWriter {
  /// A baseball pitch from a set position.
  func pitch() {
    let stride = sized(0.62)
    add(0)
    add(0.6) {
      $0.hands(0, -0.25, -0.55)
      $0.knee = 8
    }
    // Wind-up: the left knee comes up, the back turns towards the target.
    add(1.5) {
      $0.right.leg = .floor(0.13, out: 70)
      $0.left.leg = .air(sized(80, most: 95), -15, knee: 95, point: 0.5)
      $0.weight = 1
      $0.knee = 14
      $0.pelvis.turn = -55
      $0.chest.turn = -75
      $0.hands(0.1, -0.15, -0.5)
    }
    // Stride: arms apart, the ball behind.
    add(2.4) {
      $0.left.leg = .floor(-0.1, -stride, out: 5)
      $0.right.leg = .floor(0.13, out: 70, heel: 12)
      $0.weight = 0.45
      $0.knee = 34
      $0.pelvis.turn = -38
      $0.chest.turn = -70
      $0.left.arm = .towards(SIMD3(1, 0.05, -0.3), reach: 0.92)
      $0.right.arm = .towards(SIMD3(0.8, 0.5, 0.45), reach: 0.72, elbow: SIMD3(1, -0.2, 0))
    }
    // Release.
    add(3) {
      $0.left.leg = .floor(-0.1, -stride, out: 5)
      $0.right.leg = .floor(0.13, out: 20, heel: 55)
      $0.weight = 0.1
      $0.knee = 36
      $0.pelvis.turn = 12
      $0.chest.turn = 15
      $0.chest.bend = 22
      $0.left.arm = .towards(SIMD3(0.6, -0.6, 0.1), reach: 0.6)
      $0.right.arm = .towards(SIMD3(0.45, 0.65, -0.75), reach: 0.96, elbow: SIMD3(1, 0, 0))
    }
    // Follow-through across the left knee.
    add(3.6) {
      $0.left.leg = .floor(-0.1, -stride, out: 5)
      $0.right.leg = .air(sized(24), 180, knee: 55, point: 0.5)
      $0.weight = 0
      $0.knee = 40
      $0.pelvis.turn = 30
      $0.pelvis.bend = 28
      $0.chest.turn = 48
      $0.chest.bend = sized(52)
      $0.left.arm = .towards(SIMD3(0.6, -0.5, 0.5), reach: 0.75)
      $0.right.arm = .towards(SIMD3(-0.35, -0.7, -0.7), reach: 0.93)
    }
    add(4.5) {
      $0.left.leg = .floor(-0.1, -stride, out: 5)
      $0.right.leg = .floor(0.13, -stride, out: 8)
      $0.weight = 0.45
      $0.knee = 22
      $0.chest.bend = 12
      $0.arms(0.3, -0.8, -0.35, reach: 0.9)
    }
    add(5.25) {
      $0.left.leg = .floor(-0.13, -stride)
      $0.right.leg = .floor(0.13, -stride)
      $0.knee = 8
    }
    add(6, Posture.neutral.moved(x: 0, z: -stride))
  }

  func golfSwing() {
    let left = { (turnout: Float) in LegPlacement.floor(-0.3, out: turnout) }
    let turn = size
    let elbow = SIMD3<Float>(0.5, -0.7, -0.1)
    func address(_ posture: inout Posture) {
      posture.left.leg = left(14)
      posture.knee = 20
      posture.pelvis.bend = 22
      posture.chest.bend = 36
      posture.head.bend = 14
      posture.hands(0, -0.84, -0.42, elbow: elbow)
    }
    add(0)
    add(1, Posture.neutral.with(address))
    add(1.5) {
      address(&$0)
      $0.hands(0.06, -0.82, -0.44, elbow: elbow)
    }
    add(2.1) {
      address(&$0)
      $0.chest.turn = -45 * turn
      $0.pelvis.turn = -20 * turn
      $0.hands(0.3, -0.45, -0.66, elbow: elbow)
    }
    // Top of the backswing.
    add(2.8) {
      address(&$0)
      $0.chest.turn = -88 * turn
      $0.pelvis.turn = -40 * turn
      $0.chest.bend = 30
      $0.weight = 0.65
      $0.hands(0.36, 0.3, -0.55, elbow: SIMD3(0.5, -1, 0.1))
    }
    // Impact.
    add(3.3) {
      address(&$0)
      $0.chest.turn = 12
      $0.pelvis.turn = 28
      $0.weight = 0.3
      $0.right.leg = .floor(0.13, heel: 18)
      $0.hands(-0.02, -0.83, -0.45, elbow: elbow)
    }
    add(3.6) {
      address(&$0)
      $0.chest.turn = 55 * turn
      $0.pelvis.turn = 48
      $0.chest.bend = 26
      $0.weight = 0.2
      $0.right.leg = .floor(0.13, heel: 35)
      $0.hands(-0.3, -0.35, -0.72, elbow: elbow)
    }
    // Follow-through: the belt looks at the target.
    add(4.1) {
      $0.left.leg = left(14)
      $0.weight = 0.08
      $0.knee = 6
      $0.right.leg = .floor(0.13, out: -20, heel: 62)
      $0.pelvis.turn = 72
      $0.chest.turn = 98 * turn
      $0.chest.bend = 4
      $0.hands(-0.34, 0.34, -0.45, elbow: SIMD3(0.5, -1, -0.2))
    }
    add(5) {
      $0.left.leg = left(14)
      $0.pelvis.turn = 20
      $0.chest.turn = 28
      $0.weight = 0.4
      $0.right.leg = .floor(0.13, out: 0, heel: 8)
      $0.hands(-0.08, -0.5, -0.65)
    }
    add(5.5) {
      $0.left.leg = left(8)
      $0.weight = 0.75
      $0.arms(0.1, -0.95, -0.35, reach: 0.96)
    }
    add(6)
  }

  /// Straight blows to either side from a guard.
  func sideBoxing() {
    let guardArms = { (posture: inout Posture) in
      posture.arms(-0.18, 0.1, -0.8, reach: 0.5, elbow: SIMD3(0.35, -1, 0))
      posture.knee = 22
      posture.chest.bend = 8
    }
    add(0)
    add(0.75) {
      guardArms(&$0)
      $0.left.leg = .floor(-0.28, out: 15)
    }
    for blow in 0..<4 {
      let isLeft = blow % 2 == 0
      let beat = 1.5 + Double(blow)
      func put(_ beat: Double, _ change: (inout Posture) -> Void) {
        // The right fist goes to the left side; the heel behind it lifts.
        let pose = Posture.neutral.with {
          guardArms(&$0)
          $0.left.leg = .floor(isLeft ? -0.28 : -0.13, out: 15)
          $0.right.leg = .floor(isLeft ? 0.13 : 0.28, out: 15)
          change(&$0)
        }
        add(beat, isLeft ? pose : pose.mirrored)
      }
      put(beat) {
        $0.pelvis.turn = sized(48)
        $0.chest.turn = sized(82, most: 90)
        $0.weight = 0.32
        $0.knee = 28
        $0.right.leg = .floor(isLeft ? 0.13 : 0.28, out: -25, heel: 30)
        $0.right.arm = .towards(SIMD3(-0.25, 0.05, -1), reach: 0.98)
        $0.left.arm = .towards(SIMD3(-0.1, -0.1, -0.75), reach: 0.48, elbow: SIMD3(0.35, -1, 0.2))
      }
      if blow < 3 { put(beat + 0.5) { _ in } }
    }
    add(5.1) {
      guardArms(&$0)
      $0.left.leg = .floor(-0.28, out: 15)
    }
    add(5.6) { $0.knee = 8 }
    add(6)
  }
}
