import Foundation
import Kinesphere
import Testing

@testable import KinesphereData

@Suite struct SyntheticDancerTests {
  /// A camera-facing pose 2.5 m away.
  private func placed(_ pose: BodyPose) -> BodyPose {
    var pose = pose
    pose.root = SIMD3(0.1, -0.05, 2.5)
    return pose
  }

  @Test func posingKeepsBoneLengths() {
    var generator = SyntheticRandom(seed: 1)
    let person = Person.random(using: &generator)
    var body = PosedBody()
    for _ in 0..<50 {
      body.fill(person: person, pose: placed(.random(using: &generator)))
      for (a, b) in [
        (BodyJoint.leftHip, BodyJoint.leftKnee), (.leftKnee, .leftAnkle), (.rightElbow, .rightWrist),
      ] {
        let rest = (person.joints[b.rawValue] - person.joints[a.rawValue]).length
        #expect(abs((body.joint(b) - body.joint(a)).length - rest) < 1e-4)
      }
    }
  }

  @Test func limbsPointWhereThePoseSays() {
    var generator = SyntheticRandom(seed: 2)
    var body = PosedBody()
    for _ in 0..<50 {
      let pose = placed(.random(using: &generator))
      body.fill(person: Person(), pose: pose)
      #expect(
        (body.joint(.leftElbow) - body.joint(.leftShoulder)).normalised.dot(pose.left.upperArm.normalised)
          > 0.9999)
      #expect(
        (body.joint(.rightAnkle) - body.joint(.rightKnee)).normalised.dot(pose.right.shank.normalised)
          > 0.9999)
      #expect((body.joint(.head) - body.joint(.neck)).normalised.dot(pose.neck.normalised) > 0.9999)
    }
  }

  @Test func jointsOfAStandingDancerLieBehindTheirOwnParts() {
    var generator = SyntheticRandom(seed: 3)
    var stage = SyntheticStage()
    stage.film(person: Person(), pose: placed(.standing), noise: .none, using: &generator)
    for keyPoint in KeyPoint.allCases {
      #expect(stage.truth.confidence[keyPoint.rawValue] == 1, "\(keyPoint) is seen")
    }
  }

  @Test func aCameraThatDoesNotMirrorFlipsThePicture() {
    var camera = Camera.kinect1
    camera.isMirrored = false
    var generator = SyntheticRandom(seed: 4)
    let pose = placed(.random(using: &generator))
    var (mirrored, plain) = (SyntheticStage(camera: .kinect1), SyntheticStage(camera: camera))
    mirrored.film(person: Person(), pose: pose, noise: .none, using: &generator)
    plain.film(person: Person(), pose: pose, noise: .none, using: &generator)
    var different = 0
    for y in 0..<240 {
      for x in 0..<320 where mirrored.depth[x, y] != plain.depth[319 - x, y] { different += 1 }
    }
    #expect(mirrored.silhouette.area > 3000)
    // Pixels whose centre lies on an edge may fall to either side.
    #expect(different < mirrored.silhouette.area / 100)
    for point in 0..<KeyPoint.count {
      #expect(plain.truth.points[point] == mirrored.truth.points[point] * SIMD3(-1, 1, 1))
    }
  }

  @Test func aBodyOutsideThePictureLeavesItEmpty() {
    var generator = SyntheticRandom(seed: 6)
    var stage = SyntheticStage()
    for root in [SIMD3<Float>(9, 0, 2), SIMD3(0, 9, 2), SIMD3(0, 0, -2), SIMD3(0, 0, 0), SIMD3(0, 0, 1e6)] {
      stage.film(
        person: Person(), pose: BodyPose.standing.moved(by: root), noise: .kinect1,
        faults: SegmentationFaults(), using: &generator)
      if root.length > 1 { #expect(stage.silhouette.area <= 1) }
    }
  }

  @Test func theBodyFileNamesItsSegmentsAndJointsInOurOrder() throws {
    let metadata = EmbeddedBody().file.metadata
    let names = { (key: String) in
      try JSONDecoder().decode([String].self, from: Data((metadata[key] ?? "").utf8))
    }
    #expect(try names("segments") == BodySegment.allCases.map { words("\($0)") })
    #expect(try names("joints") == BodyJoint.allCases.map { words("\($0)") })
  }

  /// `leftUpperArm` as `left upper arm`.
  private func words(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
  }

  @Test func peopleHaveTheDrawnHeightAndClothesThickenThem() {
    var generator = SyntheticRandom(seed: 7)
    var configuration = Person.Configuration()
    configuration.thickestClothes = 0
    for _ in 0..<20 {
      let person = Person.random(configuration, using: &generator)
      let heights = person.vertices.map(\.y)
      #expect((1.5...1.95).contains(person.height))
      #expect(abs((heights.max() ?? 0) - (heights.min() ?? 0) - person.height) < 1e-4)
    }
    let shape = [Float](repeating: 0, count: Body.shapeCount)
    let thick = Person(shape: shape, height: 1.7, clothes: SIMD3(repeating: 0.02))
    #expect(width(thick) > width(Person()) + 0.03)
    configuration.childShare = 1
    let child = Person.random(configuration, using: &generator)
    #expect(child.height >= 1.05 && child.height <= 1.5)
  }

  /// Of the trunk at the navel's height, metres.
  private func width(_ person: Person) -> Float {
    let navel = person.vertices.filter { abs($0.y - 0.1) < 0.05 && abs($0.x) < 0.3 }
    return (navel.map(\.x).max() ?? 0) - (navel.map(\.x).min() ?? 0)
  }
}
