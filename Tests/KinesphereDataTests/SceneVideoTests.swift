import Kinesphere
import Testing

@testable import KinesphereData

@Suite struct SceneVideoTests {
  private static func scene(_ change: (inout SyntheticScene) -> Void) -> SyntheticScene {
    var scene = SyntheticScene(
      name: "test", dancers: [SceneTruthTests.standing(at: [0, 2.6], frames: 12)], count: 12, seed: 5)
    scene.light.readNoise = 0
    scene.light.photonNoise = 0
    change(&scene)
    return scene
  }

  private static func gray(_ scene: SyntheticScene, _ frame: Int) -> [Float] {
    var stage = SceneStage(scene)
    stage.filmVideo(frame)
    return stage.picture.channels[0].storage.map { Float($0) }
  }

  @Test func aWallIsAsBrightAsLambertSays() {
    for angle in [0, 40, 80, 120] as [Float] {
      let scene = Self.scene {
        $0.dancers = []
        $0.room.walls = SceneMaterial(albedo: SIMD3(repeating: 0.8))
        $0.light.direction = SIMD3(0, Rotation.sine(angle), -Rotation.sine(90 - angle))
        $0.light.exposure = 200
      }
      // The back wall's normal looks along -z.
      let cosine = max(0, Rotation.sine(90 - angle))
      let expected = 200 * 0.8 * (0.55 + 0.45 * cosine)
      #expect(abs(Self.gray(scene, 0)[100 * 320 + 160] - expected) < 1.5)
    }
  }

  @Test func aChangeOfLightMultipliesEveryLevel() {
    let scene = Self.scene {
      $0.light.exposure = 150
      $0.light.changeFrame = 6
      $0.light.changeGain = 0.7
    }
    let (before, after) = (Self.gray(scene, 5), Self.gray(scene, 6))
    #expect(zip(before, after).allSatisfy { abs($1 - 0.7 * $0) <= 1 })
    #expect(Self.gray(scene, 0) == before)
  }

