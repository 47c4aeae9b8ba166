import Foundation
import Kinesphere
import KinesphereData
import Testing
import Torch

@testable import KinesphereTraining

extension TorchSuite {
  @Suite struct AdaptationTests {
    init() throws { try Engine.setThreads(1) }

    /// A take of a box of a person's size that walks to the right, cut out or before a wall.
    private func take(_ path: String, hasRoom: Bool) throws {
      let camera = Camera.kinect1
      let writer = try TakeWriter(
        creating: path,
        description: TakeDescription(camera: camera, rate: 30, isSegmented: !hasRoom, provenance: "a test"))
      for index in 0..<60 {
        var depth = Plane<UInt16>(
          width: camera.width, height: camera.height, repeating: hasRoom ? 4_000 : 0)
        let left = 10 + index * 4
        for y in 40..<210 { for x in left..<left + 50 { depth[x, y] = UInt16(2_500 + (x + y) % 40) } }
        try writer.append(DepthFrame(depth: depth, camera: camera, time: Double(index) / 30))
      }
      try writer.finish()
    }

    private var quick: Adaptation.Configuration {
      var quick = Adaptation.Configuration()
      (quick.steps, quick.batch, quick.synthetic, quick.threads) = (2, 4, 16, 1)
      return quick
    }

    private func start() throws -> NetworkWeights {
      let task = try SmallData.partsTask(SmallData.partsRecipe(.supervised))
      return try #require(try task.exported())
    }

    @Test(arguments: [false, true])
    func theObserverMovesAndTheRestStays(hasRoom: Bool) throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      try take(folder + "/a.take", hasRoom: hasRoom)
      let start = try start()
      let outcome = try Adaptation(start, quick).run([folder + "/a.take"])
      #expect(outcome.frames > 50 && outcome.labels == 0)
      #expect(outcome.weights.configuration == start.configuration)
      for entry in start.parameters.entries {
        let isSame = outcome.weights.parameters.tensor(entry.name) == start.parameters.tensor(entry.name)
        let moves = entry.name.hasPrefix("encoder.") || entry.name.hasPrefix("parts.")
        #expect(isSame != moves, "\(entry.name)")
      }
      let again = try Adaptation(start, quick).run([folder + "/a.take"])
      #expect(again.weights.parameters == outcome.weights.parameters)
    }

