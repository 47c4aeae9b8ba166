import RealModule

/// The body's joint angles in one pose, in radians: the curves that a report draws.
///
/// Flexions are 0 in a straight limb and grow as it bends; elevations are 0 where the limb hangs along the trunk.
/// Angles between directions lie in [0, pi]; NaN where a key-point they need is unknown or two coincide.
/// A dozen square roots and arc tangents: about a microsecond.
public struct JointAngles: Sendable, Equatable {
  /// Elbow flexion: between upper arm and forearm; 0 = straight.
  public var leftElbow, rightElbow: Float
  /// Knee flexion: between thigh and shank; 0 = straight. The limb-swing channels are these.
  public var leftKnee, rightKnee: Float
  /// Hip flexion or spread: between the thigh and the trunk's axis prolonged downwards; 0 = standing, pi/2 = sitting.
  public var leftHip, rightHip: Float
  /// Arm elevation: between the upper arm and the trunk's axis downwards; 0 = hanging, pi/2 = level, pi = overhead.
  public var leftShoulder, rightShoulder: Float
  /// Trunk lean: between the trunk's axis (pelvis to neck) and the camera frame's vertical; 0 = upright.
  public var trunkLean: Float

  /// Measures a pose.
  public init(_ pose: Pose) {
    let down = pose[.pelvis] - pose[.neck]
    leftElbow = pose.swing(.leftShoulder, .leftElbow, .leftWrist)
    rightElbow = pose.swing(.rightShoulder, .rightElbow, .rightWrist)
    leftKnee = pose.swing(.leftHip, .leftKnee, .leftAnkle)
    rightKnee = pose.swing(.rightHip, .rightKnee, .rightAnkle)
    leftHip = Self.between(down, pose[.leftKnee] - pose[.leftHip])
    rightHip = Self.between(down, pose[.rightKnee] - pose[.rightHip])
    leftShoulder = Self.between(down, pose[.leftElbow] - pose[.leftShoulder])
    rightShoulder = Self.between(down, pose[.rightElbow] - pose[.rightShoulder])
    trunkLean = Self.between(down, SIMD3(0, -1, 0))
  }

  /// All angles in the order of ``names``.
  public var values: InlineArray<9, Float> {
    [
      leftElbow, rightElbow, leftKnee, rightKnee, leftHip, rightHip, leftShoulder, rightShoulder, trunkLean,
    ]
  }

  /// Names in files and reports, in order.
  public static let names = [
    "left_elbow", "right_elbow", "left_knee", "right_knee", "left_hip", "right_hip", "left_shoulder",
    "right_shoulder", "trunk_lean",
  ]

  /// The angle between two directions, in [0, pi]: atan2(|a x b|, a . b), exact near 0 and pi where the arc
  /// cosine is not. NaN where either is zero or unknown.
  public static func between(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float {
    let cross = SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    let sine = (cross * cross).sum().squareRoot()
    let cosine = (a * b).sum()
    guard sine != 0 || cosine != 0 else { return .nan }
    return .atan2(y: sine, x: cosine)
  }
}
