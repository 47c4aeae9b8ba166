/// The 18 key-points, in the order of every array, file and network output.
///
/// They are Kinect's 20 joints without the two hands. Left and right are always the dancer's own.
public enum KeyPoint: Int, CaseIterable, Sendable, Hashable {
  case head, neck, spine, pelvis
  case leftShoulder, leftElbow, leftWrist, leftHip, leftKnee, leftAnkle, leftFoot
  case rightShoulder, rightElbow, rightWrist, rightHip, rightKnee, rightAnkle, rightFoot

  /// How many there are.
  public static let count = 18

  /// The name in files: `head`, `left_shoulder`, ...
  public var name: String { Self.names[rawValue] }

  /// All names in order.
  public static let names = [
    "head", "neck", "spine", "pelvis",
    "left_shoulder", "left_elbow", "left_wrist", "left_hip", "left_knee", "left_ankle", "left_foot",
    "right_shoulder", "right_elbow", "right_wrist", "right_hip", "right_knee", "right_ankle", "right_foot",
  ]

  public init?(name: String) {
    guard let index = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: index)
  }

  /// The next key-point towards the pelvis; nil for the pelvis itself.
  public var parent: KeyPoint? {
    switch self {
    case .pelvis: nil
    case .spine: .pelvis
    case .neck: .spine
    case .head: .neck
    case .leftShoulder, .rightShoulder: .neck
    case .leftElbow: .leftShoulder
    case .leftWrist: .leftElbow
    case .rightElbow: .rightShoulder
    case .rightWrist: .rightElbow
    case .leftHip, .rightHip: .pelvis
    case .leftKnee: .leftHip
    case .leftAnkle: .leftKnee
    case .leftFoot: .leftAnkle
    case .rightKnee: .rightHip
    case .rightAnkle: .rightKnee
    case .rightFoot: .rightAnkle
    }
  }

  /// The same key-point of the other side; itself on the midline.
  public var mirrored: KeyPoint {
    if rawValue < 4 { return self }
    return KeyPoint(rawValue: rawValue < 11 ? rawValue + 7 : rawValue - 7) ?? self
  }
}
