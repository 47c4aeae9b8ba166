import Foundation
import Kinesphere
import Testing

@testable import KinesphereData

/// Each fault of a real room, measured in the pictures.
@Suite struct SceneFaultsTests {
  /// An empty room with a black box, without noise.
  private static func scene(_ change: (inout RoomFaults) -> Void, frames: Int = 11) -> SyntheticScene {
    var scene = SyntheticScene(name: "test", dancers: [], count: frames, seed: 5)
    scene.noise = .none
    scene.room.objects = [SceneObject(centre: [0, 1, 2.5], size: [1, 1, 0.5], material: .black)]
    change(&scene.faults)
    return scene
  }

  private static func depth(_ scene: SyntheticScene, _ frame: Int) -> [Int] {
    var stage = SceneStage(scene)
    stage.film(frame)
    return stage.depth.storage.map { Int($0) }
  }

  @Test func offFaultsChangeNothing() {
    let clean = Self.depth(Self.scene { _ in }, 5)
    #expect(!clean.contains(0))
    #expect(Self.depth(Self.scene { $0 = RoomFaults() }, 0) == clean)
  }

  @Test(arguments: [0.3, 0.8] as [Float])
  func blackThingsLoseTheirShareOfReadingsAndFlicker(share: Float) {
    let scene = Self.scene { $0.absorbedShare = share }
    var stage = SceneStage(scene)
    var losses = [Int](repeating: 0, count: 320 * 240)
    for frame in 0..<11 {
      stage.film(frame)
      for pixel in losses.indices where stage.depth.storage[pixel] == 0 { losses[pixel] += 1 }
    }
    let black = losses.indices.filter { stage.raster.parts.storage[$0] == SceneLabel.firstObject }
    #expect(black.count > 5000)
    let lost = black.reduce(0) { $0 + losses[$1] }
    #expect(abs(Float(lost) / Float(11 * black.count) - share) < 0.02)
    #expect(losses.reduce(0, +) == lost)
    // Most pixels come and go.
    #expect(black.filter { (1...10).contains(losses[$0]) }.count > black.count * 6 / 10)
  }

  @Test func hairLosesReadingsAndTheRestOfTheDancerDoesNot() {
    var scene = Self.scene { $0.absorbedShare = 1 }
    scene.room.objects = []
    scene.dancers = [SceneTruthTests.standing(at: [0, 2], frames: 11)]
    // Seen from behind.
    for frame in scene.dancers[0].poses.indices {
      let turned = BodyPose.standing.rotated(by: Rotation(about: SIMD3(0, 1, 0), by: .pi))
      scene.dancers[0].poses[frame] = turned.moved(by: SIMD3(0, 0, 2))
    }
    var stage = SceneStage(scene)
    stage.film(0)
    let labels = stage.raster.parts.storage
    let head = labels.filter { $0 == SceneLabel.hair || $0 == BodyPart.head.rawValue }.count
    let hair = labels.filter { $0 == SceneLabel.hair }.count
    #expect(hair * 10 > head * 4 && hair * 10 < head * 9)
    for (label, reading) in zip(labels, stage.depth.storage) {
      #expect((label == SceneLabel.hair) == (reading == 0))
    }
  }

  @Test func theSensorSettlesByAStepAtItsFrame() {
    let scene = Self.scene {
      $0.settlingFrame = 4
      $0.settlingStep = 0.045
    }
    let (before, after) = (Self.depth(scene, 3), Self.depth(scene, 4))
    #expect(before == Self.depth(Self.scene { _ in }, 3))
    #expect(zip(before, after).allSatisfy { (44...46).contains($1 - $0) })
  }

