import Foundation
import Kinesphere
import KinesphereData

/// Short dances whose poses are known at every time: what channels and detection are measured on.
///
/// The dancer faces the camera (looks along -z) about 2.6 m away, feet on a floor 1 m below it, and never stays
/// out of the picture of a Kinect.
public enum Dance: String, CaseIterable, Sendable {
  /// Steps to and from the camera, 1.8 a second, arms swinging.
  case walk
  /// Knee bends, one in two seconds.
  case squat
  /// One knee lifted, then the other, one in 1.6 seconds.
  case kneeLifts
  /// The trunk leans from side to side and the shoulders tip.
  case sway
  /// Arms up the sides to overhead and down.
  case arms
  /// Steps apart and together to the side, back and forth.
  case sideSteps
  /// Lunges to the right and left front.
  case lunge
  /// Small jumps, one a second.
  case jump

  /// Metres from the camera down to the floor.
  public static let eyeHeight: Float = 1

  /// The pose at a time in seconds of a person of a height in metres, in the mirrored camera frame.
  public func pose(at time: Double, height: Float = 1.7) -> BodyPose {
    let beat = { (seconds: Double) in Float(sin(2 * Double.pi * time / seconds)) }
    // 0 at rest, 1 at the turn, smooth at both.
    let pulse = { (seconds: Double) in Float(0.5 - 0.5 * cos(2 * Double.pi * time / seconds)) }
    var pose = BodyPose.standing
    pose.root = SIMD3(0, 0, 2.6)
    var leap: Float = 0
    switch self {
    case .walk:
      let swing = beat(10.0 / 9)
      let forward = Float(cos(2 * Double.pi * time / (10.0 / 9)))
      pose.root.z += 0.5 * beat(8)
      pose.left.bend(outward: -1, hip: 0.42 * swing, knee: 0.1 + 0.55 * max(0, forward))
      pose.right.bend(outward: 1, hip: -0.42 * swing, knee: 0.1 + 0.55 * max(0, -forward))
      pose.left.lift(outward: -1, aside: 0.12, forward: -0.35 * swing)
      pose.right.lift(outward: 1, aside: 0.12, forward: 0.35 * swing)
    case .squat:
      let depth = pulse(2)
      pose.left.bend(outward: -1, hip: 0.9 * depth, knee: 1.5 * depth, aside: 0.1 + 0.2 * depth)
      pose.right.bend(outward: 1, hip: 0.9 * depth, knee: 1.5 * depth, aside: 0.1 + 0.2 * depth)
      pose.lean(aside: 0, forward: 0.3 * depth)
      pose.left.lift(outward: -1, aside: 0.1, forward: 1.2 * depth)
      pose.right.lift(outward: 1, aside: 0.1, forward: 1.2 * depth)
    case .kneeLifts:
      pose.left.bend(outward: -1, hip: 1.2 * max(0, beat(3.2)), knee: 1.3 * max(0, beat(3.2)))
      pose.right.bend(outward: 1, hip: 1.2 * max(0, -beat(3.2)), knee: 1.3 * max(0, -beat(3.2)))
    case .sway:
      pose.lean(aside: 0.3 * beat(2.4), forward: 0)
      pose.left.clavicle.y += 0.25 * beat(2.4)
      pose.right.clavicle.y -= 0.25 * beat(2.4)
    case .arms:
      pose.left.lift(outward: -1, aside: 0.1 + 2.7 * pulse(3), forward: 0)
      pose.right.lift(outward: 1, aside: 0.1 + 2.7 * pulse(3), forward: 0)
      pose.left.clavicle.y += 0.35 * pulse(3)
      pose.right.clavicle.y += 0.35 * pulse(3)
    case .sideSteps:
      pose.root.x += 0.4 * beat(4)
      pose.left.bend(outward: -1, hip: 0, knee: 0.1, aside: 0.05 + 0.3 * pulse(1))
      pose.right.bend(outward: 1, hip: 0, knee: 0.1, aside: 0.05 + 0.3 * pulse(1))
      pose.left.lift(outward: -1, aside: 0.6 + 0.4 * beat(2), forward: 0.2)
      pose.right.lift(outward: 1, aside: 0.6 - 0.4 * beat(2), forward: 0.2)
    case .lunge:
      let (left, right) = (max(0, beat(4)), max(0, -beat(4)))
      pose.root.z -= 0.35 * (left + right)
      pose.left.bend(outward: -1, hip: 0.9 * left - 0.4 * right, knee: 1.0 * left + 0.3 * right)
      pose.right.bend(outward: 1, hip: 0.9 * right - 0.4 * left, knee: 1.0 * right + 0.3 * left)
    case .jump:
      let crouch = max(0, beat(1))
      leap = 0.25 * max(0, -beat(1))
      pose.left.bend(outward: -1, hip: 0.5 * crouch, knee: 0.9 * crouch)
      pose.right.bend(outward: 1, hip: 0.5 * crouch, knee: 0.9 * crouch)
      pose.left.lift(outward: -1, aside: 0.3 + leap * 4, forward: 0)
      pose.right.lift(outward: 1, aside: 0.3 + leap * 4, forward: 0)
    }
    pose.stand(height: height)
    pose.root.y += leap - Self.eyeHeight
    return pose
  }
}

extension BodyPose.Side {
  /// Bends the leg: hip flexion and knee flexion in radians, the thigh `aside` from the vertical.
  fileprivate mutating func bend(outward: Float, hip: Float, knee: Float, aside: Float = 0.08) {
    thigh = Self.down(outward: outward, aside: aside, forward: hip)
    shank = Self.down(outward: outward, aside: aside * 0.6, forward: hip - knee)
  }

  /// Lifts the straight arm by angles in radians from hanging.
  fileprivate mutating func lift(outward: Float, aside: Float, forward: Float) {
    upperArm = Self.down(outward: outward, aside: aside, forward: forward)
    forearm = Self.down(outward: outward, aside: aside * 0.95, forward: forward + 0.15)
    hand = forearm
  }

  private static func down(outward: Float, aside: Float, forward: Float) -> SIMD3<Float> {
    SIMD3(outward * sin(aside) * cos(forward), -cos(aside) * cos(forward), -sin(forward))
  }
}

extension BodyPose {
  /// Leans the trunk by angles in radians: aside to the dancer's right, and forward.
  fileprivate mutating func lean(aside: Float, forward: Float) {
    chest = Rotation(about: SIMD3(0, 0, 1), by: -aside) * Rotation(about: SIMD3(1, 0, 0), by: -forward)
    neck = chest.applied(to: neck)
    for side in [\BodyPose.left, \BodyPose.right] {
      self[keyPath: side].clavicle = chest.applied(to: self[keyPath: side].clavicle)
    }
  }

  /// Puts the lower foot on height 0, with the leg lengths of a person of a height in metres.
  fileprivate mutating func stand(height: Float) {
    let drop = [left, right].map { -(0.245 * $0.thigh.unit.y + 0.246 * $0.shank.unit.y) }
    root.y = (max(drop[0], drop[1]) + 0.05) * height
  }
}

extension SIMD3<Float> {
  fileprivate var unit: SIMD3<Float> { self / (self * self).sum().squareRoot() }
}
