/// What one frame alone tells of the body; NaN where it cannot be told.
///
/// The definitions are those of key-points (``init(_:)``); ``SilhouetteMeasurement`` estimates the same numbers
/// from a silhouette.
struct BodyMeasures: Sendable {
  /// Angle between thigh (hip to knee) and shank (knee to ankle), radians, 0 = straight.
  var leftSwing: Float = .nan
  var rightSwing: Float = .nan
  /// Horizontal distance of the ankles, sqrt(dx² + dz²), metres.
  var legSpread: Float = .nan
  /// (dl - dr) / (|dl| + |dr| + 0.01 m): heights of the shoulders above the pelvis.
  var symmetry: Float = .nan
  /// Width : height of the body's outline.
  var profile: Float = .nan
  /// The body's centre, metres in the camera frame.
  var centre = SIMD3<Float>(repeating: .nan)

  /// Bounded comparison of the shoulders' heights above the pelvis in metres.
  static func symmetry(left: Float, right: Float) -> Float {
    (left - right) / (abs(left) + abs(right) + 0.01)
  }
}

extension BodyMeasures {
  /// Exact measures from key-points.
  ///
  /// The centre is the centre of mass with Winter's segment shares (Biomechanics and Motor Control of Human
  /// Movement, 2009, table 4.1) at the segments' midpoints. The outline is the box around balls at the key-points
  /// that stand for the flesh and the hands: 11 cm at the head, 9 at the wrists, 10 at the hips, 7 elsewhere.
  init(_ pose: Pose) {
    leftSwing = pose.swing(.leftHip, .leftKnee, .leftAnkle)
    rightSwing = pose.swing(.rightHip, .rightKnee, .rightAnkle)
    let between = pose[.leftAnkle] - pose[.rightAnkle]
    legSpread = (between.x * between.x + between.z * between.z).squareRoot()
    symmetry = Self.symmetry(
      left: pose[.leftShoulder].y - pose[.pelvis].y, right: pose[.rightShoulder].y - pose[.pelvis].y)
    profile = Self.profile(pose)
    centre = Self.centreOfMass(pose)
  }

  private static func profile(_ pose: Pose) -> Float {
    var low = SIMD3<Float>(repeating: .infinity)
    var high = SIMD3<Float>(repeating: -.infinity)
    for point in KeyPoint.allCases {
      let radius: Float =
        switch point {
        case .head: 0.11
        case .leftWrist, .rightWrist: 0.09
        case .leftHip, .rightHip: 0.10
        default: 0.07
        }
      // A key-point that is unknown has no place in the outline.
      guard pose[point].x.isFinite else { continue }
      low = pointwiseMin(low, pose[point] - radius)
      high = pointwiseMax(high, pose[point] + radius)
    }
    return (high.x - low.x) / (high.y - low.y)
  }

  private static func centreOfMass(_ pose: Pose) -> SIMD3<Float> {
    let hips = (pose[.leftHip] + pose[.rightHip]) / 2
    let shoulders = (pose[.leftShoulder] + pose[.rightShoulder]) / 2
    var centre = 0.081 * pose[.head] + 0.497 * (hips + shoulders) / 2
    centre += 0.028 * (pose[.leftShoulder] + pose[.leftElbow]) / 2
    centre += 0.028 * (pose[.rightShoulder] + pose[.rightElbow]) / 2
    centre += 0.022 * (pose[.leftElbow] + pose[.leftWrist]) / 2
    centre += 0.022 * (pose[.rightElbow] + pose[.rightWrist]) / 2
    centre += 0.1 * (pose[.leftHip] + pose[.leftKnee]) / 2
    centre += 0.1 * (pose[.rightHip] + pose[.rightKnee]) / 2
    centre += 0.0465 * (pose[.leftKnee] + pose[.leftAnkle]) / 2
    centre += 0.0465 * (pose[.rightKnee] + pose[.rightAnkle]) / 2
    centre += 0.0145 * (pose[.leftFoot] + pose[.rightFoot])
    return centre
  }
}

extension Pose {
  /// Angle at `middle` between the bone into it and the bone out of it: 0 where the three lie on a line.
  func swing(_ from: KeyPoint, _ middle: KeyPoint, _ to: KeyPoint) -> Float {
    JointAngles.between(self[middle] - self[from], self[to] - self[middle])
  }
}
