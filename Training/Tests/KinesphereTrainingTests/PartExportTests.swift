import Foundation
import Kinesphere
import KinesphereData
import Testing
import Torch

@testable import KinesphereTraining

extension TorchSuite {
  /// The runtime's part segmenter must say what the trained one said.
  @Suite struct PartExportTests {
    init() throws { try Engine.setThreads(1) }

    /// A few steps from the start, so that normalisation has something to fold.
    private func trained() throws -> PartsTask<TrainablePartPose> {
      var recipe = SmallData.partsRecipe(.supervised)
      recipe.encoder = CropEncoder.Configuration()
      var task = try SmallData.partsTask(recipe)
      let adam = try Adam(task.network.parameters)
      for step in 0..<3 {
        try task.loss(batch: step, epoch: 0).loss.backward()
        try adam.step(rate: 0.01)
        try task.stepped(step)
      }
      try task.recalibrate()
      return task
    }

    @Test func theRuntimesLogitsPartsAndObservationAreTheTrainedOnes() throws {
      let task = try trained()
      let network = try #require(task.best as? TrainablePartPose)
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      try task.exported()?.write(to: folder + "/weights.safetensors")
      let weights = try NetworkWeights.load(folder + "/weights.safetensors")
      #expect(weights.configuration.preset == .parts)
      var encoder = try #require(try weights.makeEncoder())
      var segmenter = try #require(try weights.makeSegmenter())
      let set = SmallData.crops(0..<6, seed: 4)
      var batch = CropBatch(count: set.count)
      batch.fill(from: set, Array(0..<6)[...], augmentation: .none) { SeededGenerator(seed: UInt64($0)) }
      let answer = try Engine.withoutGradients {
        try network.answer(batch.cropTensor(), .answering)
      }
      let cells = network.side * network.side
      let expected = try answer.cells.floats()
      let classes = try answer.logits().argmax(over: 1).integers()
      let scale = expected.map(abs).max() ?? 1
      #expect(scale > 0.5)
      var logits = [Float](repeating: 0, count: cells * PartLabels.count)
      var plane = Plane<UInt8>(width: 72, height: 72, repeating: 0)
      var (different, worst) = (0, Float(0))
      for row in 0..<set.count {
        let crop = Array(batch.crops[row * CropSet.pixels..<(row + 1) * CropSet.pixels])
        _ = encoder.estimate(crop)
        let observation = segmenter.observe(crop, encoder)
        segmenter.segment(encoder)
        var span = logits.mutableSpan
        segmenter.fillLogits(&span)
        for cell in 0..<cells {
          for label in 0..<PartLabels.count {
            let value = expected[(row * PartLabels.count + label) * cells + cell]
            worst = max(worst, abs(logits[cell * PartLabels.count + label] - value))
          }
        }
        segmenter.fillParts(&plane)
        for pixel in 0..<CropSet.pixels
        where Int64(plane.storage[pixel]) != classes[row * CropSet.pixels + pixel] { different += 1 }
        let again = PartObservation(logits: logits.span, side: network.side, crop: crop.span)
        for number in 0..<PartObservation.count {
          #expect(abs(observation.numbers[number] - again.numbers[number]) < 1e-3)
        }
      }
      #expect(worst < 1e-4 * scale)
      // Where two classes are equal to the last bits, either may win.
      #expect(different < 6 * CropSet.pixels / 500)
    }

    @Test func observationsOfThePresetPartsAreTheTrackers() throws {
      let weights = try #require(try trained().exported())
      let observer = try #require(try weights.makeObserver())
      #expect(ObservationReader.width(observer) == 205)
      let supply = SyntheticSequences(
        seed: 5, settings: SyntheticCrops.Configuration(), clips: [], frameCount: 4, skeleton: .anatomical)
      let sequence = try supply.sequence(0, observer: observer)
      #expect(sequence.width == 205 && sequence.count == 4)
      #expect(ObservationReader.width(try weights.withoutParts.makeObserver()) == 79)
    }
  }
}
