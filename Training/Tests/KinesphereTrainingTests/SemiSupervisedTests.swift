import Foundation
import Kinesphere
import KinesphereData
import Testing
import Torch

@testable import KinesphereTraining

extension SmallData {
  static func partsRecipe(_ method: Recipe.Teaching.Method) -> Recipe {
    var recipe = Recipe()
    recipe.stage = .parts
    recipe.encoder = CropEncoder.Configuration(layers: [
      .init(channels: 16, stride: 2), .init(channels: 16, stride: 1), .init(channels: 16, stride: 2),
      .init(channels: 16, stride: 2),
    ])
    recipe.teaching.method = method
    recipe.teaching.batch = 4
    recipe.parts.hardExamples.unit = .pictures
    recipe.parts.hardExamples.leastPixels = 1000
    recipe.optimisation.epochs = 4
    recipe.optimisation.batch = 4
    recipe.optimisation.average = 0
    recipe.optimisation.recalibration = 2
    return recipe
  }

  static func partsTask(
    _ recipe: Recipe, unlabelled: CropSet? = nil, alike: Bool = false
  ) throws -> PartsTask<TrainablePartPose> {
    try PartsTask(
      recipe, labelled: crops(0..<12, hasParts: true), unlabelled: unlabelled ?? crops(20..<28),
      validation: crops(0..<4, seed: 2, hasParts: true),
      export: { try $0.exported(skeleton: .anatomical) },
      make: { member in
        try SmallData.member(alike ? 0 : UInt64(member), seed: recipe.seed)
      })
  }

  /// A small network with the numbers of a seed and an index.
  static func member(_ index: UInt64, seed: UInt64 = 1) throws -> TrainablePartPose {
    var generator = SeededGenerator(seed: seed, stream: 0, index: index)
    let recipe = partsRecipe(.supervised)
    return try TrainablePartPose(recipe.encoder, parts: recipe.parts.head, using: &generator)
  }
}

extension TorchSuite {
  @Suite struct SemiSupervisedTests {
    init() throws { try Engine.setThreads(1) }

    /// A head that learns beside an encoder costs it a millimetre at first; the epoch before it knew anything must not win.
    @Test func partsAndKeyPointsChooseTheEpochTogether() {
      func scores(metres: Float, right: Int) -> Scores {
        var errors = ErrorSums()
        let known = [Float](repeating: 1, count: CropSet.coordinates)
        errors.add(
          predicted: known.map { _ in metres }, target: known.map { _ in 0 }, known: known, unit: 1)
        errors.add(parts: (0..<10).map { $0 < right ? 3 : 4 }, truth: [Int64](repeating: 3, count: 10))
        return errors.scores
      }
      #expect(scores(metres: 0.022, right: 9).choice < scores(metres: 0.02, right: 1).choice)
      #expect(scores(metres: 0.02, right: 9).choice < scores(metres: 0.03, right: 9).choice)
    }

    /// The paper's loss by hand: two pictures of 2 x 2 cells, three classes, one cell ignored, one of weight 0.
    @Test func theLossIsThreePartsDiceAndOnePartEntropy() throws {
      var generator = SeededGenerator(seed: 3)
      let logits = (0..<24).map { _ in generator.normal() }
      let labels: [Int64] = [0, 1, 2, 1, -1, 0, 0, 2]
      let weights: [Float] = [1, 1, 0, 1, 1, 1, 1, 1]
      var (entropy, total) = (0.0, 0.0)
      var both = [0.0, 0, 0], said = both, shown = both
      for n in 0..<2 {
        for cell in 0..<4 {
          let label = Int(labels[n * 4 + cell])
          guard label >= 0, weights[n * 4 + cell] > 0 else { continue }
          let powers = (0..<3).map { exp(Double(logits[n * 12 + $0 * 4 + cell])) }
          let shares = powers.map { $0 / powers.reduce(0, +) }
          entropy -= log(shares[label])
          total += 1
          shown[label] += 1
          both[label] += shares[label]
          for c in 0..<3 { said[c] += shares[c] }
        }
      }
      var dice = 0.0
      for c in 0..<3 { dice += (1 - (2 * both[c] + 1) / (said[c] + shown[c] + 1)) / 3 }
      let expected = 0.75 * dice + 0.25 * entropy / total
      let loss = try SegmentationLoss()(
        Tensor(logits, shape: [2, 3, 2, 2]), labels: Tensor(integers: labels, shape: [2, 2, 2]),
        weights: Tensor(weights, shape: [2, 2, 2]))
      #expect(abs(Double(try loss.number()) - expected) < 1e-5)
    }

