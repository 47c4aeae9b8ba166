import Foundation
import Kinesphere
import KinesphereData
import Testing
import Torch

@testable import KinesphereTraining

extension TorchSuite {
  /// The runtime must answer what the trained network answered.
  @Suite struct ExportTests {
    init() throws { try Engine.setThreads(1) }

    /// A network whose running statistics are those of some training, so that folding has something to fold.
    private func trainedEncoder() throws -> TrainableCropEncoder {
      var generator = SeededGenerator(seed: 3)
      let network = try TrainableCropEncoder(CropEncoder.Configuration(), using: &generator)
      let crops = SmallData.crops(0..<16)
      var batch = CropBatch(count: 16)
      batch.fill(from: crops, Array(0..<16)[...], augmentation: CropAugmentation()) {
        SeededGenerator(seed: UInt64($0))
      }
      let adam = try Adam(network.parameters)
      let target = try Tensor(batch.target, shape: [16, 18, 3])
      let known = try Tensor(batch.known, shape: [16, 18, 3])
      for _ in 0..<3 {
        try EncoderLoss(settings: Recipe.Loss())(
          network(batch.cropTensor(), training: true), target: target, known: known
        ).backward()
        try adam.step(rate: 0.01)
      }
      return network
    }

    @Test func theRuntimesEncoderAnswersWhatTheTrainedOneDoes() throws {
      let network = try trainedEncoder()
      let folder = try SmallData.folder()
      defer { SmallData.remove(folder) }
      try network.exported(skeleton: .kinect).write(to: folder + "/weights.safetensors")
      let weights = try NetworkWeights.load(folder + "/weights.safetensors")
      #expect(weights.configuration.skeleton == .kinect)
      var runtime = try #require(try weights.makeEncoder())
      var compared = 0
      try EncoderTask.predict(SmallData.crops(0..<6, seed: 4), network: network) { range, predicted, _, _ in
        var batch = CropBatch(count: range.count)
        batch.fill(from: SmallData.crops(0..<6, seed: 4), Array(range)[...], augmentation: .none) {
          SeededGenerator(seed: UInt64($0))
        }
        let output = try network(batch.cropTensor(), training: false)
        let logScales = try output.logScales.floats()
        for row in range {
          let estimate = runtime.estimate(
            Array(batch.crops[row * CropSet.pixels..<(row + 1) * CropSet.pixels]))
          for point in 0..<KeyPoint.count {
            for axis in 0..<3 {
              #expect(abs(estimate.points[point][axis] * 10 - predicted[row * 54 + point * 3 + axis]) < 1e-3)
            }
            let scale = 0.1 * exp(logScales[row * 18 + point])
            #expect(abs(estimate.scales[point] - scale) < 1e-4 * max(1, scale))
            compared += 1
          }
        }
      }
      #expect(compared == 6 * 18)
    }

    /// Weights are published folded; training goes on from them all the same.
    @Test func foldedWeightsComeBackAsTheSameFunction() throws {
      let network = try trainedEncoder()
      var generator = SeededGenerator(seed: 99)
      let other = try TrainableCropEncoder(CropEncoder.Configuration(), using: &generator)
      let crops = SmallData.crops(0..<12)
      try other.unfold(network.folded(), file: "folded", crops: crops)
      var answers: [[Float]] = []
      for each in [network, other] {
        try EncoderTask.predict(crops, network: each) { _, predicted, _, _ in answers.append(predicted) }
      }
      for (a, b) in zip(answers[0], answers[1]) { #expect(abs(a - b) < 1e-3) }
      // The statistics are those of these crops, so a training step sees nearly the same function too.
      var batch = CropBatch(count: 12)
      batch.fill(from: crops, Array(0..<12)[...], augmentation: .none) { SeededGenerator(seed: UInt64($0)) }
      let learning = try other(batch.cropTensor(), training: true).points.floats()
      for (a, b) in zip(answers[0], learning) { #expect(abs(a - b) < 0.05) }
    }

    @Test func anEncoderAloneIsAWholeModelThatAddsNothing() throws {
      let weights = try trainedEncoder().exported(skeleton: .anatomical)
      var window = LSTMCNN.Window(of: try weights.makeLSTMCNN())
      window.append([Float](repeating: 0.3, count: 79))
      var output = [Float](repeating: 1, count: 54)
      window.output(into: &output)
      #expect(output.allSatisfy { $0 == 0 })
    }

    @Test(arguments: LSTMCNN.Topology.allCases)
    func theRuntimesLSTMCNNAnswersWhatTheTrainedOneDoes(topology: LSTMCNN.Topology) throws {
      let sequences = SmallData.sequences(1, length: 40, seed: 7)
      let statistics = ObservationStatistics(sequences)
      var generator = SeededGenerator(seed: 5)
      let network = try TrainableLSTMCNN(
        LSTMCNN.Configuration(inputs: 7, steps: 12, topology: topology), mean: statistics.mean,
        deviation: statistics.deviation, stateDropout: 0.5, denseDropout: 0.5, using: &generator)
      var recipe = Recipe()
      recipe.preset = .channels
      recipe.optimisation.batch = 4
      let task = try LSTMCNNTask(
        recipe, network: network, training: sequences, validation: sequences, encoder: nil)
      let runtime = try #require(try task.exported()).makeLSTMCNN()
      let places = LSTMCNNTask.places(sequences)
      let batch = WindowBatch(places[...], of: sequences, steps: 12)
      let expected = try batch.output(of: network, training: false).floats()
      var window = LSTMCNN.Window(of: runtime)
      var output = [Float](repeating: 0, count: 54)
      for position in 0..<40 {
        // The sequence starts anew in its middle, and so does the runtime's window.
        if position == 20 { window.removeAll() }
        window.append(Array(sequences[0].inputs[position * 7..<position * 7 + 7]))
        window.output(into: &output)
        for index in 0..<54 { #expect(abs(output[index] - expected[position * 54 + index]) < 1e-4) }
      }
    }
  }
}
