/// An angle that is measured, of one limb or of the trunk: the names of targets, files and words.
///
/// Degrees. Positive as anatomy counts: flexion, abduction, dorsiflexion; forwards, to the dancer's right; rotation to the left
/// (anticlockwise from above). Axes and order after the ISB (Wu et al. 2002, doi:10.1016/S0021-9290(01)00222-6; 2005,
/// doi:10.1016/j.jbiomech.2004.05.042) as far as 18 key-points allow: there is no rotation of a limb about itself.
public enum PostureJoint: String, Codable, Sendable, CaseIterable, Hashable {
  /// Between thigh and shank; 0 = straight, 0 to 180. A knee that bends backwards reads positive too.
  case kneeFlexion = "knee_flexion"
  /// Between upper arm and forearm; 0 = straight.
  case elbowFlexion = "elbow_flexion"
  /// Of the thigh in the pelvis' sagittal plane; + forwards, - back (extension). NaN within 10° of straight to the side.
  case hipFlexion = "hip_flexion"
  /// Of the thigh out of the pelvis' sagittal plane; + outwards, - inwards, -90 to 90.
  case hipAbduction = "hip_abduction"
  /// Between the thigh and the pelvis' downward axis, whichever way: 0 to 180. The height of a leg.
  case legElevation = "leg_elevation"
  /// Of the upper arm from the thorax' downward axis; 0 = hanging, 180 = overhead (thoracohumeral elevation).
  case shoulderElevation = "shoulder_elevation"
  /// The plane of that elevation about the thorax' axis; 0 = to the side, 90 = forwards, negative = behind. NaN within 10° of
  /// hanging or overhead.
  case shoulderPlane = "shoulder_plane"
  /// Of the foot to the shank; + dorsiflexion, - plantar flexion (a pointed foot); 0 = sole square to the shank, an upright stance.
  case ankleDorsiflexion = "ankle_dorsiflexion"
  /// Of the foot about the vertical against the pelvis; + outwards. NaN where the foot points within 20° of the vertical.
  case turnout
  /// Of the thorax against the pelvis (Cardan: flexion, lateral, rotation); + forwards.
  case trunkFlexion = "trunk_flexion"
  /// The same, to the side; + to the right.
  case trunkLateral = "trunk_lateral"
  /// The same, about the body's axis; + to the left.
  case trunkRotation = "trunk_rotation"
  /// Of the line from pelvis to neck against the vertical, in the pelvis' heading; + forwards.
  case trunkPitch = "trunk_pitch"
  /// The same to the side; + to the right.
  case trunkRoll = "trunk_roll"
  /// Of the pelvis' axis (pelvis to spine) against the vertical; + forwards (anterior tilt).
  case pelvisTilt = "pelvis_tilt"
  /// Of the line through both hips against the floor; + the right hip higher.
  case pelvisObliquity = "pelvis_obliquity"
  /// Of the line from neck to head against the thorax; + forwards.
  case headFlexion = "head_flexion"
  /// The same to the side; + to the right.
  case headLateral = "head_lateral"

  /// True where there is one on each side.
  public var isSided: Bool {
    switch self {
    case .kneeFlexion, .elbowFlexion, .hipFlexion, .hipAbduction, .legElevation, .shoulderElevation,
      .shoulderPlane, .ankleDorsiflexion, .turnout:
      true
    default: false
    }
  }

  /// All values that it can have, degrees.
  public var limits: ClosedRange<Float> {
    switch self {
    case .kneeFlexion, .elbowFlexion, .legElevation, .shoulderElevation: 0...180
    case .hipAbduction, .pelvisObliquity, .trunkLateral: -90...90
    default: -180...180
    }
  }

  /// Its place among all.
  var place: Int { Self.order[self] ?? 0 }

  private static let order = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })
}
