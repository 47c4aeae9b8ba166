import Kinesphere
import KinesphereData

extension BoneFit {
  /// Start, end and radius by part of the left side or the trunk.
  private typealias Pieces = [BodyPart: (start: Float, end: Float, radius: Float)]

  /// Where a fit starts: the numbers of the first fit, which measured readings in the crop's cells instead of on the camera's
  /// rays. How it was made is not recorded. From whole bones of one radius the search ends in a worse place (overlap on other
  /// people 0.781 and 0.773).
  public static func start(_ skeleton: NetworkWeights.Skeleton) -> NearestBone {
    let pieces = skeleton == .kinect ? kinect : anatomical
    let rule: NearestBone = skeleton == .kinect ? .kinect : .anatomical
    return NearestBone(
      rule.bones.map { bone in
        let left = pieces[bone.part] ?? pieces[bone.part.mirrored]
        return left.map {
          NearestBone.Bone(bone.part, bone.from, bone.to, $0.start, $0.end, $0.radius)
        } ?? bone
      })
  }

  private static let anatomical: Pieces = [
    .head: (0.29, 0.8, 0.1225), .chest: (0.38, 0.48, 0.1675), .abdomen: (-0.15, 0.32, 0.152),
    .pelvis: (0.48, 0.52, 0.12), .leftShoulder: (0.85, 0.98, 0.09), .leftUpperArm: (0.45, 0.74, 0.055),
    .leftForearm: (0.16, 0.98, 0.045), .leftHand: (1.13, 1.38, 0.05), .leftThigh: (0.15, 0.85, 0.1075),
    .leftShank: (0.14, 0.85, 0.0675), .leftFoot: (0.05, 1.2, 0.0455),
  ]

  private static let kinect: Pieces = [
    .head: (0.2, 0.57, 0.1405), .chest: (0.31, 0.75, 0.16), .abdomen: (0, 1.45, 0.14),
    .pelvis: (0.49, 0.51, 0.13), .leftShoulder: (0.68, 0.94, 0.0945), .leftUpperArm: (0.42, 0.74, 0.055),
    .leftForearm: (0.16, 0.98, 0.045), .leftHand: (1.13, 1.2, 0.05), .leftThigh: (0.2, 0.97, 0.067),
    .leftShank: (0.15, 0.89, 0.06), .leftFoot: (0, 1.35, 0.0065),
  ]
}
