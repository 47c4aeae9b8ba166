import Foundation
import Kinesphere
import KinesphereMovement
import Testing

@Suite struct ReferenceReviewTests {
  private static let view = PostureView(isMirrored: true)

  /// Arms up and down in two seconds and a plié; `warp` says when, `arm` how high the left one goes.
  private func dance(
    seconds: Double = 8, arm: Float = 120, turn: Float = 0, _ warp: (Float) -> Float = { $0 }
  ) -> Motion {
    var motion = StickDancer.dance(seconds: seconds) { dancer, time in
      let time = warp(time)
      dancer.plie(70, at: 2, time)
      dancer.left.arm = 20 + (arm - 20) * StickDancer.bump(time, at: 5)
      dancer.right.arm = 20 + 100 * StickDancer.bump(time, at: 5)
      dancer.trunkLean = 15 * StickDancer.bump(time, at: 6.5)
    }
    for index in motion.poses.indices {
      for point in KeyPoint.allCases {
        motion.poses[index][point] = StickDancer.about(y: turn, motion.poses[index][point])
      }
    }
    return motion
  }

  private func review(_ motion: Motion, _ reference: Motion, isMirrored: Bool = true) -> PostureReview {
    PostureReview(
      motion, subject: "own", reference: reference, named: "other", view: PostureView(isMirrored: isMirrored),
      referenceView: Self.view)
  }

  @Test func aMotionAgainstItselfHasNoDeviation() {
    let motion = dance()
    let alignment = MotionAlignment(motion, to: motion, view: Self.view, referenceView: Self.view)
    #expect(alignment.frames == Array(0..<motion.count))
    #expect(alignment.meanDistance == 0)
    let review = review(motion, motion)
    #expect(review.findings.isEmpty)
    #expect(review.joints.allSatisfy { $0.mean == 0 && $0.worst == 0 })
  }

  @Test func anotherTempoAndFacingAreNoDeviation() {
    let slower = dance(seconds: 10, turn: 35) { $0 * 0.8 }
    let review = review(slower, dance())
    #expect(review.findings.map(\.words) == [])
    let alignment = MotionAlignment(slower, to: dance(), view: Self.view, referenceView: Self.view)
    for frame in stride(from: 30, to: 270, by: 10) where abs(Float(frame) * 0.8 - 105) > 20 {
      #expect(abs(Float(alignment.frames[frame]) - Float(frame) * 0.8) < 25, "frame \(frame)")
    }
  }

  @Test func anArmThatStaysLowIsToldInWordsWithBothTimes() {
    let late = dance(seconds: 9, arm: 85) { max(0, $0 - 1) }
    let told = review(late, dance()).findings.filter { $0.angle.joint == .shoulderElevation }
    #expect(told.count == 1)
    #expect(told.first?.words.hasPrefix("left arm 35° lower than the reference at 0:0") == true)
    #expect(abs((told.first?.time ?? 0) - 6) < 0.3 && abs((told.first?.referenceTime ?? 0) - 5) < 0.3)
  }

  @Test func theOtherCamerasPictureIsNoDeviation() {
    var unmirrored = dance(arm: 60)
    for index in unmirrored.poses.indices {
      for point in KeyPoint.allCases { unmirrored.poses[index][point].x *= -1 }
    }
    #expect(review(unmirrored, dance(arm: 60), isMirrored: false).findings.isEmpty)
  }

  @Test func anHourIsAlignedInBoundedMemory() {
    var long = Motion()
    let short = dance()
    for frame in 0..<9000 { long.append(short.poses[frame * 240 / 9000], at: Double(frame) / 30) }
    let alignment = MotionAlignment(long, to: short, view: Self.view, referenceView: Self.view)
    #expect(alignment.frames.count == 9000)
    #expect(zip(alignment.frames, alignment.frames.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(alignment.frames.first == 0 && alignment.frames.last == short.count - 1)
  }

  @Test func aJointHiddenInTheReferenceIsNotJudged() {
    var reference = dance()
    for index in reference.poses.indices {
      reference.poses[index].confidence[KeyPoint.leftWrist.rawValue] = 0.1
    }
    let review = review(dance(), reference)
    #expect(review.unjudged.map(\.angle.name) == ["left_elbow_flexion"])
    #expect(!review.joints.contains { $0.angle.name == "left_elbow_flexion" })
  }
}
