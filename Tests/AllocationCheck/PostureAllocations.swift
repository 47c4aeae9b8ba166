import CAllocationCount
import Kinesphere
import KinesphereData
import KinesphereMovement

/// Reviews pliés live with the shipped targets, and counts what it allocates after its first seconds.
enum PostureAllocations {
  /// Allocations of 200 frames in which at least one position is judged; nil where none was.
  static func count() -> Int? {
    let motion = dance()
    var reviewer = PostureReviewer(.shipped, view: PostureView(isMirrored: true))
    var (before, judged) = (0, 0)
    for index in 0..<motion.count {
      if index == motion.count - 200 { before = ks_allocation_count() }
      reviewer.add(motion.poses[index], at: motion.times[index])
      if index >= motion.count - 200 { judged += reviewer.judgements.count }
    }
    let count = ks_allocation_count() - before
    return judged > 0 ? count : nil
  }

  /// A plié every two seconds.
  private static func dance() -> Motion {
    func pose(_ knee: Float) -> BodyPose {
      var pose = BodyPose.standing
      for side in [\BodyPose.left, \BodyPose.right] {
        pose[keyPath: side].thigh = SIMD3(0, -1, -knee)
        pose[keyPath: side].shank = SIMD3(0, -1, knee)
      }
      return pose
    }
    let keys = (0..<12).map { Choreography.KeyPose(beat: Double($0), pose: pose($0 % 2 == 0 ? 0 : 0.6)) }
    return SyntheticSequence(choreography: Choreography(tempo: 60, keyPoses: keys), frames: 330, seed: 1)
      .truth()
  }
}