  @Test func depthDriftsEvenlyOverTheTake() {
    let scene = Self.scene { $0.drift = 0.03 }
    let first = Self.depth(scene, 0)
    for (frame, millimetres) in [(5, 15), (10, 30)] {
      #expect(
        zip(first, Self.depth(scene, frame)).allSatisfy { abs($1 - $0 - millimetres) <= 1 })
    }
  }

  @Test func mixedReadingsLieBetweenNearAndFarAlongEdgesOnly() {
    let clean = Self.depth(Self.scene { _ in }, 0)
    let mixed = Self.depth(Self.scene { $0.mixedShare = 0.4 }, 0)
    var (edges, changed) = (0, 0)
    for y in 1..<239 {
      for x in 1..<319 {
        let pixel = y * 320 + x
        let around = [
          clean[pixel], clean[pixel - 1], clean[pixel + 1], clean[pixel - 320], clean[pixel + 320],
        ]
        let (near, far) = (around.min() ?? 0, around.max() ?? 0)
        // The rim of the box, not the slope of the floor.
        if 1000 / Float(near) - 1000 / Float(far) > 0.03 {
          edges += 1
          if mixed[pixel] != clean[pixel] { changed += 1 }
          #expect((near - 1...far + 1).contains(mixed[pixel]))
        } else {
          #expect(mixed[pixel] == clean[pixel])
        }
      }
    }
    #expect(edges > 600)
    #expect(abs(Float(changed) / Float(edges) - 0.4) < 0.06)
  }

  @Test func bordersAreBlankAndNothingElse() {
    let depth = Self.depth(
      Self.scene { ($0.blankLeft, $0.blankRight, $0.blankTop, $0.blankBottom) = (2, 4, 1, 3) }, 0)
    for y in 0..<240 {
      for x in 0..<320 {
        let isInside = (2..<316).contains(x) && (1..<237).contains(y)
        #expect((depth[y * 320 + x] != 0) == isInside)
      }
    }
  }

  @Test func readingsBeyondTheLimitsAreLost() {
    let clean = Self.depth(Self.scene { _ in }, 0)
    let limited = Self.depth(
      Self.scene {
        $0.nearLimit = 2.3
        $0.farLimit = 3.3
      }, 0)
    for (reading, kept) in zip(clean, limited) where reading != 2300 && reading != 3300 {
      #expect(kept == ((2300...3300).contains(reading) ? reading : 0))
    }
    #expect(limited.contains(0) && limited.contains { $0 > 0 })
  }

  @Test func aKnockTurnsTheCameraByItsAngle() {
    // One degree is five pixels of 285.63.
    let scene = Self.scene {
      $0.knockFrame = 6
      $0.knockPan = 1
    }
    var stage = SceneStage(scene)
    func leftEdge() -> Int { (0..<320).first { stage.raster.parts[$0, 110] == SceneLabel.firstObject } ?? 0 }
    stage.film(5)
    let before = leftEdge()
    stage.film(6)
    // The camera looks to the right, so that the box moves to the left.
    #expect(before - leftEdge() == 5)
    stage.film(0)
    #expect(before == leftEdge())
  }

  @Test func aDoorOpensAndStaysOpen() {
    let scene = SyntheticScene.named(.doorOpens)
    var stage = SceneStage(scene)
    func counts(_ frame: Int) -> (door: Int, behind: Int) {
      stage.pose(frame)
      let labels = stage.raster.parts.storage
      let door = SceneLabel.firstObject + UInt8(scene.room.objects.count - 1)
      return (labels.filter { $0 == door }.count, labels.filter { $0 == SceneLabel.behindDoor }.count)
    }
    let (closed, open) = (counts(0), counts(scene.count - 1))
    #expect(closed.behind == 0 && closed.door > 5000)
    #expect(counts(120).behind == 0 && counts(150).behind > 1000)
    #expect(open.behind > 1000 && open.door < closed.door / 2)
  }

  @Test func configurationsSurviveJSON() throws {
    let faults = RoomFaults.real
    #expect(try JSONDecoder().decode(RoomFaults.self, from: JSONEncoder().encode(faults)) == faults)
    let room = SyntheticScene.named(.doorOpens).room
    #expect(try JSONDecoder().decode(SceneRoom.self, from: JSONEncoder().encode(room)) == room)
    // A noise configuration from before limits existed.
    let noise = SensorNoise.Configuration()
    let text = String(decoding: try JSONEncoder().encode(noise), as: UTF8.self)
    #expect(!text.contains("farLimit"))
  }
}
