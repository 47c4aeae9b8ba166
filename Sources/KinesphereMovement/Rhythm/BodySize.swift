import Kinesphere

/// A dancer's size, from the bones.
enum BodySize {
  /// Median over the frames of trunk (pelvis to neck), thigh and shank, metres; 1 where nothing is known.
  static func length(_ motion: Motion) -> Float {
    let bones: [(KeyPoint, KeyPoint)] = [
      (.pelvis, .neck), (.leftHip, .leftKnee), (.leftKnee, .leftAnkle), (.rightHip, .rightKnee),
      (.rightKnee, .rightAnkle),
    ]
    let lengths = bones.map { bone -> Float in
      let all = motion.poses.map { ($0[bone.0] - $0[bone.1]).length }.filter(\.isFinite).sorted()
      return all.isEmpty ? .nan : all[all.count / 2]
    }
    let legs = [lengths[1], lengths[2], lengths[3], lengths[4]].filter(\.isFinite)
    let trunk = lengths[0].isFinite ? lengths[0] : 0
    let size = trunk + (legs.isEmpty ? 0 : 2 * legs.reduce(0, +) / Float(legs.count))
    return size > 0.05 ? size : 1
  }
}
