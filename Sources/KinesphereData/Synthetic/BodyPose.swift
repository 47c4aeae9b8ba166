import Foundation
import Kinesphere

/// How a body stands, whoever it is: two frames of the trunk and the directions of the limbs.
///
/// A frame's rotation is from rest: x to the dancer's right, y up, looking along -z. Directions are unit vectors
/// in the same space as the frames. Limbs take the least rotation from their parent to their direction.
public struct BodyPose: Sendable, Hashable {
  /// One side's limbs.
  public struct Side: Sendable, Hashable {
    /// From the breastbone to the shoulder.
    public var clavicle: SIMD3<Float>
    /// Shoulder to elbow, elbow to wrist, wrist to the hand's middle.
    public var upperArm: SIMD3<Float>
    public var forearm: SIMD3<Float>
    public var hand: SIMD3<Float>
    /// Hip to knee, knee to ankle, ankle to the ball of the foot.
    public var thigh: SIMD3<Float>
    public var shank: SIMD3<Float>
    public var foot: SIMD3<Float>
    /// Where the kneecap looks, for a leg that turns about itself; nil: as the least rotation leaves it.
    public var knee: SIMD3<Float>?
    /// What points up in a foot that stands flat, for a foot that rolls; nil: as the least rotation leaves it.
    public var instep: SIMD3<Float>?
  }

  /// Place of the pelvis joint, metres.
  public var root: SIMD3<Float>
  /// The pelvis' and the chest's rotation from rest; the abdomen lies half-way.
  public var pelvis: Rotation
  public var chest: Rotation
  /// From the neck's base to the head's middle.
  public var neck: SIMD3<Float>
  public var left: Side
  public var right: Side
  /// How loose clothes hang; nil: straight down along -y.
  public var drape: Drape?

  /// Upright, arms hanging, looking along -z, pelvis at the origin.
  public static let standing: BodyPose = {
    let side = { (outward: Float) in
      Side(
        clavicle: SIMD3(outward, 0.05, 0), upperArm: SIMD3(outward * 0.12, -1, 0),
        forearm: SIMD3(outward * 0.06, -1, -0.15), hand: SIMD3(outward * 0.02, -1, -0.2),
        thigh: SIMD3(outward * 0.08, -1, 0), shank: SIMD3(outward * 0.04, -1, 0.03),
        foot: SIMD3(outward * 0.25, -0.45, -1))
    }
    return BodyPose(
      root: .zero, pelvis: .identity, chest: .identity, neck: SIMD3(0, 1, -0.15), left: side(-1),
      right: side(1))
  }()

  public init(
    root: SIMD3<Float>, pelvis: Rotation, chest: Rotation, neck: SIMD3<Float>, left: Side, right: Side
  ) {
    self.root = root
    self.pelvis = pelvis
    self.chest = chest
    self.neck = neck
    self.left = left
    self.right = right
  }

  /// The whole body, root included, turned about the origin.
  public func rotated(by rotation: Rotation) -> BodyPose {
    var result = BodyPose(
      root: rotation.applied(to: root), pelvis: rotation * pelvis, chest: rotation * chest,
      neck: rotation.applied(to: neck), left: left.mapped(rotation.applied),
      right: right.mapped(rotation.applied))
    result.drape = drape?.mapped(rotation.applied)
    return result
  }

  /// The whole body moved, in metres.
  public func moved(by offset: SIMD3<Float>) -> BodyPose {
    var result = self
    result.root += offset
    return result
  }

  /// The pose seen in a mirror: x negated, left and right swapped.
  public var mirrored: BodyPose {
    let flip = SIMD3<Float>(-1, 1, 1)
    let turned = { (rotation: Rotation) in Rotation(quaternion: rotation.quaternion * SIMD4(1, -1, -1, 1)) }
    return BodyPose(
      root: root * flip, pelvis: turned(pelvis), chest: turned(chest), neck: neck * flip,
      left: right.mapped { $0 * flip }, right: left.mapped { $0 * flip })
  }

  /// The angle about the vertical, radians, that turns the pelvis to face along -z.
  public var facing: Float {
    let x = pelvis.applied(to: SIMD3(1, 0, 0))
    return atan2(x.z, x.x)
  }

  /// A pose a share of the way to another: the trunk's rotations along the shorter arc, the limbs along great
  /// circles within the trunk's own frames, the root straight.
  public func slerp(to other: BodyPose, share: Float) -> BodyPose {
    let (pelvis, chest) = (
      self.pelvis.slerp(to: other.pelvis, share: share), self.chest.slerp(to: other.chest, share: share)
    )
    let between = { (frame: Rotation, a: (Rotation, SIMD3<Float>), b: (Rotation, SIMD3<Float>)) in
      frame.applied(
        to: a.0.inverse.applied(to: a.1).slerp(to: b.0.inverse.applied(to: b.1), share: share))
    }
    let side = { (a: Side, b: Side) in
      let arm = { between(chest, (self.chest, $0), (other.chest, $1)) }
      let leg = { between(pelvis, (self.pelvis, $0), (other.pelvis, $1)) }
      return Side(
        clavicle: arm(a.clavicle, b.clavicle), upperArm: arm(a.upperArm, b.upperArm),
        forearm: arm(a.forearm, b.forearm), hand: arm(a.hand, b.hand), thigh: leg(a.thigh, b.thigh),
        shank: leg(a.shank, b.shank), foot: leg(a.foot, b.foot), knee: Self.both(a.knee, b.knee, leg),
        instep: Self.both(a.instep, b.instep, leg))
    }
    return BodyPose(
      root: root + (other.root - root) * share, pelvis: pelvis, chest: chest,
      neck: between(chest, (self.chest, neck), (other.chest, other.neck)),
      left: side(left, other.left), right: side(right, other.right))
  }

  /// Between two directions where both are known.
  private static func both(
    _ a: SIMD3<Float>?, _ b: SIMD3<Float>?, _ between: (SIMD3<Float>, SIMD3<Float>) -> SIMD3<Float>
  ) -> SIMD3<Float>? {
    guard let a, let b else { return nil }
    return between(a, b)
  }
}

extension BodyPose.Side {
  func mapped(_ change: (SIMD3<Float>) -> SIMD3<Float>) -> Self {
    Self(
      clavicle: change(clavicle), upperArm: change(upperArm), forearm: change(forearm), hand: change(hand),
      thigh: change(thigh), shank: change(shank), foot: change(foot), knee: knee.map(change),
      instep: instep.map(change))
  }
}
