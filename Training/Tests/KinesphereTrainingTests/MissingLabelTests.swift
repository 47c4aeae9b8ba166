import Foundation
import Kinesphere
import KinesphereData
import Testing
import Torch

@testable import KinesphereTraining

extension TorchSuite {
  /// Recordings whose labels are missing, or all there where some should not be.
  @Suite struct MissingLabelTests {
    init() throws { try Engine.setThreads(1) }

    /// Three takes each of subjects 1, 3, 5 and 7.
    private func withRecordings(isLabelled: Bool, _ body: (DataLocations, _ cache: String) throws -> Void)
      throws
    {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      for (subject, trial) in [1, 3, 5, 7].flatMap({ subject in (1...3).map { (subject, $0) } }) {
        try SmallData.recording(
          "a1_s\(subject)_t\(trial)", in: folder + "/utd", frames: 8, isLabelled: isLabelled)
      }
      try body(DataLocations(folders: ["utd": folder + "/utd"]), folder + "/cache")
    }

    private func recipe(_ stage: Recipe.Stage, _ method: Recipe.Teaching.Method) -> Recipe {
      var recipe = Recipe()
      (recipe.stage, recipe.threads, recipe.teaching.method) = (stage, 1, method)
      (recipe.data.recordings, recipe.data.every, recipe.skeleton) = ("utd", 1, .kinect)
      recipe.encoder = SmallData.partsRecipe(.supervised).encoder
      (recipe.optimisation.batch, recipe.teaching.batch) = (8, 8)
      if stage == .lstmcnn { (recipe.preset, recipe.optimisation.average) = (.channels, 0) }
      return recipe
    }

    /// An error over no key-point would be 0.00 cm, and the first epoch the best.
    @Test(arguments: [Recipe.Stage.encoder, .parts, .lstmcnn])
    func aRunWithoutAKnownLabelIsRefused(stage: Recipe.Stage) throws {
      func prepare(_ locations: DataLocations, _ cache: String) throws {
        let preparation = try Preparation(
          recipe: recipe(stage, .supervised), locations: locations, cache: cache)
        switch stage {
        case .encoder: _ = try preparation.encoderTask()
        case .parts: _ = try preparation.partSets()
        case .lstmcnn: _ = try preparation.lstmcnnTask()
        }
      }
      try withRecordings(isLabelled: false) { locations, cache in
        let error = #expect(throws: TrainingError.self) { try prepare(locations, cache) }
        #expect(error?.actual == "every label is missing", "\(String(describing: error))")
      }
      try withRecordings(isLabelled: true) { try prepare($0, $1) }
    }

    /// A share so near to all that no recording is left over.
    @Test func teachersOverTimeNeedASequenceWithoutLabels() throws {
      try withRecordings(isLabelled: true) { locations, cache in
        var recipe = recipe(.lstmcnn, .meanTeacher)
        recipe.data.labelledShare = 0.999
        let error = #expect(throws: TrainingError.self) {
          try Preparation(recipe: recipe, locations: locations, cache: cache).taughtLSTMCNNTask()
        }
        #expect(
          error?.expected == "recordings without labels for the teachers", "\(String(describing: error))")
        recipe.data.labelledShare = 0.5
        _ = try Preparation(recipe: recipe, locations: locations, cache: cache).taughtLSTMCNNTask()
      }
    }

    /// Frame by frame those with labels are seen without them as well, and it is said.
    @Test func teachersOfCropsSeeTheLabelledOnesWithoutLabels() throws {
      try withRecordings(isLabelled: true) { locations, cache in
        for (share, isSaid) in [(1.0, true), (0.5, false)] {
          var recipe = recipe(.parts, .mutual)
          recipe.data.labelledShare = share
          var lines: [String] = []
          let sets = try Preparation(recipe: recipe, locations: locations, cache: cache) { lines.append($0) }
            .partSets()
          #expect(sets.unlabelled.count > 0 && !sets.unlabelled.hasKnownPoints && !sets.unlabelled.hasParts)
          #expect(lines.contains { $0.hasPrefix("every recording has its labels") } == isSaid, "\(lines)")
        }
      }
    }
  }
}

/// A teacher's key-points follow the student's view.
@Suite struct TeacherPointTests {
  private let set = SmallData.crops(0..<4)

  /// What a teacher says of the unchanged crops comes out as labels of the same places do.
  @Test func whatATeacherSaysMovesAsLabelsDo() throws {
    var augmentation = CropAugmentation()
    (augmentation.turn, augmentation.tilt, augmentation.mirror) = (15, 6, 0.5)
    var batch = CropBatch(count: 4)
    batch.fill(from: set, [0, 1, 2, 3], augmentation: augmentation) {
      SeededGenerator(seed: 3, stream: 1, index: UInt64($0))
    }
    let (mirrored, target) = (batch.moves.map(\.isMirrored), batch.target)
    #expect(Set(mirrored) == [true, false], "both kinds are seen")
    #expect(batch.known.allSatisfy { $0 == 1 })
    batch.mixed[2] = true
    // In units of 10 cm, as a network says them.
    batch.setTarget(set.points.map { $0 * 10 })
    for row in 0..<4 {
      for coordinate in row * CropSet.coordinates..<(row + 1) * CropSet.coordinates {
        #expect(batch.known[coordinate] == (row == 2 ? 0 : 1))
        #expect(row == 2 || abs(batch.target[coordinate] - target[coordinate]) < 1e-4)
      }
    }
  }

  @Test func aMirroredViewSwapsSides() throws {
    var augmentation = CropAugmentation.none
    augmentation.mirror = 1
    var batch = CropBatch(count: 1)
    batch.fill(from: set, [0], augmentation: augmentation) { _ in SeededGenerator(seed: 1) }
    var said = [Float](repeating: 0, count: CropSet.coordinates)
    said[KeyPoint.leftWrist.rawValue * 3] = 7
    said[KeyPoint.leftWrist.rawValue * 3 + 2] = 2
    batch.setTarget(said)
    let right = KeyPoint.rightWrist.rawValue * 3
    #expect(abs(batch.target[right] + 7) < 1e-5 && abs(batch.target[right + 2] - 2) < 1e-5)
    #expect(batch.target[KeyPoint.leftWrist.rawValue * 3] == 0)
  }
}
