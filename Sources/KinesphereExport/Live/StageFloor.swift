import Kinesphere

/// Where the floor is, and its middle, guessed from a dancer: a camera does not know its own height.
///
/// The middle is where the pelvis was first seen. The height is that of the lowest joint of a foot so far, which rises again by
/// 2 cm a second, so that one bad frame is forgotten.
struct StageFloor: Sendable {
  private var middle: SIMD3<Float>?
  private var height: Float = 0
  private var last = 0.0

  /// Metres a second.
  private static let rise: Float = 0.02

  init() {}

  /// The pelvis over the floor's middle, in metres along the axes of the rig's frame.
  mutating func place(of pose: RigPose, rig: Rig, time: Double) -> SIMD3<Float> {
    let joints = pose.joints(of: rig)
    var lowest = Float.infinity
    for foot in [Bone.leftFoot, .leftToes, .rightFoot, .rightToes] {
      lowest = min(lowest, joints[foot.rawValue].y)
    }
    guard let middle else {
      self.middle = pose.root
      height = lowest
      last = time
      return SIMD3(0, pose.root.y - height, 0)
    }
    height = min(lowest, height + Self.rise * Float(max(0, min(time - last, 1))))
    last = time
    return SIMD3(pose.root.x - middle.x, pose.root.y - height, pose.root.z - middle.z)
  }
}