  @Test func mainsAtHundredHertzFlickerThreeFramesLong() {
    let scene = Self.scene {
      $0.light.exposure = 150
      $0.light.flickerShare = 0.1
    }
    let levels = (0..<6).map { Self.gray(scene, $0).reduce(0, +) / 76800 }
    // 100 Hz at 30 frames/s: ten whole cycles in three frames.
    for frame in 0..<3 { #expect(abs(levels[frame] - levels[frame + 3]) < 0.1) }
    #expect(abs(levels[1] / levels[0] - 1 - 0.1 * Rotation.sine(120)) < 0.01)
    #expect(abs(levels[2] / levels[0] - 1 - 0.1 * Rotation.sine(240)) < 0.01)
  }

  @Test func noiseGrowsWithTheLevelAsPhotonsDo() {
    for albedo in [0.2, 0.8] as [Float] {
      let scene = Self.scene {
        $0.dancers = []
        $0.room.walls = SceneMaterial(albedo: SIMD3(repeating: albedo))
        $0.light.readNoise = 2
        $0.light.photonNoise = 0.1
      }
      let picture = Self.gray(scene, 3)
      let wall = (60..<140).flatMap { y in (100..<220).map { picture[y * 320 + $0] } }
      let mean = wall.reduce(0, +) / Float(wall.count)
      let variance = wall.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(wall.count)
      // Rounding to whole levels adds 1/12.
      #expect(abs(variance / (4 + 0.1 * mean + 1 / 12) - 1) < 0.05)
    }
  }

  @Test func colourIsTheOutfitsAndGrayItsLuma() {
    let scene = Self.scene { $0.dancers[0].outfit.shirt = SIMD3(0.8, 0.1, 0.1) }
    var stage = SceneStage(scene)
    stage.filmVideo(0, isColour: true)
    let colour = stage.picture.channels.map(\.storage)
    stage.filmVideo(0)
    let gray = stage.picture.channels[0].storage
    let labels = stage.raster.parts.storage
    for pixel in labels.indices where labels[pixel] == BodyPart.chest.rawValue {
      #expect(colour[0][pixel] > 4 * colour[1][pixel])
    }
    for pixel in labels.indices where colour.allSatisfy({ $0[pixel] < 255 }) && gray[pixel] < 255 {
      let luma =
        0.299 * Float(colour[0][pixel]) + 0.587 * Float(colour[1][pixel]) + 0.114 * Float(colour[2][pixel])
      #expect(abs(Float(gray[pixel]) - luma) < 1.1)
    }
  }

  @Test func onlyTheDancerAndWhatMovesChangesBetweenFrames() {
    var scene = Self.scene { _ in }
    for frame in 6..<12 { scene.dancers[0].poses[frame] = nil }
    let (with, without) = (Self.gray(scene, 0), Self.gray(scene, 11))
    let truth = scene.truth(0)
    for pixel in with.indices where truth.owners.storage[pixel] == SceneTruth.nobody {
      #expect(with[pixel] == without[pixel])
    }
    let seen = truth.owners.storage.indices.filter {
      truth.owners.storage[$0] == 0 && abs(with[$0] - without[$0]) > 8
    }
    #expect(seen.count > truth.area * 6 / 10)
  }

  @Test func aLampBesideTheDancerThrowsTheShadowToTheOtherSide() {
    let bright = Self.scene { $0.light.direction = SIMD3(1, 1, -1) }
    let dark = Self.scene {
      $0.light.direction = SIMD3(1, 1, -1)
      $0.light.shadow = 1
    }
    let (lit, shaded) = (Self.gray(bright, 0), Self.gray(dark, 0))
    var stage = SceneStage(dark)
    stage.pose(0)
    let labels = stage.raster.parts.storage
    var (floor, wall) = (0, 0)
    var columns = 0
    for pixel in lit.indices where abs(lit[pixel] - shaded[pixel]) > 1 {
      // A shadow takes all of the lamp's light and leaves the rest: l is at 54.7 degrees to both normals.
      let expected = lit[pixel] * 0.55 / (0.55 + 0.45 * Float(1.0 / 3).squareRoot())
      #expect(abs(shaded[pixel] - expected) < 1.5)
      if labels[pixel] == SceneLabel.floor { floor += 1 }
      if labels[pixel] == SceneLabel.backWall { wall += 1 }
      columns += pixel % 320
      #expect(labels[pixel] == SceneLabel.floor || labels[pixel] == SceneLabel.backWall)
    }
    #expect(floor > 200 && wall > 1000)
    #expect(columns / max(1, floor + wall) < 140)
  }

  @Test func aMovingStageMovesInDepthAndInGrayBesideTheDancer() {
    let scene = SyntheticScene.named(.movingBackground)
    var stage = SceneStage(scene)
    var still = SceneStage(.named(.quietRoom))
    // Both rooms are empty in the first second.
    func changes(_ stage: inout SceneStage) -> (depth: Int, gray: Int) {
      stage.film(0)
      stage.filmVideo(0)
      let (depth, gray) = (stage.depth.storage, stage.picture.channels[0].storage)
      stage.film(20)
      stage.filmVideo(20)
      let (later, brighter) = (stage.depth.storage, stage.picture.channels[0].storage)
      return (
        depth.indices.filter {
          depth[$0] != 0 && later[$0] != 0 && abs(Int(depth[$0]) - Int(later[$0])) > 150
        }.count,
        gray.indices.filter { abs(Int(gray[$0]) - Int(brighter[$0])) > 20 }.count
      )
    }
    let (moving, quiet) = (changes(&stage), changes(&still))
    #expect(moving.depth > 1500 && moving.gray > 4000)
    #expect(quiet.depth < 500 && quiet.gray < 50)
  }
}

extension Rotation {
  /// The sine of an angle in degrees.
  fileprivate static func sine(_ degrees: Float) -> Float {
    Rotation(about: SIMD3(0, 0, 1), by: radians(degrees)).applied(to: SIMD3(1, 0, 0)).y
  }
}
