import Kinesphere

/// The 20 bones of the rig, parents first; each starts at a joint, which is one of the 18 key-points.
///
/// The two clavicles start where the neck does, so that shoulders can rise and close; ``head``, ``leftHand``, ``leftToes``
/// and their like are ends: they turn with their parents, since nothing tells more. Left and right are the dancer's own.
public enum Bone: Int, CaseIterable, Sendable, Hashable {
  case hips, spine, neck, head
  case leftClavicle, leftUpperArm, leftForearm, leftHand, leftThigh, leftShank, leftFoot, leftToes
  case rightClavicle, rightUpperArm, rightForearm, rightHand, rightThigh, rightShank, rightFoot, rightToes

  /// How many there are.
  public static let count = 20

  /// The bone that it hangs on; nil for ``hips``.
  public var parent: Bone? {
    switch self {
    case .hips: nil
    case .spine, .leftThigh, .rightThigh: .hips
    case .neck, .leftClavicle, .rightClavicle: .spine
    case .head: .neck
    default: Bone(rawValue: rawValue - 1)
    }
  }

  /// All bones, parents first, without the array that `allCases` makes.
  static let order: InlineArray<20, Bone> = [
    .hips, .spine, .neck, .head,
    .leftClavicle, .leftUpperArm, .leftForearm, .leftHand, .leftThigh, .leftShank, .leftFoot, .leftToes,
    .rightClavicle, .rightUpperArm, .rightForearm, .rightHand, .rightThigh, .rightShank, .rightFoot,
    .rightToes,
  ]

  /// The key-point where it starts.
  public var joint: KeyPoint {
    switch self {
    case .hips: .pelvis
    case .spine: .spine
    case .neck, .leftClavicle, .rightClavicle: .neck
    case .head: .head
    case .leftUpperArm: .leftShoulder
    case .leftForearm: .leftElbow
    case .leftHand: .leftWrist
    case .leftThigh: .leftHip
    case .leftShank: .leftKnee
    case .leftFoot: .leftAnkle
    case .leftToes: .leftFoot
    case .rightUpperArm: .rightShoulder
    case .rightForearm: .rightElbow
    case .rightHand: .rightWrist
    case .rightThigh: .rightHip
    case .rightShank: .rightKnee
    case .rightFoot: .rightAnkle
    case .rightToes: .rightFoot
    }
  }

  /// The bone whose joint tells where this one points; nil for the ends, and for ``hips`` and ``spine``, which carry several.
  public var child: Bone? {
    switch self {
    case .hips, .spine: nil
    case .neck: .head
    case .head, .leftHand, .rightHand, .leftToes, .rightToes: nil
    default: Bone(rawValue: rawValue + 1)
    }
  }

  /// The same bone of the other side; itself on the midline.
  public var mirrored: Bone {
    if rawValue < 4 { return self }
    return Bone(rawValue: rawValue < 12 ? rawValue + 8 : rawValue - 8) ?? self
  }

  /// The name in BVH, glTF and NPZ files, as Mixamo, Blender's retargeting and most others know it.
  public var name: String { Self.names[rawValue] }

  /// All ``name``s in order.
  public static let names =
    ["Hips", "Spine", "Neck", "Head"]
    + ["Left", "Right"].flatMap { side in
      ["Shoulder", "Arm", "ForeArm", "Hand", "UpLeg", "Leg", "Foot", "ToeBase"].map { side + $0 }
    }

  /// The name among Unity's `HumanBodyBones`, which VMC sends.
  public var unityName: String { Self.unityNames[rawValue] }

  /// All ``unityName``s in order.
  public static let unityNames =
    ["Hips", "Spine", "Neck", "Head"]
    + ["Left", "Right"].flatMap { side in
      ["Shoulder", "UpperArm", "LowerArm", "Hand", "UpperLeg", "LowerLeg", "Foot", "Toes"].map { side + $0 }
    }
}
