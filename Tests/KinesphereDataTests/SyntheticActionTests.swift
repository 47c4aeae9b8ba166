import Kinesphere
import Testing

@testable import KinesphereData

/// An action danced by one performer, frame by frame on a floor at y = 0.
private struct Danced {
  let poses: [BodyPose]
  let bodies: [PosedBody]
  let contacts: [ScorePerformance.Contact]
  let tempo: Double
  let rate: Double

  init(
    _ action: SyntheticAction, performer: Performer, isMirrored: Bool = false, rate: Double = 12
  ) {
    let score = action.score(style: performer.style, isMirrored: isMirrored)
    let performance = ScorePerformance(score, person: performer.person) { score.time($0) }
    let times = (0...Int(score.duration * rate)).map { Double($0) / rate }
    poses = times.map(performance.pose)
    contacts = times.map(performance.contact)
    bodies = poses.map { pose in
      var body = PosedBody()
      body.fill(person: performer.person, pose: pose)
      return body
    }
    (tempo, self.rate) = (score.tempo, rate)
  }

  func joint(_ joint: BodyJoint, _ frame: Int) -> SIMD3<Float> { bodies[frame].joints[joint.rawValue] }

  /// Flexion of the knee, degrees.
  func knee(_ hip: BodyJoint, _ knee: BodyJoint, _ ankle: BodyJoint, _ frame: Int) -> Float {
    let bend = JointAngles.between(
      joint(knee, frame) - joint(hip, frame), joint(ankle, frame) - joint(knee, frame))
    return bend * 180 / .pi
  }

  func lowest(_ frame: Int) -> Float { bodies[frame].vertices.map(\.y).min() ?? 0 }

  func frame(beat: Double) -> Int { Int((beat * 60 / tempo * rate).rounded()) }
}

@Suite struct SyntheticActionTests {
  private static let trained = Performer(number: 2)
  private static let untrained = Performer(number: 7)

  @Test(arguments: SyntheticAction.allCases)
  func feetNeitherSlideNorSinkNorFloat(_ action: SyntheticAction) {
    let dance = Danced(action, performer: Self.trained)
    var starts: [BodyJoint: SIMD3<Float>] = [:]
    for frame in dance.poses.indices {
      #expect(dance.lowest(frame) > -0.025, "\(action) sinks by \(-dance.lowest(frame)) m in frame \(frame)")
      for (foot, isDown) in [
        (BodyJoint.leftFoot, dance.contacts[frame].left), (.rightFoot, dance.contacts[frame].right),
      ] {
        guard isDown else {
          starts[foot] = nil
          continue
        }
        let place = dance.joint(foot, frame) * SIMD3(1, 0, 1)
        let start = starts[foot] ?? place
        starts[foot] = start
        #expect((place - start).length < 0.01, "\(action) slides by \((place - start).length) m")
        #expect(dance.joint(foot, frame).y < 0.13)
      }
      if dance.contacts[frame].left || dance.contacts[frame].right {
        #expect(dance.lowest(frame) < 0.01, "\(action) floats in frame \(frame)")
      }
    }
  }

