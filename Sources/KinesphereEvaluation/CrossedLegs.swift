import Kinesphere

/// Labels whose legs are crossed: knees and ankles left and right exchanged, below hips that are not. A tracker's fault that
/// a person hardly ever stands like.
public enum CrossedLegs {
  /// How far beyond the other, along the line from the left hip to the right one, knees and ankles both must be, metres.
  static let least: Float = 0.1

  /// Share of crossed labels by subject, of those that have hips, knees and ankles.
  static func shares(_ labels: [(pose: Pose, subject: Int)]) -> [Int: Double] {
    var counts: [Int: (crossed: Int, all: Int)] = [:]
    for (pose, subject) in labels {
      guard let isCrossed = areCrossed(pose) else { continue }
      counts[subject, default: (0, 0)].all += 1
      if isCrossed { counts[subject, default: (0, 0)].crossed += 1 }
    }
    return counts.mapValues { Double($0.crossed) / Double($0.all) }
  }

  /// nil where a key-point of them is missing, or both hips are one.
  static func areCrossed(_ pose: Pose) -> Bool? {
    let hips = pose[.rightHip] - pose[.leftHip]
    let width = (hips * hips).sum().squareRoot()
    let knees = ((pose[.rightKnee] - pose[.leftKnee]) * hips).sum() / width
    let ankles = ((pose[.rightAnkle] - pose[.leftAnkle]) * hips).sum() / width
    guard knees.isFinite, ankles.isFinite else { return nil }
    return knees < -least && ankles < -least
  }
}

extension PosePairs {
  /// The pairs whose label does not cross the legs, or nil where none does.
  func withoutCrossedLegs() -> PosePairs? {
    let sound = pairs.filter { CrossedLegs.areCrossed($0.label) != true }
    return sound.count == pairs.count ? nil : PosePairs(sound)
  }
}