    @Test func aBatchWithoutLabelsTeachesNothing() throws {
      let logits = try Tensor([Float](repeating: 0.5, count: 12), shape: [1, 3, 2, 2]).requiringGradient()
      let loss = try SegmentationLoss()(
        logits, labels: Tensor(integers: [-1, -1, -1, -1], shape: [1, 2, 2]))
      #expect(try loss.number() == 0)
      try loss.backward()
      #expect(try logits.gradient()?.floats().allSatisfy { $0 == 0 } == true)
    }

    @Test func aTeacherStartsAsItsStudentAndThenLags() throws {
      let recipe = SmallData.partsRecipe(.mutual)
      func member(_ seed: UInt64) throws -> TrainablePartPose {
        var generator = SeededGenerator(seed: seed)
        return try TrainablePartPose(recipe.encoder, parts: recipe.parts.head, using: &generator)
      }
      let classroom = Classroom(students: [try member(1)], teachers: [try member(2)])
      let (student, teacher) = (classroom.students[0].parameters[0], classroom.teachers[0].parameters[0])
      #expect(try teacher.floats() != student.floats())
      try classroom.begin()
      for (from, to) in zip(classroom.students[0].state, classroom.teachers[0].state) {
        #expect(try to.tensor.floats() == from.tensor.floats())
      }
      try student.set(student.floats().map { $0 + 2 })
      // Nothing is kept after the first step.
      try classroom.follow(step: 0, keep: 0.99)
      #expect(try teacher.floats() == student.floats())
      try student.set(student.floats().map { $0 + 1 })
      let before = try teacher.floats()
      try classroom.follow(step: 3, keep: 0.99)
      // min(1 - 1 / 4, 0.99) is kept.
      for (old, new) in zip(before, try teacher.floats()) { #expect(abs(new - old - 0.25) < 1e-5) }
      try classroom.follow(step: 1000, keep: 0.5)
      for (old, new) in zip(before, try teacher.floats()) { #expect(abs(new - old - 0.625) < 1e-5) }
    }

    /// Whatever stands in the labels of crops that should have none, the run is the same.
    @Test(arguments: [Recipe.Teaching.Method.meanTeacher, .crossPseudo, .mutual])
    func theLabelsOfUnlabelledCropsAreNeverRead(method: Recipe.Teaching.Method) throws {
      var recipe = SmallData.partsRecipe(method)
      recipe.teaching.rampUp = 0
      var forgotten = SmallData.crops(20..<28, hasParts: true)
      forgotten.forgetLabels()
      var told = SmallData.crops(20..<28, hasParts: true)
      told.labelParts(by: NearestBone([]))
      var losses: [[Float]] = []
      for set in [forgotten, told, SmallData.crops(40..<48)] {
        var task = try SmallData.partsTask(recipe, unlabelled: set)
        losses.append(try (0..<2).map { try task.loss(batch: $0, epoch: 0).loss.number() })
      }
      #expect(losses[0] == losses[1])
      #expect(losses[0] != losses[2])
    }

    @Test func aMethodThatNeedsUnlabelledCropsSaysSo() throws {
      let error = #expect(throws: TrainingError.self) {
        try SmallData.partsTask(SmallData.partsRecipe(.mutual), unlabelled: CropSet())
      }
      #expect(error?.expected.contains("without labels") == true)
    }
  }
}

@Suite struct HardExampleTests {
  private func weights(
    _ unit: HardExamples.Unit, _ losses: [[Float]], least: Int, known: [Bool]? = nil
  ) -> [Float] {
    var rule = HardExamples()
    (rule.unit, rule.leastPixels) = (unit, least)
    return rule.weights(
      losses: losses.flatMap(\.self),
      labelled: known ?? [Bool](repeating: true, count: losses.flatMap(\.self).count), pictures: losses.count)
  }

