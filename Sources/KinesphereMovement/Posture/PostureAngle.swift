import Kinesphere

/// One of the 27 angles of a pose: a joint, and for a limb its side.
public struct PostureAngle: Hashable, Sendable, Codable, CustomStringConvertible {
  public let joint: PostureJoint
  /// nil for trunk, pelvis and head.
  public let side: BodySide?

  /// How many there are.
  public static let count = 27

  /// Nil where a limb has no side, or the trunk has one.
  public init?(_ joint: PostureJoint, _ side: BodySide? = nil) {
    guard joint.isSided == (side != nil) else { return nil }
    self.init(joint: joint, side: side)
  }

  private init(joint: PostureJoint, side: BodySide?) { (self.joint, self.side) = (joint, side) }

  /// Reads its name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let angle = PostureAngle(name: name) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no angle \(name)")
    }
    self = angle
  }

  /// Writes its name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  /// All of them, in the order of arrays and files: the left limbs, the right ones, the trunk.
  public static let all: [PostureAngle] = {
    let sided = PostureJoint.allCases.filter(\.isSided)
    return BodySide.allCases.flatMap { side in sided.map { PostureAngle(joint: $0, side: side) } }
      + PostureJoint.allCases.filter { !$0.isSided }.map { PostureAngle(joint: $0, side: nil) }
  }()

  /// Its place in ``all``.
  public var index: Int {
    let place = Self.places[joint.place]
    return side == .right ? place + Self.sidedCount : place
  }

  private static let sidedCount = PostureJoint.allCases.count(where: \.isSided)
  /// The place of each joint's left or only angle.
  private static let places: [Int] = PostureJoint.allCases.map { joint in
    all.firstIndex { $0.joint == joint } ?? 0
  }

  /// `left_knee_flexion`, `trunk_pitch`.
  public var name: String { (side.map { $0.rawValue + "_" } ?? "") + joint.rawValue }

  public var description: String { name }

  public init?(name: String) {
    guard let found = Self.all.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// The same of the other side; itself on the midline.
  public var mirrored: PostureAngle { PostureAngle(joint: joint, side: side?.other) }

  /// The key-points that it is measured from; the first is the joint itself, which an overlay colours.
  public var keyPoints: [KeyPoint] {
    let left = Self.leftKeyPoints(joint)
    return side == .right ? left.map(\.mirrored) : left
  }

  private static func leftKeyPoints(_ joint: PostureJoint) -> [KeyPoint] {
    switch joint {
    case .kneeFlexion: [.leftKnee, .leftHip, .leftAnkle]
    case .elbowFlexion: [.leftElbow, .leftShoulder, .leftWrist]
    case .hipFlexion, .hipAbduction, .legElevation: [.leftHip, .leftKnee, .pelvis, .spine, .rightHip]
    case .shoulderElevation, .shoulderPlane: [.leftShoulder, .leftElbow, .neck, .spine, .rightShoulder]
    case .ankleDorsiflexion: [.leftAnkle, .leftKnee, .leftFoot]
    case .turnout: [.leftFoot, .leftAnkle, .leftHip, .rightHip]
    case .trunkFlexion, .trunkLateral, .trunkRotation:
      [.spine, .pelvis, .neck, .leftHip, .rightHip, .leftShoulder, .rightShoulder]
    case .trunkPitch, .trunkRoll: [.neck, .pelvis, .leftHip, .rightHip]
    case .pelvisTilt: [.pelvis, .spine, .leftHip, .rightHip]
    case .pelvisObliquity: [.pelvis, .leftHip, .rightHip]
    case .headFlexion, .headLateral: [.head, .neck, .spine, .leftShoulder, .rightShoulder]
    }
  }
}
