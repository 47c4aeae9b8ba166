/// Waving, running, jumping, marching, bending, squatting, stepping, kicking.
extension ScoreWriter {
  func twoHandWave() {
    let elbow = SIMD3<Float>(1, -0.3, 0.2)
    add(0)
    add(0.5) { $0.arms(1, -0.15, -0.35, reach: 0.9) }
    add(1) { $0.arms(0.55, 1, -0.1, reach: 0.94, elbow: elbow) }
    for swing in 0..<8 {
      let isOut = swing % 2 == 0
      add(1.5 + 0.5 * Double(swing)) {
        $0.arms(isOut ? sized(1.0, most: 1.2) : 0.1, 1, -0.15, reach: isOut ? 0.95 : 0.8, elbow: elbow)
        $0.chest.bend = -3
        $0.knee = isOut ? 10 : 4
      }
    }
    add(5.5) { $0.arms(1, -0.2, -0.3, reach: 0.92) }
    add(6)
  }

  func run() {
    add(0)
    add(0.25) { $0.knee = 15 }
    // A step a beat; 40 per cent of it in the air.
    for step in 0..<5 {
      let (start, isLeft) = (Double(step) + 0.5, step % 2 == 0)
      func posture(_ support: LegPlacement, _ other: LegPlacement, knee: Float, drive: Float) -> Posture {
        let pose = Posture.neutral.with {
          $0.left.leg = support
          $0.right.leg = other
          $0.knee = knee
          $0.weight = 0
          $0.chest.bend = 7
          $0.chest.turn = 8 * drive
          // Arms swing against the legs, elbows square.
          $0.left.arm = .towards(SIMD3(0.15, -0.75, -0.5 * drive - 0.1), reach: 0.7)
          $0.right.arm = .towards(SIMD3(0.15, -0.75, 0.5 * drive - 0.1), reach: 0.7)
        }
        return isLeft ? pose : pose.mirrored
      }
      let place: Float = step == 0 ? -0.13 : -0.06
      if step > 0 {
        add(start - 0.1, posture(.floor(place), .air(12, 180, knee: 85), knee: 22, drive: -0.4))
      }
      add(start + 0.15, posture(.floor(place), .air(sized(25), 0, knee: 95), knee: 38, drive: 0.3))
      add(
        start + 0.45,
        posture(
          .floor(place, heel: 35), .air(sized(60, most: 80), 0, knee: 95), knee: 10, drive: 1))
      add(
        start + 0.7,
        posture(.air(12, 180, knee: 50, point: 0.6), .air(sized(38), 0, knee: 55), knee: 10, drive: 0.5))
    }
    add(5.4) {
      $0.right.leg = .floor(0.13)
      $0.left.leg = .air(5, 180, knee: 40)
      $0.weight = 1
      $0.knee = 25
    }
    add(5.75) { $0.knee = 14 }
    add(6)
  }

  func jump() {
    let air = airTime(height: sized(0.26))
    func crouch(_ posture: inout Posture) {
      posture.knee = sized(75, most: 95)
      posture.chest.bend = 38
      posture.pelvis.bend = 24
      posture.arms(0.2, -0.75, 0.6, reach: 0.96)
    }
    add(0)
    for landing in [2.5, 4.75] {
      add(landing - air - 0.55, Posture.neutral.with(crouch))
      add(landing - air) {
        ($0.left.leg, $0.right.leg) = (.floor(-0.13, heel: 48), .floor(0.13, heel: 48))
        $0.knee = 4
        $0.chest.bend = -4
        $0.arms(0.35, 0.75, -0.75, reach: 0.95)
      }
      add(landing - air / 2) {
        ($0.left.leg, $0.right.leg) = (
          .air(4, 60, knee: 14, point: 0.9), .air(4, 60, knee: 14, point: 0.9)
        )
        $0.arms(0.35, 1, -0.35, reach: 0.97)
      }
      add(landing) {
        ($0.left.leg, $0.right.leg) = (.floor(-0.13, heel: 20), .floor(0.13, heel: 20))
        $0.knee = 22
        $0.chest.bend = 14
        $0.arms(0.6, 0.1, -0.8, reach: 0.93)
      }
      add(landing + 0.4) {
        crouch(&$0)
        $0.knee = sized(62)
        $0.arms(0.5, -0.5, -0.6, reach: 0.92)
      }
    }
    add(6)
  }