  @Test func hardPicturesCountWholeAndEasyOnesNot() {
    // Confidences 0, 0.5, 0.9.
    #expect(weights(.pictures, [[2, 2], [1, 1], [0.2, 0.2]], least: 0) == [1, 1, 1, 1, 0, 0])
  }

  @Test func easyPicturesFillUpFromTheLeastConfident() {
    let losses: [[Float]] = [[0.1, 0.1], [4, 4], [0.2, 0.2], [0.3, 0.3]]
    #expect(weights(.pictures, losses, least: 3) == [0, 0, 1, 1, 0, 0, 1, 1])
    #expect(weights(.pictures, losses, least: 5) == [0, 0, 1, 1, 1, 1, 1, 1])
    #expect(weights(.pictures, losses, least: 100) == [Float](repeating: 1, count: 8))
  }

  @Test func allHardAllEasyAndEqualPictures() {
    #expect(weights(.pictures, [[2, 2], [2, 2]], least: 0) == [1, 1, 1, 1])
    // Nothing is wrong any more: only what the least number asks for, the first of equals.
    #expect(weights(.pictures, [[0, 0], [0, 0]], least: 0) == [0, 0, 0, 0])
    #expect(weights(.pictures, [[0, 0], [0, 0]], least: 1) == [1, 1, 0, 0])
  }

  @Test func pixelsWithoutALabelCountNowhere() {
    let known = [false, false, true, true]
    #expect(weights(.pictures, [[9, 9], [1, 1]], least: 0, known: known) == [0, 0, 1, 1])
    #expect(weights(.pixels, [[9, 9], [1, 0.1]], least: 0, known: known) == [0, 0, 1, 0])
  }

  @Test func pixelsAreHardBelowTheConfidence() {
    // -log 0.7 is 0.357.
    #expect(weights(.pixels, [[0.36, 0.35], [2, 0.1]], least: 0) == [1, 0, 1, 0])
    #expect(weights(.pixels, [[0.36, 0.35], [2, 0.1]], least: 3) == [1, 1, 1, 0])
    #expect(weights(.pixels, [[0.1, 0.1], [0.1, 0.1]], least: 2) == [1, 1, 0, 0])
    #expect(weights(.pixels, [[0.1, 0.1], [0.1, 0.1]], least: 9) == [1, 1, 1, 1])
  }
}

@Suite struct PartViewTests {
  private func filled(_ augmentation: CropAugmentation, _ set: CropSet, seed: UInt64 = 1) -> CropBatch {
    var batch = CropBatch(count: set.count)
    batch.fill(from: set, Array(0..<set.count)[...], augmentation: augmentation) {
      SeededGenerator(seed: seed, stream: 1, index: UInt64($0))
    }
    return batch
  }

  @Test func unmovedLabelsStay() {
    let set = SmallData.crops(0..<2, hasParts: true)
    #expect(filled(.none, set).labels(from: set.parts, side: 72) == set.parts.map(Int64.init))
    #expect(Set(set.parts).count > 12)
  }

  @Test func aFlippedCropExchangesTheSidesOfItsParts() {
    let set = SmallData.crops(0..<1, hasParts: true)
    var mirror = CropAugmentation.none
    mirror.mirror = 1
    let labels = filled(mirror, set).labels(from: set.parts, side: 72)
    for row in 0..<72 {
      for column in 0..<72 {
        #expect(labels[row * 72 + column] == Int64(PartLabels.mirrored(set.parts[row * 72 + 71 - column])))
      }
    }
  }

