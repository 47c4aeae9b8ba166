import Foundation

/// A person's foot as a rigid body: how it stands on the floor.
struct Sole: Sendable {
  /// Ankle to ball at rest, metres.
  let bone: SIMD3<Float>
  /// Points on the hull of the foot's underside from the ankle, at rest.
  private let points: [SIMD3<Float>]
  /// How far the toes point outwards at rest, radians, and -1 for the left foot.
  private let restTurn: Float
  private let outward: Float

  init(_ person: Person, isLeft: Bool) {
    let (ankle, ball): (BodyJoint, BodyJoint) = isLeft ? (.leftAnkle, .leftFoot) : (.rightAnkle, .rightFoot)
    let segment: BodySegment = isLeft ? .leftFoot : .rightFoot
    let start = person.joints[ankle.rawValue]
    bone = person.joints[ball.rawValue] - start
    outward = isLeft ? -1 : 1
    restTurn = atan2(bone.x * outward, -bone.z)
    let skin = Body.shared.heaviest.indices.filter { Body.shared.heaviest[$0] == segment }
      .map { person.vertices[$0] - start }
    // The lowest points seen from 24 directions a quarter of a turn around below.
    points = (0..<24).compactMap { index in
      let turn = Float(index % 8) * .pi / 4
      let dip = [0.1, 0.8, 3][index / 8] as Float
      let direction = SIMD3(cos(turn), -dip, sin(turn))
      return skin.max { $0.dot(direction) < $1.dot(direction) }
    }
  }

  /// The rotation from rest of a foot on the floor: toes `turn` radians anticlockwise of -z seen from above, heel lifted
  /// by an angle about the ball.
  func rotation(turn: Float, heel: Float) -> Rotation {
    let flat = Rotation(about: SIMD3(0, 1, 0), by: turn + outward * restTurn)
    let toes = Rotation(about: SIMD3(0, 1, 0), by: turn).applied(to: SIMD3(0, 0, -1))
    return Rotation(about: toes.cross(SIMD3(0, -1, 0)), by: heel) * flat
  }

  /// The rotation from rest of a foot whose bone and instep point as given.
  func rotation(bone direction: SIMD3<Float>, instep: SIMD3<Float>) -> Rotation {
    Rotation(x: direction, y: instep) * Rotation(x: bone, y: SIMD3(0, 1, 0)).inverse
  }

  /// How far a rotated foot reaches below its ankle, metres.
  func depth(_ rotation: Rotation) -> Float {
    -(points.lazy.map { rotation.applied(to: $0).y }.min() ?? 0)
  }

  /// The ankle of a foot that stands with its ball over (x, z), `lift` above the floor.
  func ankle(ballX x: Float, z: Float, rotation: Rotation, lift: Float = 0) -> SIMD3<Float> {
    let reach = rotation.applied(to: bone)
    return SIMD3(x - reach.x, depth(rotation) + lift, z - reach.z)
  }
}
