import Kinesphere
import Testing

@testable import KinesphereData

@Suite struct SyntheticPictureTests {
  private let person = Person()
  private var pose: BodyPose { BodyPose.standing.moved(by: SIMD3(0, -0.1, 2.5)) }

  @Test func aSlopingSquareIsDrawnAtItsDepth() {
    var raster = BodyRaster(camera: .kinect1)
    // z = 2 + 0.5 x, wider than the picture.
    let corners = [SIMD3<Float>(-2, -2, 1), SIMD3(3, -2, 3.5), SIMD3(3, 3, 3.5), SIMD3(-2, 3, 1)]
    raster.draw(corners, faces: [0, 1, 2, 0, 2, 3], labels: [4, 9])
    for (x, y) in [(160, 120), (40, 200), (300, 30), (0, 0), (319, 239)] {
      let slope = (Float(x) + 0.5 - 160) / 285.63
      let expected = 2 / (1 - 0.5 * slope)
      #expect(abs(1 / raster.inverseDepth[y * 320 + x] - expected) < 1e-3)
      #expect([4, 9].contains(raster.parts[x, y]))
    }
  }

  @Test func theNearerOfTwoSquaresHidesTheOther() {
    func square(_ z: Float) -> [SIMD3<Float>] {
      [SIMD3(-1, -1, z), SIMD3(1, -1, z), SIMD3(1, 1, z), SIMD3(-1, 1, z)]
    }
    for depths in [(2, 3), (3, 2)] as [(Float, Float)] {
      var raster = BodyRaster(camera: .kinect1)
      raster.draw(square(depths.0), faces: [0, 1, 2, 0, 2, 3], labels: [1, 1])
      raster.draw(square(depths.1), faces: [0, 1, 2, 0, 2, 3], labels: [2, 2])
      #expect(raster.parts[160, 120] == (depths.0 < depths.1 ? 1 : 2))
      #expect(abs(raster.inverseDepth[120 * 320 + 160] - 0.5) < 1e-6)
    }
  }