  @Test func aCellTakesItsNearestPixelsLabel() {
    var crop = [Float](repeating: 1, count: CropSet.pixels)
    (crop[0], crop[1], crop[72]) = (0.2, -0.1, 0.5)
    var parts = [UInt8](repeating: PartLabels.background, count: CropSet.pixels)
    (parts[0], parts[1], parts[72]) = (3, 5, 7)
    var set = CropSet()
    set.sequences = [CropSet.Sequence(name: "cell", subject: 0, action: 0)]
    set.append(
      crop: crop, relative: [Float](repeating: 0, count: 54), origin: CropSet.Origin(sequence: 0, frame: 0))
    set.append(parts: parts)
    let labels = filled(.none, set).labels(from: parts, side: 36)
    #expect(labels[0] == 5 && labels[1] == 18 && labels.count == 36 * 36)
  }

  /// Label and key-point of a bright spot end where a turned camera sees it.
  @Test func aTurnedCropItsLabelsAndItsKeyPointsMoveTogether() {
    var crop = [Float](repeating: 1, count: CropSet.pixels)
    var parts = [UInt8](repeating: PartLabels.background, count: CropSet.pixels)
    for row in 19..<24 {
      for column in 48..<53 {
        crop[row * 72 + column] = -0.2
        parts[row * 72 + column] = 4
      }
    }
    let cell = 2 * DepthCrop.halfSize / 72
    let place = SIMD3(
      50.5 * cell - DepthCrop.halfSize, DepthCrop.halfSize - 21.5 * cell, -0.2 * DepthCrop.halfSize)
    var set = CropSet()
    set.sequences = [CropSet.Sequence(name: "spot", subject: 0, action: 0)]
    set.append(
      crop: crop, relative: (0..<54).map { place[$0 % 3] }, origin: CropSet.Origin(sequence: 0, frame: 0))
    var turned = CropAugmentation.none
    (turned.turn, turned.tilt) = (25, 15)
    var widest: Float = 0
    for seed in 0..<20 as Range<UInt64> {
      let batch = filled(turned, set, seed: seed)
      let labels = batch.labels(from: parts, side: 72)
      let spot = labels.indices.filter { labels[$0] == 4 }
      #expect(spot.count > 12)
      let count = Float(spot.count)
      let x = spot.reduce(Float(0)) { $0 + (Float($1 % 72) + 0.5) * cell } / count - DepthCrop.halfSize
      let y = DepthCrop.halfSize - spot.reduce(Float(0)) { $0 + (Float($1 / 72) + 0.5) * cell } / count
      let z = spot.reduce(Float(0)) { $0 + batch.crops[$1] } / count * DepthCrop.halfSize
      #expect(abs(x * 10 - batch.target[0]) < 0.25 && abs(y * 10 - batch.target[1]) < 0.25)
      #expect(abs(z * 10 - batch.target[2]) < 0.25)
      widest = max(widest, abs(batch.target[0] - place.x * 10))
    }
    #expect(widest > 0.5)
  }

  @Test func aMixedCropHoldsAnothersPieceAndNoKeyPoints() {
    let set = SmallData.crops(0..<6, hasParts: true)
    var one = filled(.none, set)
    let plain = one
    var generator = SeededGenerator(seed: 9)
    one.mix(one.pieces(chance: 1, onBody: false, using: &generator))
    #expect(one.mixed.allSatisfy(\.self) && one.known.allSatisfy { $0 == 0 })
    #expect(one.crops != plain.crops)
    let labels = one.labels(from: set.parts, side: 72)
    for cell in labels.indices {
      let source = Int(one.sources[cell])
      #expect(one.crops[cell] == plain.crops[source])
      #expect(labels[cell] == Int64(one.crops[cell] < 1 ? set.parts[source] : PartLabels.background))
    }
  }

