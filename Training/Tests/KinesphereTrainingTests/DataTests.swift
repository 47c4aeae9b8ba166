import Foundation
import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereTraining

@Suite struct SplitTests {
  /// 27 actions, 8 subjects, 4 repetitions, as UTD-MHAD has.
  private let takes: [RecordedCrops.Take] = (1...27).flatMap { action in
    (1...8).flatMap { subject in
      (1...4).compactMap { trial in
        SequenceName("a\(action)_s\(subject)_t\(trial)").map {
          RecordedCrops.Take(path: "/a\(action)_s\(subject)_t\(trial)_depth.mat", name: $0)
        }
      }
    }
  }

  @Test func testSubjectsAreOnNeitherSide() throws {
    let split = try RecordedSplit(Recipe(), takes: takes)
    #expect(Set((split.training + split.validation).map(\.name.subject)) == [1, 3, 5, 7])
    #expect(split.training.count + split.validation.count == 27 * 4 * 4)
    #expect(Set(split.training.map(\.path)).isDisjoint(with: split.validation.map(\.path)))
  }

  @Test func aShareOfLabelsTakesEveryAction() throws {
    var recipe = Recipe()
    recipe.data.labelledShare = 0.2
    let split = try RecordedSplit(recipe, takes: takes)
    let own = takes.filter { recipe.data.subjects.contains($0.name.subject) }
    let used = split.training + split.validation
    #expect(Set(used.map(\.name.action)).count == 27)
    #expect(abs(Double(used.count) - 0.2 * Double(own.count)) <= 1, "those that choose the epoch count too")
    #expect(Set(used.map(\.path)).isSubset(of: own.map(\.path)) && Set(used.map(\.path)).count == used.count)
    recipe.data.labelledSeed = 2
    #expect(try RecordedSplit(recipe, takes: takes).training.map(\.path) != split.training.map(\.path))
  }

  /// With less than a recording of each action, other actions stay without a label in every draw.
  @Test func aSmallShareLeavesOtherActionsOutInEveryDraw() throws {
    var missing: [Set<Int>] = []
    for seed in 1...3 {
      var recipe = Recipe()
      (recipe.data.labelledShare, recipe.data.labelledSeed) = (0.05, UInt64(seed))
      let split = try RecordedSplit(recipe, takes: takes)
      let used = Set((split.training + split.validation).map(\.name.action))
      missing.append(Set(1...27).subtracting(used))
      #expect(missing[seed - 1].count <= 6)
    }
    #expect(Set(missing).count == 3)
    var recipe = Recipe()
    (recipe.data.labelledShare, recipe.data.labelledOrder) = (0.05, .numbered)
    let split = try RecordedSplit(recipe, takes: takes)
    #expect(
      Set(1...27).subtracting((split.training + split.validation).map(\.name.action)) == [3, 8, 13, 18, 23])
  }

  @Test func labelsOfOneSubjectLeaveTheOthersWithout() throws {
    var recipe = Recipe()
    recipe.data.labelledSubjects = [3]
    let split = try RecordedSplit(recipe, takes: takes)
    #expect(Set((split.training + split.validation).map(\.name.subject)) == [3])
    #expect(Set(split.unlabelled.map(\.name.subject)) == [1, 5, 7] && split.unlabelled.count == 27 * 4 * 3)
    // The rest of that one is without labels too, and who validates is a stranger.
    (recipe.data.labelledShare, recipe.validation.subjects) = (0.25, [7])
    let few = try RecordedSplit(recipe, takes: takes)
    #expect(Set(few.training.map(\.name.subject)) == [3] && Set(few.validation.map(\.name.subject)) == [7])
    #expect(Set(few.unlabelled.map(\.name.subject)) == [1, 3, 5])
    #expect(Set(few.unlabelled.map(\.path)).isDisjoint(with: few.training.map(\.path)))
  }

  /// An observer that did not learn from a subject has seen no label that the others go without.
  @Test func labelsOfSomeSubjectsAreThoseOfTheSameDraw() throws {
    func used(_ subjects: [Int]) throws -> Set<String> {
      var recipe = Recipe()
      (recipe.data.labelledShare, recipe.data.labelledSubjects) = (0.2, subjects)
      let split = try RecordedSplit(recipe, takes: takes)
      #expect(Set(split.unlabelled.map(\.name.subject)) == [1, 3, 5, 7])
      return Set((split.training + split.validation).map(\.path))
    }
    let (all, others, last) = (try used([]), try used([1, 3, 5]), try used([7]))
    #expect(others.isStrictSubset(of: all) && others.union(last) == all)
  }

  /// Who validates is seen by nobody, so that labels of all others leave none without.
  @Test func whoValidatesIsNotWithoutLabels() {
    var recipe = Recipe()
    recipe.data.recordings = "utd"
    #expect(!recipe.hasUnlabelledRecordings)
    recipe.data.labelledSubjects = [1, 3, 5]
    #expect(recipe.hasUnlabelledRecordings)
    recipe.validation.subjects = [7]
    #expect(!recipe.hasUnlabelledRecordings)
    recipe.data.labelledSubjects = [1]
    #expect(recipe.hasUnlabelledRecordings)
  }

  @Test func wholeSubjectsCanValidate() throws {
    var recipe = Recipe()
    recipe.validation.subjects = [7]
    let split = try RecordedSplit(recipe, takes: takes)
    #expect(Set(split.validation.map(\.name.subject)) == [7])
    #expect(Set(split.training.map(\.name.subject)) == [1, 3, 5])
  }

  @Test func aMissingDataSetSaysHowToNameIt() {
    let error = #expect(throws: TrainingError.self) { try DataLocations().folder(of: "utd") }
    #expect(error?.expected.contains("--data utd=FOLDER") == true)
  }
}

