import Kinesphere
import Testing

@testable import KinesphereData

/// Kinect v2's noise against its formula, and what older pictures keep.
@Suite struct SceneSensorTests {
  /// What Kinect v2 reads of a plane at 3 m on the optical axis, turned by an angle in degrees about the upright axis, less
  /// what is truly there, metres: in the picture's middle.
  private static func errors(angle: Float, z: Float, _ noise: SensorNoise = .kinect2) -> [Float] {
    let camera = Camera.kinect2
    let turn = Rotation(about: SIMD3(0, 1, 0), by: radians(angle))
    let normal = turn.applied(to: SIMD3(0, 0, 1))
    let distance = normal.z * z
    let count = camera.width * camera.height
    var clean = (0..<count).map { normal.dot(camera.ray($0 % camera.width, $0 / camera.width)) / distance }
    let truth = clean
    var labels = [UInt8](repeating: 0, count: count)
    var depth = [UInt16](repeating: 0, count: count)
    var origins = labels
    var generator = SeededGenerator(seed: 1)
    let middle = (
      camera.width / 2 - 12..<camera.width / 2 + 12, camera.height / 2 - 60..<camera.height / 2 + 60
    )
    clean.withUnsafeMutableBufferPointer { clean in
      labels.withUnsafeMutableBufferPointer { labels in
        depth.withUnsafeMutableBufferPointer { depth in
          origins.withUnsafeMutableBufferPointer { origins in
            noise.read(
              clean, labels: labels, into: depth, origins: origins, columns: middle.0, rows: middle.1,
              width: camera.width, height: camera.height, camera: camera, using: &generator)
          }
        }
      }
    }
    return (0..<count).filter { depth[$0] > 0 }.map { Float(depth[$0]) * 0.001 - 1 / truth[$0] }
  }

  @Test(arguments: [(0, 1), (0, 2.5), (0, 4), (45, 3), (70, 3)] as [(Float, Float)])
  func kinectTwoDeviatesAsFankhauserMeasured(angle: Float, z: Float) {
    var configuration = SensorNoise.kinect2.configuration
    // On a slanting plane a pixel aside is another depth.
    configuration.lateralChance = 0
    let errors = Self.errors(angle: angle, z: z, SensorNoise(configuration))
    #expect(errors.count == 24 * 120)
    let mean = errors.reduce(0, +) / Float(errors.count)
    let deviation = (errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(errors.count)).squareRoot()
    let t = radians(angle)
    let ratio = t / (.pi / 2 - t)
    let expected = (1.5 - 0.5 * z + 0.3 * z * z + 0.1 * z * z.squareRoot() * ratio * ratio) * 0.001
    #expect(abs(mean) < 0.0005)
    // Rounding to the millimetre adds a little.
    #expect(abs(deviation - expected) < 0.06 * expected + 0.00005)
  }

  @Test func kinectTwoReadsEveryMillimetreAndNothingBeyondItsRange() {
    let levels = Set(Self.errors(angle: 0, z: 3).map { ($0 * 1000).rounded() })
    #expect(levels.count > 10)
    #expect(Self.errors(angle: 0, z: 4.6).isEmpty && Self.errors(angle: 0, z: 0.4).isEmpty)
    #expect(SensorNoise.kinect1InRange.configuration.farLimit == 4)
  }

  @Test func kinectTwosEdgesFlyAndCastNoShadow() {
    var scene = SyntheticScene(
      name: "test", dancers: [SceneTruthTests.standing(at: [0, 2.4], frames: 2)], count: 2, seed: 1)
    (scene.camera, scene.noise) = (.kinect2, .kinect2)
    scene.room.width = 5.4
    var stage = SceneStage(scene)
    stage.film(0)
    // Wall and floor are within its range: everything has a reading.
    #expect(!stage.depth.storage.contains(0))
    // Beside the trunk, half-way between dancer and wall, float readings that belong to neither.
    let between = (60..<200).reduce(0) { sum, y in
      sum + (0..<512).filter { (2700...3500).contains(stage.depth[$0, y]) }.count
    }
    #expect((60...700).contains(between))
    scene.noise.configuration.mixedShare = nil
    var plain = SceneStage(scene)
    plain.film(0)
    let flat = (60..<200).reduce(0) { sum, y in
      sum
        + (0..<512).filter { (2700...3500).contains(plain.depth[$0, y]) && plain.readingOwners[$0, y] == 0 }
        .count
    }
    #expect(flat == 0)
  }

  @Test func readyScenesCanBeFilmedByKinectTwo() {
    let scene = SyntheticScene.named(.quietRoom, sensor: .kinect2)
    var stage = SceneStage(scene)
    stage.film(160)
    #expect(stage.depth.width == 512 && stage.truth.area > 4000)
    // The dancer walks in from outside the picture.
    stage.pose(30)
    #expect(stage.truth.isPresent[0] && stage.truth.area < 300)
  }
}
