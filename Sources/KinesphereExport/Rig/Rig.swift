import Kinesphere

/// A dancer's bones: how long they are and where they point at rest, in a T-pose.
///
/// At rest the figure stands with its arms level and its palms down, looks along +z of the rig's frame (``RigFrame``),
/// its left at +x. All rotations are identities there. The two sides are alike. 240 bytes; copying allocates nothing.
public struct Rig: Sendable {
  /// From the parent's joint to the bone's own at rest, in metres in the rig's frame, in ``Bone`` order; zero for
  /// ``Bone/hips``.
  public private(set) var offsets: InlineArray<20, SIMD3<Float>>

  /// A rig of given offsets in ``Bone`` order; the hips' is taken as zero. All must be finite.
  public init(offsets: InlineArray<20, SIMD3<Float>>) {
    self.offsets = offsets
    self.offsets[0] = .zero
    for index in offsets.indices { precondition(offsets[index].isKnown, "a rig's offsets are finite") }
  }

  /// Where the bone starts, seen from its parent's start at rest.
  public subscript(_ bone: Bone) -> SIMD3<Float> { offsets[bone.rawValue] }

  /// Metres from the parent's joint to this one.
  public func length(_ bone: Bone) -> Float { offsets[bone.rawValue].length }

  /// The same rig with another length of one bone and its twin of the other side.
  public mutating func setLength(_ bone: Bone, _ metres: Float) {
    precondition(metres >= 0 && metres.isFinite, "a bone's length is finite")
    for twin in [bone.rawValue, bone.mirrored.rawValue] {
      offsets[twin] = offsets[twin].normalised * metres
    }
  }

  /// An adult of 1.70 m with the anatomical joints of the synthetic body: where a live rig starts.
  public static let standard = Rig(sides: [
    .spine: SIMD3(0, 0.145, -0.023), .neck: SIMD3(0, 0.390, 0.023), .head: SIMD3(0, 0.174, 0.026),
    .leftClavicle: SIMD3(0, 0.390, 0.023), .leftUpperArm: SIMD3(0.171, -0.065, 0.017),
    .leftForearm: SIMD3(0.263, 0, 0), .leftHand: SIMD3(0.236, 0, 0), .leftThigh: SIMD3(0.108, -0.014, -0.006),
    .leftShank: SIMD3(0, -0.414, 0), .leftFoot: SIMD3(0, -0.422, 0), .leftToes: SIMD3(0, -0.059, 0.142),
  ])

  /// Offsets of the midline and of the left; the right is their mirror image.
  init(sides: [Bone: SIMD3<Float>]) {
    offsets = InlineArray { index in
      guard let bone = Bone(rawValue: index) else { return .zero }
      return sides[bone] ?? (sides[bone.mirrored] ?? .zero) * SIMD3(-1, 1, 1)
    }
  }

  /// The direction in which a bone points at rest: along its child's offset; up for those that carry several.
  func direction(_ bone: Bone) -> SIMD3<Float> {
    bone.child.map { offsets[$0.rawValue].normalised } ?? SIMD3(0, 1, 0)
  }

  /// The axis about which the joint at a limb's middle bends, at rest: positive turns flex it.
  ///
  /// Elbows bend forwards where the palm faces down, knees backwards. Only upper arms and thighs have one.
  func hinge(_ bone: Bone) -> SIMD3<Float>? {
    switch bone {
    case .leftUpperArm: SIMD3(0, -1, 0)
    case .rightUpperArm: SIMD3(0, 1, 0)
    case .leftThigh, .rightThigh: SIMD3(1, 0, 0)
    default: nil
    }
  }
}
