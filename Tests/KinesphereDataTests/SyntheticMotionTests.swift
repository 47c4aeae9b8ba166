import Kinesphere
import Testing

@testable import KinesphereData

@Suite struct SyntheticMotionTests {
  @Test func aPoseFromKeyPointsPutsTheJointsWhereTheyWere() {
    var generator = SyntheticRandom(seed: 1)
    var (body, again) = (PosedBody(), PosedBody())
    for round in 0..<60 {
      let person = Person.random(using: &generator)
      let isMirrored = round % 2 == 0
      let pose = BodyPose.random(using: &generator).moved(by: SIMD3(0.2, 0.1, 3))
      body.fill(person: person, pose: pose)
      var points = body.keyPoints
      if !isMirrored { for index in 0..<KeyPoint.count { points.points[index].x *= -1 } }
      again.fill(person: person, pose: BodyPose(keyPoints: points, person: person, isMirrored: isMirrored))
      for keyPoint in KeyPoint.allCases {
        let error = (again.keyPoints[keyPoint] - body.keyPoints[keyPoint]).length
        // The chest's own turn is guessed from the shoulders, which move on their girdle.
        #expect(error < 0.02, "\(keyPoint) is off by \(error) m")
      }
    }
  }

  @Test func choreographyReachesEachKeyPoseOnItsBeatAndHoldsIt() {
    var generator = SyntheticRandom(seed: 2)
    let keys = (0..<5).map {
      Choreography.KeyPose(beat: Double($0) * 1.5, pose: .random(using: &generator), hold: 0.3)
    }
    let dance = Choreography(tempo: 90, keyPoses: keys)
    for key in keys {
      let time = key.beat * 60 / 90
      #expect(distance(dance.pose(at: time), key.pose) < 1e-3)
      #expect(distance(dance.pose(at: time + 0.25), key.pose) < 1e-3)
    }
    #expect(distance(dance.pose(at: 0.8), keys[0].pose) > 0.01)
    #expect(dance.beats(until: 2) == [0, 60.0 / 90, 120.0 / 90, 2])
    #expect(abs(dance.duration - 4) < 1e-9)
  }

  /// The largest difference between two poses' joints on one person, metres.
  private func distance(_ a: BodyPose, _ b: BodyPose) -> Float {
    var (first, second) = (PosedBody(), PosedBody())
    first.fill(person: Person(), pose: a)
    second.fill(person: Person(), pose: b)
    return zip(first.joints, second.joints).map { ($0 - $1).length }.max() ?? 0
  }

  @Test func aMirroredPoseHasMirroredKeyPoints() {
    var generator = SyntheticRandom(seed: 3)
    let person = Person()
    let pose = BodyPose.random(using: &generator)
    var (body, mirrored) = (PosedBody(), PosedBody())
    body.fill(person: person, pose: pose)
    mirrored.fill(person: person, pose: pose.mirrored)
    for keyPoint in KeyPoint.allCases {
      // The mean body itself is symmetrical to some millimetres.
      #expect((mirrored.keyPoints[keyPoint] - body.keyPoints.mirrored[keyPoint]).length < 0.01)
    }
  }

  @Test func choreographyKeepsTheLowestPointOnTheFloor() {
    var configuration = SyntheticSequence.Configuration()
    configuration.tiltSpread = 0
    configuration.lowestEye = 0.9
    configuration.highestEye = 0.9
    let sequence = SyntheticSequence(seed: 4, configuration: configuration)
    let truth = sequence.truth()
    #expect(sequence.dance == "choreography" && sequence.tempo != nil)
    for pose in truth.poses {
      let lowest = KeyPoint.allCases.map { pose[$0].y }.min() ?? 0
      #expect(lowest > -0.9 && lowest < -0.7)
    }
  }

  @Test func framesOfASequenceDoNotDependOnTheirOrder() {
    var configuration = SyntheticSequence.Configuration()
    configuration.roomShare = 0.5
    for index in 0..<4 {
      let sequence = SyntheticSequence(seed: 5, index: index, configuration: configuration)
      var (first, second) = (SyntheticStage(), SyntheticStage())
      sequence.film(0, on: &first)
      sequence.film(7, on: &first)
      sequence.film(7, on: &second)
      #expect(first.depth == second.depth)
      #expect(first.silhouette.area > 1000)
    }
  }

  @Test func truthOfAFilmedFrameIsTruthOfTheMotion() {
    let sequence = SyntheticSequence(seed: 6)
    var stage = SyntheticStage()
    sequence.film(3, on: &stage)
    let motion = sequence.truth()
    for keyPoint in KeyPoint.allCases { #expect(motion.poses[3][keyPoint] == stage.truth[keyPoint]) }
    #expect(motion.count == sequence.count)
  }

  @Test func capturedJointsBecomeAPoseOfTheSameDirections() throws {
    // A figure that stands at (1, 0, 2) and stretches its left arm out to the side, its right one to the front.
    let places: [String: SIMD3<Float>] = [
      "root": SIMD3(0, 1, 0), "lowerback": SIMD3(0, 1.1, 0), "upperback": SIMD3(0, 1.2, 0),
      "lowerneck": SIMD3(0, 1.5, 0), "head": SIMD3(0, 1.7, 0),
      "lhipjoint": SIMD3(-0.1, 0.95, 0), "lfemur": SIMD3(-0.1, 0.5, 0), "ltibia": SIMD3(-0.1, 0.1, 0),
      "lfoot": SIMD3(-0.1, 0, -0.1), "lclavicle": SIMD3(-0.2, 1.45, 0), "lhumerus": SIMD3(-0.5, 1.45, 0),
      "lradius": SIMD3(-0.75, 1.45, 0), "lhand": SIMD3(-0.85, 1.45, 0),
      "rhipjoint": SIMD3(0.1, 0.95, 0), "rfemur": SIMD3(0.1, 0.5, 0), "rtibia": SIMD3(0.1, 0.1, 0),
      "rfoot": SIMD3(0.1, 0, -0.1), "rclavicle": SIMD3(0.2, 1.45, 0), "rhumerus": SIMD3(0.2, 1.45, -0.3),
      "rradius": SIMD3(0.2, 1.45, -0.55), "rhand": SIMD3(0.2, 1.45, -0.65),
    ]
    let names = places.keys.sorted()
    let values = names.flatMap { name -> [Float] in
      let place = (places[name] ?? .zero) + SIMD3(1, 0, 2)
      return [place.x, place.y, place.z]
    }
    let points = PointSequence(names: names, dimensions: 3, rate: 60, times: [0], values: values)
    let clip = try #require(MotionClip(name: "figure", cmu: points))
    let pose = try #require(clip.poses.first)
    #expect((pose.left.upperArm - SIMD3(-1, 0, 0)).length < 1e-4)
    #expect((pose.right.forearm - SIMD3(0, 0, -1)).length < 1e-4)
    #expect(abs(pose.facing) < 1e-3 && (pose.root - SIMD3(1, 1, 2)).length < 1e-4)
    #expect((pose.chest.applied(to: SIMD3(0, 1, 0)) - SIMD3(0, 1, 0)).length < 1e-3)
    let other = PointSequence(names: ["nose"], dimensions: 3, rate: 60, times: [0], values: [0, 0, 0])
    #expect(MotionClip(name: "other", cmu: other) == nil)
  }
}

/// The library's generator; the name is taken by another in these tests.
typealias SyntheticRandom = KinesphereData.SeededGenerator
