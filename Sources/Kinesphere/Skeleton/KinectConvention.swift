/// Where Kinect v1's skeleton puts the trunk's and the legs' key-points, seen from the anatomical joints.
///
/// Kinect's tracker, and with it the labels of MSR-Action3D and UTD-MHAD, places some key-points elsewhere than the
/// joints of a body are. Seen from the anatomical joints:
///
/// | key-points | up | forwards |
/// |---|---|---|
/// | pelvis (hip centre) | 15 cm, along the trunk | 3 cm |
/// | hips | 9 cm, along the trunk | 3 cm |
/// | spine | - | 5 cm |
/// | ankles, feet | 12.5 cm, along the shank towards the knee | - |
///
/// The heights are those between Kinect's skeletons and this project's body model. The forward shifts follow from
/// Kinect's trunk key-points lying 10 cm behind the visible surface, measured on the body model's mean shape. Nothing
/// here was fitted to anybody's labels, so some centimetres of the difference remain (``KeyPointScore`` says how many).
public enum KinectConvention {
  static let pelvisRise: Float = 0.15
  static let hipRise: Float = 0.09
  static let ankleRise: Float = 0.125
  static let hipShift: Float = 0.03
  static let spineShift: Float = 0.05

  /// An anatomical pose with its key-points where Kinect would put them; metres, in a camera frame.
  ///
  /// `isMirrored` as ``Camera/isMirrored``: it decides which way is forwards. Confidence is kept; NaN stays NaN.
  public static func pose(from anatomical: Pose, isMirrored: Bool) -> Pose {
    var pose = anatomical
    let up = direction(anatomical[.neck] - anatomical[.pelvis])
    // With x to the dancer's right, right x up points backwards in the mirrored frame, which is right-handed.
    let right =
      anatomical[.rightHip] - anatomical[.leftHip] + anatomical[.rightShoulder] - anatomical[.leftShoulder]
    let forwards = direction(cross(up, right)) * (isMirrored ? 1 : -1)
    pose[.spine] += forwards * spineShift
    pose[.pelvis] += up * pelvisRise + forwards * hipShift
    for (hip, knee, ankle, foot) in legs {
      pose[hip] += up * hipRise + forwards * hipShift
      let shank = direction(anatomical[knee] - anatomical[ankle])
      pose[ankle] += shank * ankleRise
      pose[foot] += shank * ankleRise
    }
    return pose
  }

  private static let legs: [(KeyPoint, KeyPoint, KeyPoint, KeyPoint)] = [
    (.leftHip, .leftKnee, .leftAnkle, .leftFoot), (.rightHip, .rightKnee, .rightAnkle, .rightFoot),
  ]

  private static func direction(_ vector: SIMD3<Float>) -> SIMD3<Float> {
    let length = (vector * vector).sum().squareRoot()
    return length > 0 ? vector / length : .zero
  }

  private static func cross(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
  }
}
