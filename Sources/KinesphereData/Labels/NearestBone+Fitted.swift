import Kinesphere

extension NearestBone {
  /// For the anatomical key-points of the synthetic dancer: mean overlap 0.795 with its true parts (240 unseen crops; the least,
  /// the pelvis, 0.43). `kinesphere-train fit-bones` makes the numbers.
  public static let anatomical = NearestBone(
    Self.trunk(
      head: (0.35, 0.64, 0.12), chest: (0.39, 0.5, 0.1675), abdomen: (-0.05, 0.17, 0.157),
      pelvis: (0.5, 0.5, 0.12))
      + Self.limbs(
        shoulder: (0.9, 1, 0.09), upperArm: (0.41, 0.64, 0.055), forearm: (0.24, 0.96, 0.045),
        hand: (1.13, 1.45, 0.05), thigh: (0.13, 0.85, 0.1075), shank: (0.11, 0.85, 0.0675),
        foot: (-0.03, 1.2, 0.0455)))

  /// For key-points where Kinect's skeleton has them (``KinectConvention``): mean overlap 0.778, likewise.
  public static let kinect = NearestBone(
    Self.trunk(
      head: (0.21, 0.51, 0.1355), chest: (0.35, 0.71, 0.165), abdomen: (0.09, 1.45, 0.14),
      pelvis: (0.5, 0.5, 0.13))
      + Self.limbs(
        shoulder: (0.78, 0.96, 0.0945), upperArm: (0.42, 0.7, 0.055), forearm: (0.16, 0.98, 0.045),
        hand: (1.24, 1.12, 0.05), thigh: (0.19, 0.95, 0.067), shank: (0.18, 0.89, 0.06),
        foot: (0, 1.51, 0.0065)))

  /// Start and end along the line through the two key-points, and radius.
  private typealias Piece = (start: Float, end: Float, radius: Float)

  private static func trunk(head: Piece, chest: Piece, abdomen: Piece, pelvis: Piece) -> [Bone] {
    [
      Bone(.head, .neck, .head, head.start, head.end, head.radius),
      Bone(.chest, .neck, .spine, chest.start, chest.end, chest.radius),
      Bone(.abdomen, .spine, .pelvis, abdomen.start, abdomen.end, abdomen.radius),
      Bone(.pelvis, .leftHip, .rightHip, pelvis.start, pelvis.end, pelvis.radius),
    ]
  }

  /// Both sides alike.
  private static func limbs(
    shoulder: Piece, upperArm: Piece, forearm: Piece, hand: Piece, thigh: Piece, shank: Piece, foot: Piece
  ) -> [Bone] {
    let left: [(BodyPart, KeyPoint, KeyPoint, Piece)] = [
      (.leftShoulder, .neck, .leftShoulder, shoulder),
      (.leftUpperArm, .leftShoulder, .leftElbow, upperArm), (.leftForearm, .leftElbow, .leftWrist, forearm),
      (.leftHand, .leftElbow, .leftWrist, hand), (.leftThigh, .leftHip, .leftKnee, thigh),
      (.leftShank, .leftKnee, .leftAnkle, shank), (.leftFoot, .leftAnkle, .leftFoot, foot),
    ]
    return left.flatMap { part, from, to, piece in
      [
        Bone(part, from, to, piece.start, piece.end, piece.radius),
        Bone(part.mirrored, from.mirrored, to.mirrored, piece.start, piece.end, piece.radius),
      ]
    }
  }
}

extension BodyPart {
  /// The same part of the other side; itself on the trunk.
  public var mirrored: BodyPart { BodyPart(rawValue: PartLabels.mirrored(rawValue)) ?? self }
}
