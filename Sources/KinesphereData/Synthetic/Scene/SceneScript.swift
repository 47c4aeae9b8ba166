import Foundation

/// Writes what a dancer does, piece after piece: away, walking, dancing, holding still. Pieces are joined over a third of
/// a second.
///
/// Space: the scene's; places are `(x, z)` on the floor, metres. Heights are left to the floor
/// (``SceneDancer/isGrounded``).
public struct SceneScript: Sendable {
  /// How a dancer holds still.
  public enum Rest: String, Codable, Sendable, CaseIterable {
    /// On a seat of `seatHeight` metres.
    case sitting
    /// On the back, across the picture.
    case lying
    case standing
  }

  /// Frames a second.
  public let rate: Double
  public private(set) var poses: [BodyPose?] = []

  /// The seat that ``Rest/sitting`` needs: height over the floor, metres.
  public static let seatHeight: Float = 0.42

  public init(rate: Double = 30) {
    precondition(rate > 0, "a script has a rate")
    self.rate = rate
  }

  /// Nobody there for so many seconds.
  public mutating func stayAway(seconds: Double) {
    poses += [BodyPose?](repeating: nil, count: frames(seconds))
  }

  /// Walks from place to place, looking ahead; `seconds` decides the speed.
  public mutating func walk(from start: SIMD2<Float>, to end: SIMD2<Float>, seconds: Double) {
    let way = end - start
    let length = (way * way).sum().squareRoot()
    // The dancer looks along -z.
    let heading = Rotation(about: SIMD3(0, 1, 0), by: atan2(-way.x, -way.y))
    append(
      (0..<frames(seconds)).map { frame in
        let share = Float(frame) / Float(max(1, frames(seconds)))
        let place = start + way * share
        // Two steps of 0.65 m are a cycle.
        return Self.step(phase: share * length / 1.3).rotated(by: heading).moved(
          by: SIMD3(place.x, 0, place.y))
      })
  }

  /// Dances at a place, facing the camera.
  public mutating func dance(at place: SIMD2<Float>, seconds: Double, using generator: inout SeededGenerator)
  {
    let choreography = Choreography.random(duration: seconds, using: &generator)
    append(
      (0..<frames(seconds)).map {
        choreography.pose(at: Double($0) / rate).moved(by: SIMD3(place.x, 0, place.y))
      })
  }

  /// Holds still at a place but for breath: the chest tips by half a degree, once in four seconds.
  public mutating func hold(_ rest: Rest, at place: SIMD2<Float>, seconds: Double) {
    let pose = Self.pose(rest).moved(by: SIMD3(place.x, 0, place.y))
    append(
      (0..<frames(seconds)).map { frame in
        let breath = radians(0.5) * Float(sin(2 * Double.pi * Double(frame) / rate / 4))
        var still = pose
        still.chest = still.chest * Rotation(about: SIMD3(1, 0, 0), by: breath)
        return still
      })
  }

  /// Adds given poses, one a frame, joined to those before.
  public mutating func append(_ piece: [BodyPose]) {
    let joint = min(frames(0.33), piece.count)
    let last = poses.last ?? nil
    for (index, pose) in piece.enumerated() {
      guard let last, index < joint else {
        poses.append(pose)
        continue
      }
      let s = Float(index + 1) / Float(joint + 1)
      poses.append(last.slerp(to: pose, share: s * s * (3 - 2 * s)))
    }
  }

  private func frames(_ seconds: Double) -> Int { Int((seconds * rate).rounded()) }

  /// A walker's limbs at a phase of the gait, in cycles, looking along -z.
  private static func step(phase: Float) -> BodyPose {
    var pose = BodyPose.standing
    let swing = sin(2 * Float.pi * phase)
    let lift = cos(2 * Float.pi * phase)
    for (side, outward, sign) in [(\BodyPose.left, -1, 1), (\BodyPose.right, 1, -1)]
      as [(WritableKeyPath<BodyPose, BodyPose.Side>, Float, Float)]
    {
      let hip = 0.42 * swing * sign
      let knee = 0.1 + 0.55 * max(0, lift * sign)
      pose[keyPath: side].thigh = hanging(outward: outward * 0.05, forward: hip)
      pose[keyPath: side].shank = hanging(outward: outward * 0.03, forward: hip - knee)
      pose[keyPath: side].upperArm = hanging(outward: outward * 0.12, forward: -0.35 * swing * sign)
      pose[keyPath: side].forearm = hanging(outward: outward * 0.08, forward: 0.2 - 0.35 * swing * sign)
      pose[keyPath: side].hand = pose[keyPath: side].forearm
    }
    return pose
  }

  /// A limb that hangs, swung forward by an angle in radians.
  private static func hanging(outward: Float, forward: Float) -> SIMD3<Float> {
    SIMD3(outward, -cos(forward), -sin(forward)).normalised
  }

  private static func pose(_ rest: Rest) -> BodyPose {
    var pose = BodyPose.standing
    switch rest {
    case .standing: break
    case .sitting:
      for (side, outward) in [(\BodyPose.left, -1), (\BodyPose.right, 1)]
        as [(WritableKeyPath<BodyPose, BodyPose.Side>, Float)]
      {
        pose[keyPath: side].thigh = SIMD3(outward * 0.2, -0.08, -1).normalised
        pose[keyPath: side].shank = SIMD3(outward * 0.02, -1, -0.05).normalised
        pose[keyPath: side].upperArm = SIMD3(outward * 0.15, -1, -0.3).normalised
        pose[keyPath: side].forearm = SIMD3(outward * -0.1, -0.35, -1).normalised
        pose[keyPath: side].hand = SIMD3(outward * -0.1, -0.2, -1).normalised
      }
    case .lying:
      // First on the back, head away from the camera; then across the picture.
      pose = pose.rotated(by: Rotation(about: SIMD3(1, 0, 0), by: .pi / 2))
        .rotated(by: Rotation(about: SIMD3(0, 1, 0), by: .pi / 2))
    }
    return pose
  }
}