  @Test func everyPartOfAStarShapedDancerIsSeen() {
    var generator = SyntheticRandom(seed: 1)
    var stage = SyntheticStage()
    var star = pose
    star.left.upperArm = SIMD3(-1, 0.2, 0)
    star.left.forearm = SIMD3(-1, 0.2, 0)
    star.left.hand = SIMD3(-1, 0.2, 0)
    star.right = BodyPose.standing.mirrored.right
    stage.film(person: person, pose: star, noise: .none, using: &generator)
    var counts = [Int](repeating: 0, count: 256)
    for part in stage.parts.storage { counts[Int(part)] += 1 }
    for part in BodyPart.allCases { #expect(counts[Int(part.rawValue)] > 5, "\(part)") }
    let body = BodyPart.allCases.reduce(0) { $0 + counts[Int($1.rawValue)] }
    #expect(body == stage.silhouette.area && body + counts[Int(BodyPart.none)] == 320 * 240)
    #expect(counts[Int(BodyPart.chest.rawValue)] > counts[Int(BodyPart.leftHand.rawValue)])
  }

  @Test func seenJointsProjectOntoTheirOwnParts() {
    var generator = SyntheticRandom(seed: 2)
    var stage = SyntheticStage()
    var (seen, inside) = (0, 0)
    for _ in 0..<12 {
      let pose = BodyPose.random(using: &generator).moved(by: SIMD3(0, 0, 3))
      stage.film(person: person, pose: pose, noise: .none, using: &generator)
      for keyPoint in KeyPoint.allCases where stage.truth.confidence[keyPoint.rawValue] == 1 {
        let place = stage.camera.project(stage.truth[keyPoint])
        seen += 1
        if stage.parts[Int(place.x), Int(place.y)] != BodyPart.none { inside += 1 }
      }
    }
    #expect(seen > 120)
    // A joint at the rim may fall just beside it.
    #expect(Double(inside) > 0.97 * Double(seen))
  }

  @Test func noiseHasTheFormulasDeviationAndStep() {
    var generator = SyntheticRandom(seed: 3)
    var configuration = SensorNoise.Configuration()
    configuration.lateralChance = 0
    configuration.holeChance = 0
    for z in [1, 2, 3.5] as [Float] {
      configuration.quantisation = 0
      let plain = readings(of: z, SensorNoise(configuration), using: &generator)
      let mean = plain.reduce(0, +) / Float(plain.count)
      let deviation = (plain.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(plain.count)).squareRoot()
      let expected = 0.0012 + 0.0019 * (z - 0.4) * (z - 0.4)
      #expect(abs(mean - z) < 0.002)
      #expect(abs(deviation - expected) < 0.05 * expected + 0.0005)

      configuration.quantisation = 0.0028
      let levels = Set(readings(of: z, SensorNoise(configuration), using: &generator)).sorted()
      let step = zip(levels, levels.dropFirst()).map { $1 - $0 }.min() ?? 0
      #expect(abs(step - 0.0028 * z * z) < 0.12 * step + 0.001)
    }
  }

  /// What the sensor reads of a wall, metres.
  private func readings(
    of z: Float, _ noise: SensorNoise, using generator: inout SyntheticRandom
  ) -> [Float] {
    read([Float](repeating: 1 / z, count: 120 * 100), noise, using: &generator).depth
      .map { Float($0) * 0.001 }
  }

  /// What the sensor reads of a picture 120 pixels wide, in which what is nearer than 3 m is labelled 1.
  private func read(
    _ inverseDepth: [Float], _ noise: SensorNoise, using generator: inout SyntheticRandom
  ) -> (depth: [UInt16], origins: [UInt8]) {
    var clean = inverseDepth
    var labels = clean.map { UInt8($0 > 1 / 3 ? 1 : 0) }
    var depth = [UInt16](repeating: 0, count: clean.count)
    var origins = [UInt8](repeating: 9, count: clean.count)
    let height = clean.count / 120
    clean.withUnsafeMutableBufferPointer { clean in
      labels.withUnsafeMutableBufferPointer { labels in
        depth.withUnsafeMutableBufferPointer { depth in
          origins.withUnsafeMutableBufferPointer { origins in
            noise.read(
              clean, labels: labels, into: depth, origins: origins, columns: 0..<120, rows: 0..<height,
              width: 120, height: height, using: &generator)
          }
        }
      }
    }
    return (depth, origins)
  }

  @Test func anArmBeforeTheWallCastsAShadowOnTheSideAwayFromTheProjector() {
    for isMirrored in [false, true] {
      // A pole, columns 50 to 59 at 1.5 m, before a wall at 3 m.
      var row = (0..<120).map { (50..<60).contains($0) ? Float(1 / 1.5) : 1 / 3 }
      row.withUnsafeMutableBufferPointer {
        SensorNoise.kinect1.castShadow(
          on: $0, columns: 0..<120, rows: 0..<1, width: 120, focal: 285.63, isMirrored: isMirrored)
      }
      // Baseline times focal length times the difference of inverse depths: 7.1 pixels.
      let dark = row.indices.filter { row[$0] == 0 }
      #expect(abs(dark.count - 7) <= 1)
      #expect(dark.allSatisfy { isMirrored ? $0 >= 60 : $0 < 50 })
    }
  }

  @Test func fatteningWidensAPoleByAPixelOnEitherSide() {
    var generator = SyntheticRandom(seed: 6)
    var configuration = SensorNoise.none.configuration
    configuration.fatteningChance = 1
    let clean = (0..<120 * 9).map { (50..<60).contains($0 % 120) ? Float(0.5) : 0 }
    let (depth, origins) = read(clean, SensorNoise(configuration), using: &generator)
    for pixel in depth.indices {
      let isPole = (49..<61).contains(pixel % 120)
      #expect(depth[pixel] == (isPole ? 2000 : 0) && origins[pixel] == (isPole ? 1 : 0))
    }
  }

  @Test func everyReadingBesideAPoleNamesTheSurfaceThatItShows() {
    var generator = SyntheticRandom(seed: 8)
    let clean = (0..<120 * 50).map { (50..<60).contains($0 % 120) ? Float(0.5) : 0.25 }
    let (depth, origins) = read(clean, .kinect1, using: &generator)
    for pixel in depth.indices where depth[pixel] != 0 {
      #expect((depth[pixel] < 3000) == (origins[pixel] == 1))
    }
    #expect(depth.indices.contains { origins[$0] == 1 && !(50..<60).contains($0 % 120) })
  }

  @Test func theFinestStepsDoNotOverflow() {
    var generator = SyntheticRandom(seed: 7)
    var configuration = SensorNoise.Configuration()
    for step in [1e-12, 1e-7, 2e-6] as [Float] {
      configuration.quantisation = step
      let readings = readings(of: 3, SensorNoise(configuration), using: &generator)
      #expect(readings.filter { abs($0 - 3) > 0.1 && $0 != 0 }.isEmpty)
    }
  }

  @Test func faultsTakePixelsAwayAndNoneTakesNone() {
    var generator = SyntheticRandom(seed: 4)
    var stage = SyntheticStage()
    stage.film(person: person, pose: pose, noise: .none, using: &generator)
    let whole = stage.silhouette
    var faults = SegmentationFaults.none.configuration
    faults.lostFeetChance = 1
    faults.lostHairChance = 1
    var lost = 0
    for _ in 0..<5 {
      stage.film(
        person: person, pose: pose, noise: .none, faults: SegmentationFaults(faults), using: &generator)
      #expect(stage.silhouette.rows.upperBound <= whole.rows.upperBound)
      lost += whole.area - stage.silhouette.area
    }
    #expect(lost > 100)
  }

  @Test func inARoomEveryPixelHasAReadingAndTheDancerStandsOnTheFloor() {
    var generator = SyntheticRandom(seed: 5)
    var room = SyntheticRoom(eyeHeight: 1, depth: 4)
    room.addBox(centre: SIMD3(-1.5, -0.5, 3), size: SIMD3(0.5, 1, 0.5))
    var stage = SyntheticStage()
    stage.film(person: person, pose: pose, noise: .none, room: room, using: &generator)
    #expect(stage.depth.storage.allSatisfy { $0 > 0 })
    #expect(stage.depth[310, 5] == 4000)
    // The floor below the eye: 1 m down at 239.5 - 120 pixels.
    #expect(abs(Float(stage.depth[200, 239]) - 1000 * 285.63 / 119.5) < 2)
    #expect(stage.silhouette.area > 3000)
    // The box's face, 2.75 m away.
    let place = stage.camera.project(SIMD3(-1.5, -0.5, 2.75))
    #expect(abs(Int(stage.depth[Int(place.x), Int(place.y)]) - 2750) < 2)
  }
}
