import Foundation
import Kinesphere

/// A dancer made of straight bones with angles that are known: x to the dancer's right, y up, facing -z, metres; this is a
/// mirrored camera's frame. Angles in degrees.
struct StickDancer {
  struct Limbs {
    var knee: Float = 0
    var elbow: Float = 0
    /// Of the thigh: forwards, then outwards.
    var hip: Float = 0
    var spread: Float = 0
    /// Of the upper arm, and its plane: 0 to the side, 90 forwards.
    var arm: Float = 20
    var plane: Float = 0
    /// Of the foot: up.
    var ankle: Float = 0
  }

  var left = Limbs()
  var right = Limbs()
  /// Of the pelvis with all above; of the thorax against it: forwards, to the right.
  var bend: Float = 0
  var trunkBend: Float = 0
  var trunkLean: Float = 0

  var both: Limbs {
    get { left }
    set { (left, right) = (newValue, newValue) }
  }

  /// Its key-points in the frame of a camera; `confidence` for all.
  func pose(isMirrored: Bool = true, confidence: Float = 1) -> Pose {
    var pose = Pose(points: [SIMD3<Float>](repeating: .zero, count: 18), confidence: confidence)
    let pelvis = SIMD3<Float>(0, 1, 2.5)
    // The pelvis' line leans 9 degrees back where the body stands upright, the thorax' 3.3 forwards.
    let trunk = { (v: SIMD3<Float>) in Self.about(x: -bend, v) }
    let chest = { (v: SIMD3<Float>) in trunk(Self.about(x: -trunkBend, Self.about(z: -trunkLean, v))) }
    pose[.pelvis] = pelvis
    pose[.spine] = pelvis + trunk(Self.about(x: 9, SIMD3(0, 0.2, 0)))
    pose[.neck] = pose[.spine] + chest(Self.about(x: -3.3, SIMD3(0, 0.3, 0)))
    pose[.head] = pose[.neck] + chest(Self.about(x: -8.5, SIMD3(0, 0.2, 0)))
    set(
      &pose, left, outwards: -1, trunk, chest, (.leftShoulder, .leftElbow, .leftWrist),
      (.leftHip, .leftKnee, .leftAnkle, .leftFoot))
    set(
      &pose, right, outwards: 1, trunk, chest, (.rightShoulder, .rightElbow, .rightWrist),
      (.rightHip, .rightKnee, .rightAnkle, .rightFoot))
    guard !isMirrored else { return pose }
    for point in 0..<KeyPoint.count { pose.points[point].x *= -1 }
    return pose
  }

  private func set(
    _ pose: inout Pose, _ limbs: Limbs, outwards: Float, _ trunk: @escaping (SIMD3<Float>) -> SIMD3<Float>,
    _ chest: (SIMD3<Float>) -> SIMD3<Float>, _ arm: (KeyPoint, KeyPoint, KeyPoint),
    _ leg: (KeyPoint, KeyPoint, KeyPoint, KeyPoint)
  ) {
    pose[arm.0] = pose[.neck] + chest(SIMD3(0.18 * outwards, 0, 0))
    // Down, lifted to the side, then swung to the plane about the vertical.
    let swing = { (v: SIMD3<Float>) in Self.about(y: outwards * limbs.plane, v) }
    let lifted = { (angle: Float) in Self.about(z: outwards * angle, SIMD3<Float>(0, -1, 0)) }
    pose[arm.1] = pose[arm.0] + chest(swing(lifted(limbs.arm))) * 0.3
    pose[arm.2] = pose[arm.1] + chest(swing(lifted(limbs.arm + limbs.elbow))) * 0.25
    let hip = { (v: SIMD3<Float>) in
      trunk(Self.about(x: limbs.hip, Self.about(z: outwards * limbs.spread, v)))
    }
    let shank = { (v: SIMD3<Float>) in hip(Self.about(x: -limbs.knee, v)) }
    pose[leg.0] = pose[.pelvis] + trunk(SIMD3(0.1 * outwards, -0.05, 0))
    pose[leg.1] = pose[leg.0] + hip(SIMD3(0, -0.42, 0))
    pose[leg.2] = pose[leg.1] + shank(SIMD3(0, -0.4, 0))
    // The ball of a foot square to the shank lies 13 degrees below the sole.
    pose[leg.3] = pose[leg.2] + shank(Self.about(x: limbs.ankle - 13, SIMD3(0, 0, -0.15)))
  }

  static func about(x angle: Float, _ v: SIMD3<Float>) -> SIMD3<Float> {
    let (c, s) = (cos(angle * .pi / 180), sin(angle * .pi / 180))
    return SIMD3(v.x, c * v.y - s * v.z, s * v.y + c * v.z)
  }

  static func about(y angle: Float, _ v: SIMD3<Float>) -> SIMD3<Float> {
    let (c, s) = (cos(angle * .pi / 180), sin(angle * .pi / 180))
    return SIMD3(c * v.x + s * v.z, v.y, -s * v.x + c * v.z)
  }

  static func about(z angle: Float, _ v: SIMD3<Float>) -> SIMD3<Float> {
    let (c, s) = (cos(angle * .pi / 180), sin(angle * .pi / 180))
    return SIMD3(c * v.x - s * v.y, s * v.x + c * v.y, v.z)
  }

  /// A dance at 30 frames a second: `change` sets the dancer at a time.
  static func dance(
    seconds: Double, isMirrored: Bool = true, confidence: Float = 1,
    _ change: (inout StickDancer, Float) -> Void
  ) -> Motion {
    var motion = Motion()
    for frame in 0...Int(seconds * 30) {
      var dancer = StickDancer()
      change(&dancer, Float(frame) / 30)
      motion.append(dancer.pose(isMirrored: isMirrored, confidence: confidence), at: Double(frame) / 30)
    }
    return motion
  }

  /// 0 outside, 1 in the middle of a bump of two seconds at a time.
  static func bump(_ time: Float, at middle: Float) -> Float {
    abs(time - middle) < 1 ? 0.5 + 0.5 * cos((time - middle) * .pi) : 0
  }

  /// A plié: both knees to a depth at a time, thighs half of it forwards.
  mutating func plie(_ depth: Float, at middle: Float, _ time: Float) {
    both.knee = depth * Self.bump(time, at: middle)
    both.hip = both.knee / 2
  }
}