  /// Of another dancer only the body comes, where it is in front; a second view of the same geometry gets the same pixels.
  @Test func aPieceOfABodyHidesWhatIsBehindItAlone() {
    let set = SmallData.crops(0..<6, hasParts: true)
    let plain = filled(.none, set)
    var generator = SeededGenerator(seed: 9)
    let pieces = plain.pieces(chance: 1, onBody: true, using: &generator)
    // The other view is of the same geometry in other noise.
    var noisy = CropAugmentation.none
    noisy.noise = 0.01
    var (one, other) = (plain, filled(noisy, set))
    #expect(one.crops != other.crops)
    one.mix(pieces)
    other.mix(pieces)
    #expect(one.sources == other.sources && one.mixed == [true, true, true, true, true, true])
    var (taken, hidden) = (0, 0)
    for cell in one.crops.indices where one.crops[cell] != plain.crops[cell] {
      taken += 1
      if plain.crops[cell] < 1 { hidden += 1 }
      #expect(one.crops[cell] < plain.crops[cell])
      #expect(Int(one.sources[cell]) / CropSet.pixels != cell / CropSet.pixels)
    }
    #expect(taken > 6 * 40 && hidden > 0)
    #expect(pieces.contains { ($0?.pixels.count ?? 0) > 36 * 36 } == false)
  }

  @Test func nothingIsMixedByNoChance() {
    let set = SmallData.crops(0..<2, hasParts: true)
    var batch = filled(.none, set)
    let before = batch.crops
    var generator = SeededGenerator(seed: 9)
    batch.mix(batch.pieces(chance: 0, onBody: true, using: &generator))
    #expect(batch.crops == before && !batch.mixed.contains(true))
  }

  /// A cut-out about a pixel of the body always takes some of it, one anywhere often nothing.
  @Test func aCutOutOnTheBodyTakesSomeOfIt() {
    let set = SmallData.crops(0..<40)
    var cut = CropAugmentation.none
    cut.cutOut = 1
    func untouched() -> Int {
      let (batch, plain) = (filled(cut, set), filled(.none, set))
      return (0..<set.count).count {
        let cells = $0 * CropSet.pixels..<($0 + 1) * CropSet.pixels
        return batch.crops[cells] == plain.crops[cells]
      }
    }
    #expect(untouched() > 5)
    cut.onBody = true
    #expect(untouched() == 0)
  }

  /// A higher camera: what is behind the centre rises in the picture, what is before it sinks, what is beside it stays, and so do all
  /// key-points.
  @Test func aHigherCameraMovesReadingsByTheirDepthAndNoKeyPoint() {
    var crop = [Float](repeating: 1, count: CropSet.pixels)
    let (far, near, level): (Float, Float, Float) = (0.5, -0.5, 0)
    for column in 10..<20 { for row in 33..<39 { crop[row * 72 + column] = far } }
    for column in 30..<40 { for row in 33..<39 { crop[row * 72 + column] = near } }
    for column in 50..<60 { for row in 33..<39 { crop[row * 72 + column] = level } }
    var set = CropSet()
    set.sequences = [CropSet.Sequence(name: "three", subject: 0, action: 0)]
    let points = (0..<54).map { Float($0) * 0.01 }
    set.append(crop: crop, relative: points, origin: CropSet.Origin(sequence: 0, frame: 0))
    var higher = CropAugmentation.none
    higher.height = 1.5
    let cell = 2 * DepthCrop.halfSize / 72
    var rises: [Float] = []
    for seed in 0..<20 as Range<UInt64> {
      let batch = filled(higher, set, seed: seed)
      func middle(_ columns: Range<Int>) -> Float {
        let rows = (0..<CropSet.pixels).filter { columns.contains($0 % 72) && batch.crops[$0] < 1 }.map {
          $0 / 72
        }
        return -(Float(rows.reduce(0, +)) / Float(max(1, rows.count)) - 35.5) * cell
      }
      let (back, front) = (middle(10..<20), middle(30..<40))
      #expect(abs(middle(50..<60)) < cell && abs(back + front) < 2 * cell)
      #expect(zip(batch.target, points).allSatisfy { abs($0 - $1 * 10) < 1e-3 })
      rises.append(back / (0.5 * DepthCrop.halfSize))
    }
    #expect(rises.contains { $0 > 0.25 } && rises.contains { $0 < -0.25 })
    #expect(rises.contains { abs($0) > 0.55 } == false)
  }
}
