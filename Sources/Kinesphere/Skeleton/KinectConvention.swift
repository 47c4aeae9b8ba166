/// Where Kinect v1's skeleton puts the trunk's and the legs' key-points, seen from the anatomical joints.
///
/// Kinect's tracker, and with it the labels of UTD-MHAD, places some key-points elsewhere than the joints of a body are.
/// Trunk and feet have a geometry of their own, which hangs on the hip centre and on the ankles:
///
/// | key-points | where |
/// |---|---|
/// | pelvis (hip centre) | 15 cm above the anatomical one along the trunk, 3 cm forwards |
/// | spine | 6.6 cm above that hip centre, 3.6 cm backwards |
/// | hips | 7.2 cm below that hip centre, 7.25 cm aside |
/// | ankles | 6 cm above the anatomical ones along the shank |
/// | feet | 5.5 cm below those ankles along the shank, 5.5 cm across it towards the toes |
///
/// All others stay. The bones between Kinect's own joints are medians over 29,199 labelled frames of UTD-MHAD (subjects 1,
/// 3, 5, 7), the ankle's rise is what a shank of 36 cm leaves of an anatomical one of 42 cm (a stature of 1.70 m), and the
/// hip centre's forward shift puts it 10 cm behind the visible surface. None of it was fitted to a tracker's error, so
/// some centimetres of the difference remain (`kinesphere evaluate utd-key-points` says how many). MSR-Action3D's
/// skeletons are of another kind: their hips are 34 cm apart, their feet 17 cm long.
public enum KinectConvention {
  static let pelvisRise: Float = 0.15
  static let pelvisShift: Float = 0.03
  /// From Kinect's hip centre, along the trunk and forwards.
  static let spine = SIMD2<Float>(0.066, -0.036)
  /// From Kinect's hip centre, along the trunk and aside.
  static let hip = SIMD2<Float>(-0.072, 0.0725)
  static let ankleRise: Float = 0.06
  /// From Kinect's ankle, along the shank and across it towards the toes: 7.8 cm.
  static let foot = SIMD2<Float>(-0.055, 0.055)

  /// An anatomical pose with its key-points where Kinect would put them; metres, in a camera frame.
  ///
  /// `isMirrored` as ``Camera/isMirrored``: it decides which way is forwards. Confidence is kept; NaN stays NaN.
  public static func pose(from anatomical: Pose, isMirrored: Bool) -> Pose {
    var pose = anatomical
    let up = direction(anatomical[.neck] - anatomical[.pelvis])
    // With x to the dancer's right, right x up points backwards in the mirrored frame, which is right-handed.
    let across =
      anatomical[.rightHip] - anatomical[.leftHip] + anatomical[.rightShoulder] - anatomical[.leftShoulder]
    let forwards = direction(cross(up, across)) * (isMirrored ? 1 : -1)
    let right = direction(across - up * (across * up).sum())
    let pelvis = anatomical[.pelvis] + up * pelvisRise + forwards * pelvisShift
    pose[.pelvis] = pelvis
    pose[.spine] = pelvis + up * spine.x + forwards * spine.y
    pose[.leftHip] = pelvis + up * hip.x - right * hip.y
    pose[.rightHip] = pelvis + up * hip.x + right * hip.y
    for (knee, ankle, foot) in legs {
      let shank = direction(anatomical[knee] - anatomical[ankle])
      let sole = anatomical[foot] - anatomical[ankle]
      pose[ankle] = anatomical[ankle] + shank * ankleRise
      pose[foot] =
        pose[ankle] + shank * Self.foot.x + direction(sole - shank * (sole * shank).sum()) * Self.foot.y
    }
    return pose
  }

  private static let legs: [(KeyPoint, KeyPoint, KeyPoint)] = [
    (.leftKnee, .leftAnkle, .leftFoot), (.rightKnee, .rightAnkle, .rightFoot),
  ]

  private static func direction(_ vector: SIMD3<Float>) -> SIMD3<Float> {
    let length = (vector * vector).sum().squareRoot()
    return length > 0 ? vector / length : .zero
  }

  private static func cross(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
  }
}