  func markTime() {
    add(0)
    for step in 0..<5 {
      let pose = Posture.neutral.with {
        $0.left.leg = .air(sized(72, most: 92), 0, knee: sized(80, most: 95), point: 0.5)
        $0.weight = 1
        $0.chest.turn = -5
        $0.left.arm = .towards(SIMD3(0.12, -1, 0.32), reach: 0.97)
        $0.right.arm = .towards(SIMD3(0.12, -0.85, -sized(0.75)), reach: 0.94)
      }
      add(Double(step) + 0.6, step % 2 == 0 ? pose : pose.mirrored)
      add(Double(step) + 1) { $0.knee = 5 }
    }
    add(6)
  }

  func bend() {
    add(0)
    for beat in [1.5, 4.4] {
      let down = Posture.neutral.with {
        $0.chest.bend = sized(98, most: 115)
        $0.pelvis.bend = sized(58, most: 68)
        $0.head.bend = 12
        $0.knee = 10
        $0.arms(0.12, -0.1, -1, reach: 0.97)
      }
      add(beat - 0.75) {
        $0.chest.bend = sized(42)
        $0.pelvis.bend = sized(24)
        $0.arms(0.14, -1, -0.75, reach: 0.97)
      }
      add(beat, down)
      add(beat + 0.5, down.with { $0.chest.bend += 4 })
      if beat < 2 {
        add(3) {
          $0.chest.bend = -10
          $0.pelvis.bend = -4
        }
      }
    }
    add(6)
  }

  func squat() {
    add(0)
    for beat in [1.5, 4.5] {
      let down = Posture.neutral.with {
        $0.knee = sized(100, most: 112)
        $0.chest.bend = 38
        $0.pelvis.bend = 30
        $0.head.bend = -18
        $0.left.leg = .floor(-0.13, out: 20)
        $0.right.leg = .floor(0.13, out: 20)
        $0.arms(0.1, 0.3, -1, reach: 0.97)
      }
      add(beat, down)
      add(beat + 0.4, down.with { $0.knee += 4 })
      if beat < 2 { add(3) { $0.arms(0.15, -0.8, -0.3, reach: 0.97) } }
    }
    add(6)
  }

  func sideStep() {
    let step = sized(0.42)
    func arms(_ posture: inout Posture) { posture.arms(1, -0.05, -0.15, reach: 0.95) }
    add(0)
    for (start, isRight) in [(0.0, true), (2.0, false), (4.0, true)] {
      // Out and close to the right, back again, then a touch to the right.
      let middle: Float = isRight ? 0 : step
      let isTouch = start == 4
      add(start + 1) {
        $0.right.leg = .floor(0.13 + (isRight ? middle + step : middle))
        $0.left.leg = .floor(-0.13 + (isRight ? middle : middle - step))
        $0.weight = isTouch ? 0.35 : 0.5
        $0.knee = 18
        arms(&$0)
        $0.chest.lean = isRight ? -4 : 4
      }
      guard !isTouch else { continue }
      let end: Float = isRight ? step : 0
      add(start + 2) {
        $0.right.leg = .floor(0.13 + end)
        $0.left.leg = .floor(-0.13 + end)
      }
    }
    add(6)
  }

  func legKick() {
    add(0)
    for (start, isRight) in [(0.0, true), (3.0, false)] {
      func put(_ beat: Double, _ change: (inout Posture) -> Void) {
        let pose = Posture.neutral.with {
          $0.weight = 0
          $0.knee = 8
          $0.left.arm = .towards(SIMD3(0.3, -0.2, -0.9), reach: 0.75)
          $0.right.arm = .towards(SIMD3(0.8, -0.5, 0.1), reach: 0.85)
          change(&$0)
        }
        add(start + beat, isRight ? pose : pose.mirrored)
      }
      put(0.9) {
        $0.right.leg = .air(sized(62), 0, knee: 98, point: 0.4)
        $0.knee = 12
      }
      put(1.5) {
        $0.right.leg = .air(sized(88, most: 105), 0, knee: 6, point: 0.7)
        $0.chest.bend = -12
        $0.pelvis.bend = -10
      }
      put(2.1) {
        $0.right.leg = .air(sized(55), 0, knee: 75, point: 0.4)
        $0.knee = 12
      }
      add(start + 3)
    }
  }
}