    /// A folder of takes is the unlabelled side of a recipe, without a skeleton beside any of them.
    @Test func anyFolderOfRecordingsIsSeenWithoutLabels() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      let stage = folder + "/stage"
      try FileManager.default.createDirectory(atPath: stage, withIntermediateDirectories: true)
      for name in ["a.take", "b.take"] { try take("\(stage)/\(name)", hasRoom: false) }
      try Data("notes".utf8).write(to: URL(fileURLWithPath: stage + "/notes.txt"))
      var recipe = SmallData.partsRecipe(.meanTeacher)
      (recipe.data.synthetic, recipe.data.crops.mocapShare, recipe.data.every) = (16, 0, 2)
      (recipe.validation.synthetic, recipe.teaching.unlabelled) = (4, "stage")
      try recipe.validate(file: "r.json")
      let locations = DataLocations(folders: ["stage": stage])
      let sets = try Preparation(recipe: recipe, locations: locations, cache: folder + "/cache").partSets()
      #expect(sets.labelled.count == 16 && sets.validation.count == 4)
      #expect((50...60).contains(sets.unlabelled.count))
      #expect(sets.unlabelled.points.allSatisfy { $0.isNaN } && !sets.unlabelled.hasParts)
      // What cannot be read is said before synthetic people are rendered.
      try Data("notes".utf8).write(to: URL(fileURLWithPath: stage + "/c.take"))
      let damaged = #expect(throws: RecordingError.self) {
        try Preparation(recipe: recipe, locations: locations, cache: folder + "/other").partSets()
      }
      #expect(damaged?.description.contains("c.take") == true)
      #expect(FileManager.default.fileExists(atPath: folder + "/other") == false)
      let missing = #expect(throws: TrainingError.self) {
        try Preparation(
          recipe: recipe, locations: DataLocations(folders: ["stage": folder + "/none"]),
          cache: folder + "/other"
        ).partSets()
      }
      #expect(missing?.place.contains("none") == true || missing?.place.contains("stage") == true)
      let error = #expect(throws: TrainingError.self) {
        try Preparation(recipe: recipe, locations: DataLocations(), cache: folder + "/cache").partSets()
      }
      #expect(error?.expected.contains("--data stage=FOLDER") == true)
    }

    @Test func recordingsThatShowNobodyAreNamed() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      let path = folder + "/empty.take"
      let camera = Camera.kinect1
      let writer = try TakeWriter(
        creating: path,
        description: TakeDescription(camera: camera, rate: 30, isSegmented: true, provenance: "a test"))
      let blank = Plane<UInt16>(width: camera.width, height: camera.height, repeating: 0)
      for number in 0..<5 {
        try writer.append(DepthFrame(depth: blank, camera: camera, time: Double(number) / 30))
      }
      try writer.finish()
      let start = try start()
      let error = #expect(throws: TrainingError.self) { try Adaptation(start, quick).run([path]) }
      #expect(error?.description.contains("empty.take: expected frames that show a dancer") == true)
      var labelled = quick
      labelled.labelEvery = 10
      let other = #expect(throws: TrainingError.self) { try Adaptation(start, labelled).run([path]) }
      #expect(other?.expected.contains("key-points beside it") == true)
    }

    /// Pictures alone say no unit and no camera: the caller does.
    @Test func whatAFileDoesNotSayIsAskedForAndUsed() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      try take(folder + "/a.take", hasRoom: false)
      let path = folder + "/pictures"
      let source = try Recordings.open(path: folder + "/a.take")
      let writer = try RecordingWriters.open(
        path: path, format: .png,
        description: TakeDescription(camera: .kinect1, rate: 30, isSegmented: true, provenance: "a test"))
      var frame = source.makeFrame()
      while try source.read(into: &frame) == .frame { try writer.append(frame, labels: nil) }
      try writer.finish()
      for name in try FileManager.default.contentsOfDirectory(atPath: path) where name.hasSuffix(".json") {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
      }
      let start = try start()
      let error = #expect(throws: RecordingError.self) { try Adaptation(start, quick).run([path]) }
      #expect(error?.description.contains("pictures: expected the camera") == true)
      let options = RecordingOptions(
        camera: Intrinsics(parsing: "kinect1"), mirrored: true, unit: .millimetre, rate: 30, isSegmented: true
      )
      #expect(try Adaptation(start, quick).run([path], options: options).frames == 60)
    }

    @Test func aModelWithoutAnEncoderCannotBeAdapted() throws {
      let configuration = LSTMCNN.Configuration()
      let weights = NetworkWeights(
        configuration: .init(preset: .channels, skeleton: .kinect, lstmcnn: configuration),
        parameters: TrainableLSTMCNN.zeros(configuration), source: "channels.safetensors")
      let error = #expect(throws: TrainingError.self) { try Adaptation(weights, quick) }
      #expect(error?.place == "channels.safetensors")
    }

    @Test func kinectsWeightsNeedLabels() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      try take(folder + "/a.take", hasRoom: false)
      let plain = try start()
      var configuration = plain.configuration
      configuration.skeleton = .kinect
      let start = NetworkWeights(configuration: configuration, parameters: plain.parameters, source: "k")
      let error = #expect(throws: TrainingError.self) { try Adaptation(start, quick) }
      #expect(error?.expected.contains("--label-every") == true)
    }

    @Test func aModelWithoutPartsStaysWithoutThem() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      try take(folder + "/a.take", hasRoom: false)
      var generator = SeededGenerator(seed: 2)
      let plain = try TrainableCropEncoder(SmallData.partsRecipe(.supervised).encoder, using: &generator)
        .exported(skeleton: .anatomical)
      let outcome = try Adaptation(plain, quick).run([folder + "/a.take"])
      #expect(outcome.weights.configuration == plain.configuration)
      #expect(outcome.weights.parameters.entries.map(\.name) == plain.parameters.entries.map(\.name))
      #expect(outcome.weights.parameters.values.contains { !$0.isFinite } == false)
    }

    /// Every method with a teacher ends at other weights.
    @Test func everyMethodTeachesInItsOwnWay() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      try take(folder + "/a.take", hasRoom: false)
      let start = try start()
      // Without labels and without a teacher nothing of the recordings would be learned.
      var alone = quick
      alone.method = .supervised
      let error = #expect(throws: TrainingError.self) { try Adaptation(start, alone) }
      #expect(error?.expected.contains("--label-every") == true)
      let adapted = try [Recipe.Teaching.Method.meanTeacher, .crossPseudo, .mutual].map { method in
        var settings = quick
        // In two steps a teacher is still its student.
        (settings.method, settings.steps) = (method, 6)
        return try Adaptation(start, settings).run([folder + "/a.take"]).weights.parameters
      }
      for one in adapted.indices {
        #expect(adapted[one].values.contains { !$0.isFinite } == false)
        for other in adapted[..<one] { #expect(adapted[one] != other) }
      }
    }

    @Test func longRecordingsAreThinnedOutAndAStopIsAnError() throws {
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      try take(folder + "/a.take", hasRoom: false)
      var reader = AdaptationCrops()
      try reader.spread([folder + "/a.take", folder + "/a.take"], wanted: 30)
      #expect(reader.every == 4)
      #expect(try reader.read(folder + "/a.take", before: 0).all.count == 15)
      let start = try start()
      for limit in [5, 61] {
        var asked = 0
        let error = #expect(throws: TrainingError.self) {
          try Adaptation(start, quick).run([folder + "/a.take"]) {
            _, _ in
          } shouldStop: {
            asked += 1
            return asked > limit
          }
        }
        #expect(error?.actual.contains("nothing was written") == true)
      }
    }
  }
}
