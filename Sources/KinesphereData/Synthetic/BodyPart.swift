import Kinesphere

/// The 18 parts of the body that a part picture tells apart.
///
/// A pixel's part is that of its triangle: of the rigid segment that moves most of its vertices most; but the shoulders are
/// what lies within 10 cm of their joints.
public enum BodyPart: UInt8, CaseIterable, Sendable, Hashable {
  /// The head with the neck.
  case head
  case chest, abdomen, pelvis
  case leftShoulder, leftUpperArm, leftForearm, leftHand, leftThigh, leftShank, leftFoot
  case rightShoulder, rightUpperArm, rightForearm, rightHand, rightThigh, rightShank, rightFoot

  /// The value of a pixel on no part: background, or furniture.
  public static let none: UInt8 = 255
}

/// The 19 rigid segments that move the body's skin, in the order of the body file.
///
/// A parent comes before its children.
enum BodySegment: Int, CaseIterable, Sendable {
  case pelvis, abdomen, chest, neck, head
  case leftClavicle, leftUpperArm, leftForearm, leftHand, leftThigh, leftShank, leftFoot
  case rightClavicle, rightUpperArm, rightForearm, rightHand, rightThigh, rightShank, rightFoot

  static let count = 19

  /// The part that the segment belongs to: the neck counts as head, the clavicle as shoulder.
  var part: BodyPart {
    switch self {
    case .pelvis: .pelvis
    case .abdomen: .abdomen
    case .chest: .chest
    case .neck, .head: .head
    default: BodyPart(rawValue: UInt8(rawValue - 1)) ?? .head
    }
  }
}

/// The 22 joints of the body, in the order of the body file.
enum BodyJoint: Int, CaseIterable, Sendable {
  case pelvis, spine, neck, head
  case leftShoulder, leftElbow, leftWrist, leftHand, leftHip, leftKnee, leftAnkle, leftFoot, leftClavicle
  case rightShoulder, rightElbow, rightWrist, rightHand, rightHip, rightKnee, rightAnkle, rightFoot
  case rightClavicle

  static let count = 22

  /// The joints that are key-points, in ``KeyPoint`` order.
  static let keyPoints: [BodyJoint] = [
    .head, .neck, .spine, .pelvis,
    .leftShoulder, .leftElbow, .leftWrist, .leftHip, .leftKnee, .leftAnkle, .leftFoot,
    .rightShoulder, .rightElbow, .rightWrist, .rightHip, .rightKnee, .rightAnkle, .rightFoot,
  ]
}
