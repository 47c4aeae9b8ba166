import Kinesphere

/// A pose's segments in the dancer's right-handed frame: what angles are measured between.
struct MeasuredBody {
  /// Unit vectors of one side, from the trunk outwards.
  struct Limb {
    let thigh, shank, foot, upperArm, forearm: SIMD3<Float>
  }

  /// Against gravity.
  let up: SIMD3<Float>
  /// z through both hips, y towards the spine, less the slant of that line in who stands upright.
  let pelvis: BodyAxes
  /// y from spine to neck less its slant, z as both shoulders lie.
  let thorax: BodyAxes
  /// y against gravity, z as both hips lie: where the dancer faces.
  let heading: BodyAxes
  /// Pelvis to neck, neck to head.
  let trunk, head: SIMD3<Float>
  private let left, right: Limb

  init(_ pose: Pose, view: PostureView) {
    let flip = view.flip
    func bone(_ start: KeyPoint, _ end: KeyPoint) -> SIMD3<Float> { (pose[end] - pose[start]) * flip }
    func side(
      hip: KeyPoint, knee: KeyPoint, ankle: KeyPoint, foot: KeyPoint, shoulder: KeyPoint, elbow: KeyPoint,
      wrist: KeyPoint
    ) -> Limb {
      Limb(
        thigh: bone(hip, knee).direction, shank: bone(knee, ankle).direction,
        foot: bone(ankle, foot).direction, upperArm: bone(shoulder, elbow).direction,
        forearm: bone(elbow, wrist).direction)
    }
    up = view.up * flip
    let hips = bone(.leftHip, .rightHip)
    trunk = bone(.pelvis, .neck).direction
    head = bone(.neck, .head).direction
    pelvis = BodyAxes(right: hips, up: bone(.pelvis, .spine)).leaning(AnatomicalZero.pelvis)
    thorax = BodyAxes(up: bone(.spine, .neck), across: bone(.leftShoulder, .rightShoulder))
      .leaning(-AnatomicalZero.thorax)
    heading = BodyAxes(up: up, across: hips)
    left = side(
      hip: .leftHip, knee: .leftKnee, ankle: .leftAnkle, foot: .leftFoot, shoulder: .leftShoulder,
      elbow: .leftElbow, wrist: .leftWrist)
    right = side(
      hip: .rightHip, knee: .rightKnee, ankle: .rightAnkle, foot: .rightFoot, shoulder: .rightShoulder,
      elbow: .rightElbow, wrist: .rightWrist)
  }

  func limb(_ side: BodySide) -> Limb { side == .left ? left : right }
}