@Suite struct SyntheticShareTests {
  @Test func aPersonsCropsAreLabelledTogetherAndTheRestKeepsNoLabel() {
    let people = SmallData.crops(0..<40, hasParts: true)
    let drawn = people.drawn(share: 0.2, inGroupsOf: 4, seed: 1)
    #expect(drawn.labelled.count == 8 && drawn.unlabelled.count == 32)
    #expect(drawn.labelled.hasParts && !drawn.unlabelled.hasParts)
    let known = drawn.unlabelled.points.filter { !$0.isNaN }
    #expect(known.isEmpty, "not one label leaks")
    let frames = drawn.labelled.origins.map(\.frame)
    let persons = Set(frames.map { $0 / 4 })
    #expect(persons.count == 2)
    #expect(Set(frames + drawn.unlabelled.origins.map(\.frame)) == Set(0..<40))
    for (place, frame) in frames.enumerated() {
      #expect(
        drawn.labelled.crops[place * CropSet.pixels..<(place + 1) * CropSet.pixels]
          == people.crops[frame * CropSet.pixels..<(frame + 1) * CropSet.pixels])
    }
    #expect(people.drawn(share: 0.2, inGroupsOf: 4, seed: 2).labelled.origins != drawn.labelled.origins)
    #expect(people.drawn(share: 1, inGroupsOf: 4, seed: 1).unlabelled.count == 0)
    #expect(people.drawn(share: 0.001, inGroupsOf: 4, seed: 1).labelled.count == 4, "one person at least")
  }
}

@Suite struct CropDataTests {
  private func batch(_ augmentation: CropAugmentation, seed: UInt64 = 1) -> CropBatch {
    var batch = CropBatch(count: 1)
    batch.fill(from: SmallData.crops(0..<1), [0], augmentation: augmentation) { _ in
      SeededGenerator(seed: seed)
    }
    return batch
  }

