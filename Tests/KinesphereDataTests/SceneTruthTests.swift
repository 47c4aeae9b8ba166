import Kinesphere
import Testing

@testable import KinesphereData

@Suite struct SceneTruthTests {
  /// Somebody who stands at a place on the floor in every frame.
  static func standing(at place: SIMD2<Float>, frames: Int) -> SceneDancer {
    let pose = BodyPose.standing.moved(by: SIMD3(place.x, 0, place.y))
    return SceneDancer(person: Person(), poses: [BodyPose?](repeating: pose, count: frames))
  }

  private static func scene(_ dancers: [SceneDancer]) -> SyntheticScene {
    var scene = SyntheticScene(name: "test", dancers: dancers, count: 4, seed: 7)
    scene.noise = .none
    return scene
  }

  @Test func withoutNoiseReadingsAndTruthAgreeAtEveryPixel() {
    var stage = SceneStage(Self.scene([Self.standing(at: [0, 2.6], frames: 4)]))
    stage.film(0)
    #expect(stage.readingOwners == stage.truth.owners)
    #expect(stage.truth.area > 4000)
    #expect(!stage.depth.storage.contains(0))
    let body = stage.truth.plane().storage.indices.filter { stage.truth.owners.storage[$0] == 0 }
    #expect(body.allSatisfy { (2200...2900).contains(stage.depth.storage[$0]) })
  }

  @Test func theNearerOfTwoDancersHidesTheOtherWhicheverComesFirst() {
    for places in [[2.2, 2.9], [2.9, 2.2]] as [[Float]] {
      var stage = SceneStage(Self.scene(places.map { Self.standing(at: [0, $0], frames: 4) }))
      stage.film(1)
      let near = places[0] < places[1] ? 0 : 1
      let both = stage.truth.mask()
      let (first, second) = (stage.truth.mask(of: near), stage.truth.mask(of: 1 - near))
      #expect(first.count > 20 * second.count && first.count + second.count == both.count)
      var alone = SceneStage(Self.scene([Self.standing(at: [0, 2.2], frames: 4)]))
      alone.film(1)
      #expect(alone.truth.mask() == first)
      // Of the hidden one next to no joint is seen; of the other most.
      let seen = stage.truth.keyPoints.map { pose in
        KeyPoint.allCases.filter { pose.confidence[$0.rawValue] > 0 }.count
      }
      // The far elbows and wrists show beside the near waist.
      #expect(seen[near] >= 14 && seen[1 - near] <= 5)
    }
  }

  @Test func feetStandOnTheFloorAndJointsWhereTheBodyIs() {
    var scene = Self.scene([Self.standing(at: [0.4, 2.8], frames: 4)])
    (scene.tilt, scene.eyeHeight) = (0.1, 1.2)
    var stage = SceneStage(scene)
    stage.film(2)
    let view = scene.view(inFrame: 2)
    for foot in [KeyPoint.leftFoot, .rightFoot] {
      let place = view.place(of: stage.truth.keyPoints[0][foot])
      #expect((0...0.08).contains(place.y))
      #expect(abs(place.x - 0.4) < 0.3 && abs(place.z - 2.8) < 0.35)
    }
    let motion = scene.motion(of: 0)
    #expect(motion.count == 4)
    for point in KeyPoint.allCases { #expect(motion.poses[2][point] == stage.truth.keyPoints[0][point]) }
  }

  @Test func anUnmirroredCameraSeesTheMirrorImage() {
    var scene = Self.scene([Self.standing(at: [0.5, 2.6], frames: 4)])
    scene.room.objects = [SceneObject(centre: [-1, 0.5, 3], size: [0.5, 1, 0.5], material: .black)]
    var plain = scene
    plain.camera.isMirrored = false
    var (left, right) = (SceneStage(scene), SceneStage(plain))
    left.film(0)
    right.film(0)
    left.filmVideo(0)
    right.filmVideo(0)
    var differing = 0
    for y in 0..<240 {
      for x in 0..<320 where left.depth[x, y].distance(to: right.depth[319 - x, y]).magnitude > 1 {
        differing += 1
      }
    }
    // Pixel centres on an edge may fall either way.
    #expect(differing < 60)
    #expect(abs(left.truth.keyPoints[0][.head].x + right.truth.keyPoints[0][.head].x) < 1e-5)
  }

  @Test func framesDependOnSceneAndIndexAlone() {
    let scene = SyntheticScene.named(.realRoom, seed: 3)
    var (first, second) = (SceneStage(scene), SceneStage(.named(.realRoom, seed: 3)))
    for frame in [100, 10, 60] { first.film(frame) }
    second.film(60)
    first.filmVideo(60, isColour: true)
    second.filmVideo(60, isColour: true)
    #expect(first.depth == second.depth && first.truth.owners == second.truth.owners)
    #expect(first.picture.channels == second.picture.channels)
    var other = SceneStage(.named(.realRoom, seed: 4))
    other.film(60)
    #expect(other.depth != first.depth)
    first.film(61)
    #expect(first.depth != second.depth)
  }

  @Test func recordingsGiveTheScenesFramesAndTheirTruth() throws {
    var scene = Self.scene([Self.standing(at: [0, 2.6], frames: 2)])
    scene.count = 3
    let (recording, video) = (SyntheticSceneRecording(scene), SyntheticSceneVideo(scene, isColour: true))
    var frame = recording.makeFrame()
    var picture = video.makeFrame()
    var stage = SceneStage(scene)
    for index in 0..<3 {
      #expect(try recording.read(into: &frame) == .frame)
      #expect(try video.read(into: &picture) == .frame)
      stage.film(index)
      #expect(frame.depth == stage.depth && frame.time == Double(index) / 30 && picture.time == frame.time)
      #expect(recording.truth.owners == stage.truth.owners && video.truth.owners == stage.truth.owners)
      // The poses end after two frames: then nobody is there.
      #expect((recording.truth.area > 0) == (index < 2) && recording.truth.isPresent == [index < 2])
    }
    #expect(try recording.read(into: &frame) == .end && video.read(into: &picture) == .end)
    #expect(video.header.channelCount == 3 && recording.header.isSegmented == false)
  }
}
