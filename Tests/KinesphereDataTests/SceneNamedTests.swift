import Kinesphere
import Testing

@testable import KinesphereData

@Suite struct SceneNamedTests {
  @Test(arguments: SyntheticScene.Name.allCases)
  func aReadySceneStartsEmptyAndThenShowsItsDancers(name: SyntheticScene.Name) {
    let scene = SyntheticScene.named(name)
    var stage = SceneStage(scene)
    stage.pose(29)
    #expect(stage.truth.area == 0 && stage.truth.isPresent.allSatisfy { !$0 })
    stage.pose(scene.count * 2 / 3)
    #expect(stage.truth.area > 1500 && stage.truth.isPresent.allSatisfy { $0 })
    #expect(scene.name == name.rawValue && scene.count >= 240)
  }

  @Test(arguments: [SyntheticScene.Name.stillDancer, .lyingDancer])
  func whoRestsHoldsStillForTenSecondsButBreathes(name: SyntheticScene.Name) {
    let scene = SyntheticScene.named(name, seed: 2)
    var stage = SceneStage(scene)
    // Away, walking, dancing, and a third of a second to settle.
    let start = 30 + 45 + 45 + 12
    let rest = stride(from: start, through: start + 300, by: 25).compactMap { stage.keyPoints(of: 0, in: $0) }
    var least = SIMD3<Float>(repeating: .infinity)
    var most = -least
    for pose in rest {
      least = pointwiseMin(least, pose[.head])
      most = pointwiseMax(most, pose[.head])
    }
    #expect(rest.count == 13)
    #expect((most - least).max() < 0.02 && (most - least).max() > 0.0005)
    stage.pose(start + 100)
    let rows = stage.truth.mask().count
    #expect(rows > 1500)
  }

  @Test func whoComesCloseIsNearerThanAMetre() {
    let scene = SyntheticScene.named(.closeDancer)
    var stage = SceneStage(scene)
    let nearest = (30..<scene.count).compactMap { stage.keyPoints(of: 0, in: $0)?[.pelvis].z }.min() ?? 9
    #expect((0.7..<1).contains(nearest))
  }

  @Test func twoDancersCrossTwiceAndTheNearerIsSeenWhole() {
    let scene = SyntheticScene.named(.crossingDancers)
    var stage = SceneStage(scene)
    var crossings = 0
    var before: Float = 0
    for frame in stride(from: 30, to: scene.count, by: 3) {
      guard let near = stage.keyPoints(of: 0, in: frame), let far = stage.keyPoints(of: 1, in: frame) else {
        Issue.record("both dancers are there")
        return
      }
      #expect(near[.pelvis].z < far[.pelvis].z - 0.3)
      // In the picture, seen from the camera.
      let apart = near[.pelvis].x / near[.pelvis].z - far[.pelvis].x / far[.pelvis].z
      if before * apart < 0 {
        crossings += 1
        stage.pose(frame)
        #expect(stage.truth.mask(of: 0).count > 2 * stage.truth.mask(of: 1).count)
      }
      before = apart
    }
    #expect(crossings == 2)
  }
}