  @Test func withoutAugmentationACropStaysAsItIs() {
    let set = SmallData.crops(0..<1)
    let plain = batch(.none)
    for (stored, value) in zip(set.crops, plain.crops) { #expect(abs(Float(stored) / 32767 - value) < 1e-4) }
    for (metres, target) in zip(set.points, plain.target) { #expect(abs(metres * 10 - target) < 1e-4) }
    #expect(plain.known.allSatisfy { $0 == 1 })
  }

  @Test func aMirroredCropExchangesLeftAndRight() {
    var mirror = CropAugmentation.none
    mirror.mirror = 1
    let (plain, mirrored) = (batch(.none), batch(mirror))
    for row in 0..<72 {
      for column in 0..<72 {
        #expect(mirrored.crops[row * 72 + column] == plain.crops[row * 72 + 71 - column])
      }
    }
    let left = KeyPoint.leftWrist.rawValue * 3
    let right = KeyPoint.rightWrist.rawValue * 3
    #expect(mirrored.target[left] == -plain.target[right])
    #expect(mirrored.target[left + 1] == plain.target[right + 1])
  }

  /// A bright spot must end where the same move takes its key-point.
  @Test func theCropAndItsKeyPointsMoveTogether() {
    var crop = [Float](repeating: 1, count: CropSet.pixels)
    for row in 19..<23 {
      for column in 49..<53 { crop[row * 72 + column] = -0.2 }
    }
    let cell = 2 * DepthCrop.halfSize / 72
    let place = SIMD3(
      51 * cell - DepthCrop.halfSize, DepthCrop.halfSize - 21 * cell, -0.2 * DepthCrop.halfSize)
    var set = CropSet()
    set.sequences = [CropSet.Sequence(name: "spot", subject: 0, action: 0)]
    set.append(
      crop: crop, centre: .zero, pose: Pose(points: [SIMD3<Float>](repeating: place, count: 18)),
      isMirrored: true, origin: CropSet.Origin(sequence: 0, frame: 0))
    var strong = CropAugmentation()
    (strong.cutOut, strong.noise, strong.missing, strong.rotation, strong.mirror) = (0, 0, 0, 20, 0)
    var moved: Set<Float> = []
    for seed in 0..<20 as Range<UInt64> {
      var batch = CropBatch(count: 1)
      batch.fill(from: set, [0], augmentation: strong) { _ in SeededGenerator(seed: seed) }
      let spot = batch.crops.indices.filter { batch.crops[$0] < 0.9 }
      let count = Float(spot.count)
      let x = spot.reduce(Float(0)) { $0 + (Float($1 % 72) + 0.5) * cell } / count - DepthCrop.halfSize
      let y = DepthCrop.halfSize - spot.reduce(Float(0)) { $0 + (Float($1 / 72) + 0.5) * cell } / count
      #expect(abs(x * 10 - batch.target[0]) < 0.2 && abs(y * 10 - batch.target[1]) < 0.2)
      #expect(abs(batch.crops[spot[0]] * DepthCrop.halfSize * 10 - batch.target[2]) < 0.01)
      moved.insert(batch.target[2])
    }
    #expect(moved.count == 20)
  }

  @Test func anUnknownKeyPointIsMarkedAndZero() {
    var set = CropSet()
    set.sequences = [CropSet.Sequence(name: "unknown", subject: 0, action: 0)]
    var pose = Pose(points: [SIMD3<Float>](repeating: .one, count: 18))
    pose[.leftFoot] = SIMD3(repeating: .nan)
    set.append(
      crop: [Float](repeating: 0, count: CropSet.pixels), centre: .zero, pose: pose, isMirrored: true,
      origin: CropSet.Origin(sequence: 0, frame: 0))
    var batch = CropBatch(count: 1)
    batch.fill(from: set, [0], augmentation: .none) { _ in SeededGenerator(seed: 1) }
    let foot = KeyPoint.leftFoot.rawValue * 3
    #expect(batch.known[foot] == 0 && batch.target[foot] == 0)
    #expect(batch.known.filter { $0 == 0 }.count == 3)
  }

  @Test func aSetComesBackFromItsFile() throws {
    let folder = try SmallData.folder()
    defer { SmallData.remove(folder) }
    let set = SmallData.crops(0..<3)
    try set.write(to: folder + "/a.crops")
    let read = try CropSet(path: folder + "/a.crops")
    #expect(read.crops == set.crops && read.points == set.points && read.origins == set.origins)
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/a.crops"))
    try data.dropLast(7).write(to: URL(fileURLWithPath: folder + "/b.crops"))
    #expect(throws: TrainingError.self) { try CropSet(path: folder + "/b.crops") }
  }

  @Test func resultsComeInTheItemsOrderAndTheFirstErrorIsThrown() throws {
    var told = 0
    let squares = try OrderedWork.map(100, threads: 4, progress: { told = max(told, $0) }) { $0 * $0 }
    #expect(squares == (0..<100).map { $0 * $0 })
    #expect(told == 100)
    #expect(throws: TrainingError.self) {
      try OrderedWork.map(10, threads: 3) { index in
        if index == 5 { throw TrainingError(.data, at: "5", expected: "another", actual: "it is 5") }
        return index
      }
    }
  }

  @Test func anyNumberOfThreadsMakesTheSameSyntheticCrops() throws {
    let folder = try SmallData.folder()
    defer { SmallData.remove(folder) }
    let sets = try [1, 3].map { threads in
      try SyntheticCropSets(
        supply: SyntheticCrops(seed: 5), identity: "\(threads)", cache: folder, threads: threads, block: 3
      ).crops(0..<20) { _ in }
    }
    #expect(sets[0].crops == sets[1].crops && sets[0].points == sets[1].points)
    #expect(sets[0].count == 20)
  }
}

@Suite struct ErrorSumsTests {
  @Test func shiftingEveryKeyPointByThreeCentimetresCostsThreeCentimetres() {
    var sums = ErrorSums()
    let target = (0..<108).map { Float($0) * 0.01 }
    sums.add(
      predicted: target.enumerated().map { $0.offset % 3 == 1 ? $0.element + 0.03 : $0.element },
      target: target,
      known: [Float](repeating: 1, count: 108), unit: 1)
    let scores = sums.scores
    #expect(abs(scores.meanError - 0.03) < 1e-6)
    #expect(abs(scores.mae - 0.01) < 1e-6)
    #expect(abs(scores.rmse - 0.03 / 3.0.squareRoot()) < 1e-6)
    #expect(scores.within10cm == 1)
  }

  @Test func unlabelledKeyPointsCostNothing() {
    var sums = ErrorSums()
    var known = [Float](repeating: 1, count: 54)
    for axis in 0..<3 { known[axis] = 0 }
    var predicted = [Float](repeating: 0, count: 54)
    predicted[0] = 5
    sums.add(predicted: predicted, target: [Float](repeating: 0, count: 54), known: known, unit: 1)
    #expect(sums.scores.meanError == 0)
  }
}
