import KinesphereData
import Testing

@testable import KinesphereExport

struct QuaternionTests {
  private static func random(_ count: Int, seed: UInt64 = 3) -> [Quaternion] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      Quaternion(
        x: generator.normal(0, 1), y: generator.normal(0, 1), z: generator.normal(0, 1),
        w: generator.normal(0, 1)
      ).normalised
    }
  }

  @Test func aQuarterTurnAboutZTakesXToY() {
    let turn = Quaternion(about: SIMD3(0, 0, 1), by: .pi / 2)
    #expect(distance(turn.rotated(SIMD3(1, 0, 0)), SIMD3(0, 1, 0)) < 1e-6)
  }

  @Test func aProductTurnsByTheRightFactorFirst() {
    let rotations = Self.random(100)
    for (a, b) in zip(rotations, rotations.dropFirst()) {
      let v = SIMD3<Float>(0.3, -1.2, 0.7)
      #expect(distance((a * b).rotated(v), a.rotated(b.rotated(v))) < 1e-5)
    }
  }

  @Test(arguments: EulerOrder.allCases)
  func eulerAnglesComeBackAsTheSameRotation(order: EulerOrder) {
    for rotation in Self.random(2_000) {
      let again = Quaternion(euler: rotation.euler(order), order: order)
      #expect(rotation.angle(to: again) < 2e-6)
    }
  }

  @Test(arguments: EulerOrder.allCases)
  func eulerAnglesHoldAtTheGimbalLock(order: EulerOrder) {
    for second in [-Float.pi / 2, .pi / 2] {
      for first: Float in [-2, 0, 0.4, 3] {
        for third: Float in [-1, 0, 2] {
          for offset: Float in [0, 1e-4, 1e-3] {
            let rotation = Quaternion(euler: SIMD3(first, second - offset, third), order: order)
            let again = Quaternion(euler: rotation.euler(order), order: order)
            // 0.03 degrees, where one angle is given up.
            #expect(rotation.angle(to: again) < 5e-4)
          }
        }
      }
    }
  }

  @Test func theFirstOfThreeEulerTurnsIsOutermost() {
    let turn = Quaternion(euler: SIMD3(.pi / 2, 0.3, 0), order: .zxy)
    // z last: what x left alone is turned to y.
    #expect(distance(turn.rotated(SIMD3(1, 0, 0)), SIMD3(0, 1, 0)) < 1e-6)
  }

  @Test func theShortestArcArrivesAndTurnsNoFurtherThanItMust() {
    for rotation in Self.random(200) {
      let (a, b) = (rotation.rotated(SIMD3(1, 0, 0)), rotation.rotated(SIMD3(0, 0, 1)))
      let arc = Quaternion(from: a * 3, to: b)
      #expect(distance(arc.rotated(a), b) < 1e-5)
      #expect((arc.angle - .pi / 2).magnitude < 1e-5)
    }
    let half = Quaternion(from: SIMD3(0, 1, 0), to: SIMD3(0, -1, 0))
    #expect(distance(half.rotated(SIMD3(0, 1, 0)), SIMD3(0, -1, 0)) < 1e-6)
    #expect(Quaternion(from: .zero, to: SIMD3(0, 1, 0)) == .identity)
    #expect(Quaternion(from: SIMD3(.nan, 0, 0), to: SIMD3(0, 1, 0)) == .identity)
  }

  @Test func slerpGoesAtEvenSpeedAlongTheShorterArc() {
    let rotations = Self.random(200)
    for (a, b) in zip(rotations, rotations.dropFirst()) {
      let whole = a.angle(to: b)
      let part = a.slerp(to: b, share: 0.3)
      #expect((a.angle(to: part) - 0.3 * whole).magnitude < 1e-5)
      #expect((part.angle(to: b) - 0.7 * whole).magnitude < 1e-5)
      let opposite = Quaternion(x: -b.x, y: -b.y, z: -b.z, w: -b.w)
      #expect(part.angle(to: a.slerp(to: opposite, share: 0.3)) < 1e-5)
    }
  }

  @Test func exponentialUndoesLogarithm() {
    for rotation in Self.random(500) + [.identity, Quaternion(about: SIMD3(1, 0, 0), by: 1e-6)] {
      #expect(Quaternion(exponential: rotation.logarithm).angle(to: rotation) < 1e-6)
    }
  }

  @Test func swingAndTwistMakeTheRotationAndSwingLeavesNoTwist() {
    let axis = SIMD3<Float>(0, 1, 0)
    for rotation in Self.random(200) {
      let twist = rotation.twist(about: axis)
      let swing = rotation * twist.inverse
      #expect(swing.vector.dot(axis).magnitude < 1e-5)
      #expect((swing * twist).angle(to: rotation) < 1e-5)
    }
  }

  @Test func mirroringIntoUnitysFrameTurnsMirroredVectorsAlike() {
    for rotation in Self.random(200) {
      let v = SIMD3<Float>(0.3, -1.2, 0.7)
      let turned = RigFrame.unity(rotation).rotated(RigFrame.unity(v))
      #expect(distance(turned, RigFrame.unity(rotation.rotated(v))) < 1e-5)
    }
  }
}

func distance(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float { (a - b).length }