  @Test(arguments: SyntheticAction.allCases)
  func actionsStartAndEndInTheNeutralStanceOnAWholeBeat(_ action: SyntheticAction) throws {
    for isMirrored in [false, true] {
      let score = action.score(style: PerformerStyle(), isMirrored: isMirrored)
      let (first, last) = (try #require(score.keys.first), try #require(score.keys.last))
      #expect(first.beat == 0 && last.beat == Double(score.beats))
      #expect(zip(score.keys, score.keys.dropFirst()).allSatisfy { $0.beat < $1.beat })
      let turns = last.posture.heading / 360
      #expect(turns == turns.rounded() && last.posture.knee == Posture.neutral.knee)
      let performance = ScorePerformance(score, person: Person()) { score.time($0) }
      let (a, b) = (performance.pose(at: 0), performance.pose(at: score.duration))
      #expect((a.left.forearm - b.left.forearm).length < 1e-3 && abs(a.root.y - b.root.y) < 1e-3)
    }
  }

  @Test(arguments: SyntheticAction.allCases)
  func kneesBendForwardsAndArmsStayOutOfTheTrunk(_ action: SyntheticAction) {
    let dance = Danced(action, performer: Self.untrained, rate: 10)
    for pose in dance.poses {
      for side in [pose.left, pose.right] {
        #expect(side.shank.dot(side.knee ?? .zero) < 0.05)
      }
    }
    for (frame, pose) in dance.poses.enumerated() {
      let middle = (dance.joint(.leftShoulder, frame) + dance.joint(.rightShoulder, frame)) / 2
      for joint in [BodyJoint.leftElbow, .leftWrist, .rightElbow, .rightWrist] {
        let place = pose.chest.inverse.applied(to: dance.joint(joint, frame) - middle)
        let isInside = abs(place.x) < 0.1 && (-0.4...0).contains(place.y) && abs(place.z) < 0.08
        #expect(!isInside, "\(action): \(joint) lies in the trunk in frame \(frame)")
      }
    }
  }

  @Test func kneesOfAPlieBendBy45To90DegreesWhoeverDances() {
    for number in 1...Performer.count {
      let dance = Danced(.plie, performer: Performer(number: number), rate: 8)
      let deepest = dance.poses.indices.map { dance.knee(.leftHip, .leftKnee, .leftAnkle, $0) }.max() ?? 0
      #expect(deepest > 45 && deepest < 90, "\(number): \(deepest)")
    }
  }

  @Test func jumpsLeaveTheFloorAndFallFreely() {
    for (action, least) in [(SyntheticAction.jump, 0.2), (.grandJete, 0.15), (.spinJump, 0.25), (.run, 0.02)]
    {
      let dance = Danced(action, performer: Self.trained, rate: 60)
      let highest = dance.poses.indices.map { dance.lowest($0) }.max() ?? 0
      #expect(highest > Float(least), "\(action) only rises to \(highest) m")
      guard action == .jump else { continue }
      let flight = dance.poses.indices.filter { dance.lowest($0) > 0.1 }
      for frame in flight where flight.contains(frame - 1) && flight.contains(frame + 1) {
        let heights = [-1, 0, 1].map { dance.poses[frame + $0].root.y }
        let acceleration = (heights[0] - 2 * heights[1] + heights[2]) * 3600
        #expect(abs(acceleration + 9.81) < 0.2)
      }
    }
  }

  @Test func aPirouetteAndASpinJumpTurnOnce() {
    for (action, sign) in [(SyntheticAction.pirouette, -1), (.spinJump, 1)] {
      let dance = Danced(action, performer: Self.trained, rate: 40)
      var turned: Float = 0
      for (before, after) in zip(dance.poses, dance.poses.dropFirst()) {
        var step = before.facing - after.facing
        if step > .pi { step -= 2 * .pi }
        if step < -.pi { step += 2 * .pi }
        turned += step
      }
      #expect(abs(turned - Float(sign) * 2 * .pi) < 0.05, "\(action) turns by \(turned)")
    }
  }

  @Test func anArabesqueHoldsItsBackLegNearlyLevelInBalance() {
    for performer in [Self.trained, Self.untrained] {
      let dance = Danced(.arabesque, performer: performer)
      let frame = dance.frame(beat: 4)
      let leg = dance.joint(.leftAnkle, frame) - dance.joint(.leftHip, frame)
      #expect(abs(leg.normalised.y) < 0.4 && leg.length > 0.7)
      let mass = CentreOfMass.of(dance.bodies[frame])
      let (ankle, ball) = (dance.joint(.rightAnkle, frame), dance.joint(.rightFoot, frame))
      let along = (ball - ankle) * SIMD3(1, 0, 1)
      let offset = (mass - ankle) * SIMD3(1, 0, 1)
      let share = offset.dot(along) / along.dot(along)
      #expect(share > 0 && share < 1 && (offset - along * share).length < 0.03)
    }
  }

  @Test func standingPosturesAreInBalance() {
    for action in [SyntheticAction.squat, .plie, .bend, .twoHandWave, .golfSwing] {
      let score = action.score(style: Self.untrained.style)
      var solver = ScoreSolver(DancerFrame(Self.untrained.person))
      for key in score.keys where !key.posture.isAirborne {
        let solved = solver.solve(key.posture, at: 0)
        var pose = solved.upper.pose(root: solved.root ?? .zero)
        solved.left.rotated(by: solved.upper.facing).write(to: &pose.left)
        solved.right.rotated(by: solved.upper.facing).write(to: &pose.right)
        var body = PosedBody()
        body.fill(person: Self.untrained.person, pose: pose)
        let mass = CentreOfMass.of(body)
        // Between the heels' and the balls' lines, within the feet's span.
        let feet = [BodyJoint.leftFoot, .rightFoot, .leftAnkle, .rightAnkle].map { body.joints[$0.rawValue] }
        let (low, high) = (feet.map(\.z).min() ?? 0, feet.map(\.z).max() ?? 0)
        #expect(mass.z > low && mass.z < high, "\(action) beat \(key.beat)")
        #expect(mass.x > (feet.map(\.x).min() ?? 0) && mass.x < (feet.map(\.x).max() ?? 0))
      }
    }
  }

  @Test func aKickAndAMarchRaiseTheFoot() {
    let kick = Danced(.legKick, performer: Self.trained)
    #expect((kick.poses.indices.map { kick.joint(.rightAnkle, $0).y }.max() ?? 0) > 0.7)
    #expect((kick.poses.indices.map { kick.joint(.leftAnkle, $0).y }.max() ?? 0) > 0.7)
    let march = Danced(.markTime, performer: Self.untrained)
    #expect((march.poses.indices.map { march.joint(.leftAnkle, $0).y }.max() ?? 0) > 0.25)
  }

  @Test func theOtherSideIsTheMirrorImage() {
    let person = Person()
    let style = PerformerStyle()
    let (a, b) = (
      SyntheticAction.golfSwing.score(style: style),
      SyntheticAction.golfSwing.score(style: style, isMirrored: true)
    )
    let (first, second) = (
      ScorePerformance(a, person: person) { a.time($0) }, ScorePerformance(b, person: person) { b.time($0) }
    )
    for time in [0.4, 1.5, 1.8, 2.3] {
      let (pose, other) = (first.pose(at: time).mirrored, second.pose(at: time))
      // The mean body itself is symmetrical to some millimetres.
      #expect((pose.root - other.root).length < 0.02)
      #expect((pose.right.forearm - other.right.forearm).length < 0.01)
      #expect((pose.left.thigh - other.left.thigh).length < 0.05)
    }
  }
}
