import Foundation

/// One leg's directions, unit vectors.
struct LegDirections: Sendable {
  var thigh = SIMD3<Float>(0, -1, 0)
  var shank = SIMD3<Float>(0, -1, 0)
  var foot = SIMD3<Float>(0, -0.45, -0.9)
  /// Where the kneecap looks, and what points up in a flat foot.
  var knee = SIMD3<Float>(0, 0, -1)
  var instep = SIMD3<Float>(0, 1, 0)

  init() {}

  /// A leg that reaches from its hip to an ankle, the foot turned as given, the knee over the toes.
  init(reach: SIMD3<Float>, lengths: (Float, Float), towards: SIMD3<Float>, sole: Sole, foot: Rotation) {
    let bones = TwoBoneReach(target: reach, lengths: lengths, towards: towards)
    (thigh, shank, knee) = (bones.first, bones.second, bones.hinge)
    self.foot = foot.applied(to: sole.bone).normalised
    instep = foot.applied(to: SIMD3(0, 1, 0))
  }

  /// A leg in the air, in the heading's frame; `outward` is -1 on the left. The kneecap goes with the thigh's least
  /// rotation from hanging.
  init(
    lift: Float, azimuth: Float, knee flexion: Float, turnout: Float, point: Float, outward: Float
  ) {
    func level(_ degrees: Float) -> SIMD3<Float> {
      SIMD3(sin(radians(degrees)) * outward, 0, -cos(radians(degrees)))
    }
    let down = SIMD3<Float>(0, -1, 0)
    thigh = down * cos(radians(lift)) + level(azimuth) * sin(radians(lift))
    let raise = Rotation(from: down, to: thigh)
    let kneecap = raise.applied(to: level(turnout))
    knee = kneecap
    let bend = radians(flexion)
    shank = thigh * cos(bend) - kneecap * sin(bend)
    // Square to the shank on the kneecap's side; at rest the ball lies about 28 degrees below that.
    let front = kneecap * cos(bend) + thigh * sin(bend)
    let (dip, stretch) = (radians(28 + 45 * point), radians(45 * point))
    foot = front * cos(dip) + shank * sin(dip)
    instep = front * sin(stretch) - shank * cos(stretch)
  }

  /// All directions turned.
  func rotated(by rotation: Rotation) -> LegDirections {
    var result = self
    (result.thigh, result.shank) = (rotation.applied(to: thigh), rotation.applied(to: shank))
    (result.foot, result.knee) = (rotation.applied(to: foot), rotation.applied(to: knee))
    result.instep = rotation.applied(to: instep)
    return result
  }

  func write(to side: inout BodyPose.Side) {
    (side.thigh, side.shank, side.foot) = (thigh.normalised, shank.normalised, foot.normalised)
    (side.knee, side.instep) = (knee, instep)
  }

  /// As 15 numbers.
  var values: [Float] { [thigh, shank, foot, knee, instep].flatMap { [$0.x, $0.y, $0.z] } }

  /// From 15 numbers, which need not be of unit length.
  init(_ values: ArraySlice<Float>) {
    let start = values.startIndex
    func vector(_ index: Int) -> SIMD3<Float> {
      let base = start + 3 * index
      return SIMD3(values[base], values[base + 1], values[base + 2]).normalised
    }
    (thigh, shank, foot) = (vector(0), vector(1), vector(2))
    (knee, instep) = (vector(3), vector(4))
  }
}
