import Foundation
import Kinesphere
import KinesphereData
import KinesphereMovement

/// Two pliés and a second position with faults that are known.
struct PlannedDance {
  static let knees = "knees short of the demi-plié"
  static let arms = "one arm below second position"

  /// True flexion of the knees at the bottom of each plié; elevation of the left and the right arm; degrees.
  let depths: [Float]
  let elevations: [Float]

  init(index: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: 90, index: UInt64(index))
    var depths = (0..<2).map { _ in generator.uniform(45.5, 89.5) }
    var elevations = (0..<2).map { _ in generator.uniform(62, 98) }
    if index % 2 == 0 { depths[index / 2 % 2] = 45 - generator.uniform(8, 20) }
    if index % 3 != 0 { elevations[index % 2] = 60 - generator.uniform(15, 30) }
    (self.depths, self.elevations) = (depths, elevations)
  }

  init(depths: [Float], elevations: [Float]) { (self.depths, self.elevations) = (depths, elevations) }

  /// Beats 0 to 14 at 96 a minute.
  var choreography: Choreography {
    let upright = Self.pose(knee: 4, arms: [14, 14])
    let second = Self.pose(knee: 4, arms: elevations)
    return Choreography(
      tempo: 96,
      keyPoses: [
        .init(beat: 0, pose: upright, hold: 0.3),
        .init(beat: 2, pose: Self.pose(knee: depths[0], arms: [14, 14])),
        .init(beat: 4, pose: upright, hold: 0.2),
        .init(beat: 6, pose: Self.pose(knee: depths[1], arms: [14, 14])),
        .init(beat: 8, pose: upright), .init(beat: 10, pose: second, hold: 0.6),
        .init(beat: 13, pose: upright),
      ])
  }

  func sequence(isMirrored: Bool, seed: UInt64) -> SyntheticSequence {
    var configuration = SyntheticSequence.Configuration()
    configuration.isMirrored = isMirrored
    configuration.fullTurnShare = 0
    configuration.turnSpread = 12
    configuration.tiltSpread = 0
    (configuration.lowestEye, configuration.highestEye) = (0.9, 0.9)
    return SyntheticSequence(
      choreography: choreography, frames: 260, seed: seed, configuration: configuration)
  }

  /// Legs turned out by 40° that bend by an angle over the feet; arms at elevations to the side and a little forwards.
  private static func pose(knee: Float, arms: [Float]) -> BodyPose {
    var pose = BodyPose.standing
    let out: Float = 40 * .pi / 180
    func leg(_ side: inout BodyPose.Side, outward: Float) {
      let ahead = SIMD3<Float>(outward * sin(out), 0, -cos(out))
      let half = knee / 2 * .pi / 180
      side.thigh = ahead * sin(half) + SIMD3(0, -cos(half), 0)
      side.shank = ahead * -sin(half) + SIMD3(0, -cos(half), 0)
      side.foot = ahead + SIMD3(0, -0.2, 0)
    }
    func arm(_ side: inout BodyPose.Side, outward: Float, elevation: Float) {
      let angle = elevation * .pi / 180
      side.upperArm = SIMD3(outward * sin(angle) * 0.97, -cos(angle), -sin(angle) * 0.24)
      side.forearm = SIMD3(outward * sin(angle), -cos(angle), -sin(angle) * 0.5)
      side.hand = side.forearm
    }
    leg(&pose.left, outward: -1)
    leg(&pose.right, outward: 1)
    arm(&pose.left, outward: -1, elevation: arms[0])
    arm(&pose.right, outward: 1, elevation: arms[1])
    return pose
  }

  /// What the arms of second position are held to here: entered by the lower elevation, as a fault must not hide itself.
  static let targets = PostureTargets(
    PostureTargets.shipped.targets.filter { $0.name == "demi-plié" } + [
      PostureTarget(
        "second", side: .both, when: .times([6.6...7.4]),
        ranges: [.init(.shoulderElevation, 60...100, judge: .mean)])
    ])
}

extension PlannedDance {
  /// Compares the review of the tracked with that of the true motion.
  func count(truth: Motion, tracked: Motion, view: PostureView, into faults: inout [PostureMeasured.Fault]) {
    let (truths, found) = (Self.judgements(truth, view), Self.judgements(tracked, view))
    for (index, joint) in [PostureJoint.kneeFlexion, .shoulderElevation].enumerated() {
      let right = truths.filter { $0.angle.joint == joint && abs($0.deviation) == 0 }
      let wrong = truths.filter { $0.angle.joint == joint && abs($0.deviation) >= 8 }
      let others = found.filter { $0.angle.joint == joint }
      for truth in wrong {
        let isOtherRight = right.contains {
          $0.angle == truth.angle.mirrored && abs($0.time - truth.time) < 0.5
        }
        Self.count(truth, isOtherRight: isOtherRight, in: others, into: &faults[index])
      }
      for truth in right {
        faults[index].right += 1
        if others.contains(where: { Self.isSame($0, truth) && $0.isTold(Self.targets) }) {
          faults[index].falselyTold += 1
        }
      }
    }
  }

  private static func count(
    _ truth: PostureJudgement, isOtherRight: Bool, in found: [PostureJudgement],
    into fault: inout PostureMeasured.Fault
  ) {
    fault.faults += 1
    let told = found.filter { $0.isTold(targets) }
    if let same = told.first(where: { isSame($0, truth) }) {
      fault.told += 1
      fault.degreesError += Double(abs(same.deviation - truth.deviation))
      fault.secondsError += abs(same.time - truth.time)
    } else if isOtherRight,
      told.contains(where: { $0.angle == truth.angle.mirrored && abs($0.time - truth.time) < 0.5 })
    {
      fault.swapped += 1
    } else if !found.contains(where: { isSame($0, truth) && $0.isJudged }) {
      fault.unjudged += 1
    }
  }

  private static func isSame(_ one: PostureJudgement, _ other: PostureJudgement) -> Bool {
    one.angle == other.angle && one.target == other.target && abs(one.time - other.time) < 0.5
  }

  private static func judgements(_ motion: Motion, _ view: PostureView) -> [PostureJudgement] {
    var reviewer = PostureReviewer(targets, view: view)
    var all: [PostureJudgement] = []
    for (pose, time) in zip(motion.poses, motion.times) {
      reviewer.add(pose, at: time)
      all += reviewer.judgements
    }
    reviewer.finish()
    return all + reviewer.judgements
  }
}
