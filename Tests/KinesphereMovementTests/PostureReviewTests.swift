import Kinesphere
import KinesphereData
import KinesphereMovement
import Testing

@Suite struct PostureReviewTests {
  private static let view = PostureView(isMirrored: true)
  private static let plie = PostureTargets(PostureTargets.shipped.targets.filter { $0.name == "demi-plié" })

  private func review(
    _ motion: Motion, _ targets: PostureTargets = Self.plie, isMirrored: Bool = true, rhythm: Rhythm? = nil,
    actions: [PostureReview.Action] = []
  ) -> PostureReview {
    PostureReview(
      motion, subject: "a test", targets: targets, view: PostureView(isMirrored: isMirrored), rhythm: rhythm,
      actions: actions)
  }

  private func single(
    _ when: PostureTarget.Moment, _ ranges: [PostureTarget.Range], side: PostureTarget.Side = .both
  )
    -> PostureTargets
  {
    PostureTargets([PostureTarget("thing", side: side, when: when, ranges: ranges)])
  }

  @Test func kneesTwelveDegreesShortAreToldWithSideAndTime() {
    let motion = StickDancer.dance(seconds: 20) { $0.plie(33, at: 14.2, $1) }
    let review = review(motion)
    #expect(
      review.findings.map(\.words) == [
        "left knee 12° short of the demi-plié at 0:14", "right knee 12° short of the demi-plié at 0:14",
      ])
    #expect(review.findings.allSatisfy { abs($0.deviation + 12) < 0.1 && abs($0.time - 14.2) < 0.05 })
  }

  @Test func aPlieWithinItsRangeIsJudgedAndNotTold() {
    let review = review(StickDancer.dance(seconds: 6) { $0.plie(70, at: 3, $1) })
    #expect(review.findings.isEmpty)
    #expect(review.joints.filter { $0.angle.joint == .kneeFlexion }.map(\.judged) == [1, 1])
  }

  @Test func aDeeperPlieIsNoShortDemiPlie() {
    let review = review(StickDancer.dance(seconds: 6) { $0.plie(120, at: 3, $1) })
    #expect(
      review.findings.isEmpty && review.joints.isEmpty, "what goes beyond 95 degrees is another position")
  }

  @Test(arguments: [true, false]) func theSideIsTheDancersOwnWhateverTheCamera(isMirrored: Bool) {
    let motion = StickDancer.dance(seconds: 3, isMirrored: isMirrored) { dancer, _ in
      dancer.both.arm = 90
      dancer.left.arm = 40
    }
    let targets = single(.always, [.init(.shoulderElevation, 70...100)])
    let review = review(motion, targets, isMirrored: isMirrored)
    #expect(!review.findings.isEmpty)
    #expect(review.findings.allSatisfy { $0.angle.name == "left_shoulder_elevation" })
  }

  @Test func liveAndOfflineSayTheSame() {
    let motion = StickDancer.dance(seconds: 20) { dancer, time in
      dancer.plie(33, at: 4, time)
      if time > 8 { dancer.plie(52, at: 11, time) }
      if time > 14 { dancer.left.arm = 100 * StickDancer.bump(time, at: 16) }
    }
    let rhythm = Rhythm.given(tempo: 90, offset: 0.1)
    let offline = review(motion, .shipped, rhythm: rhythm)
    var reviewer = PostureReviewer(.shipped, view: Self.view, beats: rhythm.beats)
    var (findings, tally): ([PostureFinding], PostureTally) = ([], PostureTally())
    func take() {
      for judgement in reviewer.judgements where judgement.isJudged {
        let finding = judgement.finding(.shipped)
        if let finding { findings.append(finding) }
        tally.add(
          judgement.angle.index, mean: judgement.meanDeviation, deviation: judgement.deviation,
          at: judgement.time, isTold: finding != nil)
      }
    }
    for (pose, time) in zip(motion.poses, motion.times) {
      reviewer.add(pose, at: time)
      take()
    }
    reviewer.finish()
    take()
    #expect(tally.joints == offline.joints)
    #expect(Set(findings.map(\.words)) == Set(offline.findings.map(\.words)))
    #expect(findings.count == offline.findings.count && !findings.isEmpty)
  }

  @Test func theSameMotionGivesTheSameReview() {
    let motion = StickDancer.dance(seconds: 10) { $0.plie(33, at: 4, $1) }
    #expect(review(motion, .shipped) == review(motion, .shipped))
  }

  @Test func aHiddenKneeIsSaidToBeUnjudgedAndNeverTold() {
    var motion = StickDancer.dance(seconds: 6) { $0.plie(33, at: 3, $1) }
    for index in motion.poses.indices { motion.poses[index].confidence[KeyPoint.leftAnkle.rawValue] = 0.2 }
    // Its own angle must not be needed for the episode to begin.
    let targets = single(
      .entry([.init(.hipFlexion, above: 5)], unless: [], seconds: 0.3),
      [.init(.kneeFlexion, 45...90, judge: .peak)])
    let review = review(motion, targets)
    #expect(review.findings.map(\.angle.name) == ["right_knee_flexion"])
    #expect(review.unjudged.map(\.angle.name) == ["left_knee_flexion"])
    #expect(
      review.unjudged.first?.words
        == "left knee not judged in the thing at 0:03: not seen well in 100 % of it")
    #expect(review.joints.map(\.angle.name) == ["right_knee_flexion"])
  }

  @Test func eitherSideIsJudgedByItselfAndTheOtherSupports() {
    let targets = PostureTargets(PostureTargets.shipped.targets.filter { $0.name == "développé" })
    let motion = StickDancer.dance(seconds: 8) { dancer, time in
      dancer.right.hip = 72 * StickDancer.bump(time, at: 2)
      dancer.left.knee = 30 * StickDancer.bump(time, at: 2)
      dancer.left.hip = 92 * StickDancer.bump(time, at: 6)
    }
    #expect(
      review(motion, targets).findings.map(\.words) == [
        "left knee bent 15° too far for the développé at 0:02", "right leg 8° short of the développé at 0:02",
      ])
  }

  @Test func extensionShortOfItsRangeIsCalledSo() {
    let targets = single(.times([1...3]), [.init(.hipFlexion, -75 ... -30, judge: .lowest)], side: .left)
    let motion = StickDancer.dance(seconds: 4) { dancer, time in
      dancer.left.hip = -18 * StickDancer.bump(time, at: 2)
    }
    #expect(
      review(motion, targets).findings.map(\.words) == ["left hip extension 12° short of the thing at 0:02"])
  }

  @Test func timesOutsideTheirSpansAreNotJudged() {
    let targets = single(.times([5...6]), [.init(.kneeFlexion, 0...10, judge: .peak)])
    let review = review(StickDancer.dance(seconds: 10) { $0.plie(80, at: 2, $1) }, targets)
    #expect(review.findings.isEmpty)
    #expect(review.joints.map(\.judged) == [1, 1])
  }

  @Test func anActionIsJudgedOnlyFromItsStartToItsEnd() {
    let targets = single(.action("squat"), [.init(.kneeFlexion, 80...120, judge: .peak)])
    let motion = StickDancer.dance(seconds: 12) { dancer, time in
      dancer.plie(50, at: 3, time)
      if time > 6 { dancer.plie(66, at: 9, time) }
    }
    #expect(review(motion, targets).joints.isEmpty)
    let told = review(motion, targets, actions: [.init(name: "squat", start: 7.5, end: 10.5)]).findings
    #expect(told.map(\.angle.name) == ["left_knee_flexion", "right_knee_flexion"])
    #expect(told.allSatisfy { abs($0.deviation + 14) < 0.1 && abs($0.time - 9) < 0.05 })
  }

  @Test func whatHoldsAlwaysIsJudgedBeatByBeat() throws {
    let targets = single(.always, [.init(.trunkPitch, -10...10)])
    let motion = StickDancer.dance(seconds: 8) { dancer, time in
      dancer.bend = time >= 3 && time < 4.5 ? 30 : 0
    }
    let review = review(motion, targets, rhythm: .given(tempo: 120))
    #expect(review.perBeat.map(\.index) == Array(0...16))
    let wrong = review.perBeat.filter { ($0.joints.first?.worst ?? 0) > 15 }.map(\.index)
    #expect(wrong == [6, 7, 8])
    #expect(Set(review.findings.compactMap(\.beat)) == [6, 7, 8])
    #expect(review.findings.first?.words.hasPrefix("trunk 1") == true)
    #expect(review.findings.first?.words.contains("too far forwards") == true)
  }

  @Test func oneBadFrameDoesNotSplitAnEpisode() {
    var motion = StickDancer.dance(seconds: 6) { $0.plie(70, at: 3, $1) }
    motion.poses[90] = Pose()
    #expect(review(motion).joints.filter { $0.angle.joint == .kneeFlexion }.map(\.judged) == [1, 1])
  }

  @Test func noDeviationIsToldOfATwitchShorterThanItsTarget() {
    let review = review(StickDancer.dance(seconds: 4) { $0.both.knee = $1 > 2 && $1 < 2.2 ? 30 : 0 })
    #expect(review.joints.isEmpty)
  }
}
