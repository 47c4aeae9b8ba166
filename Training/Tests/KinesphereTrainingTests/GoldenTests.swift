import Kinesphere
import KinesphereData
import Testing
import Torch
import _KinesphereTestSupport

@testable import KinesphereTraining

extension TorchSuite {
  /// Against PyTorch: `Tests/Golden/make_goldens.py` says what is compared.
  @Suite struct GoldenTests {
    let golden: GoldenFile
    let lengths = [12, 5, 12, 1, 9, 12]

    init() throws {
      try Engine.setThreads(1)
      golden = try GoldenFile()
    }

    private func compareLosses(
      _ losses: [Float], name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let expected = try #require(golden.numbers.tensor("\(name).losses"), sourceLocation: sourceLocation)
      #expect(losses.count == expected.count, sourceLocation: sourceLocation)
      for (loss, wanted) in zip(losses, expected) {
        #expect(abs(loss - wanted) <= 2e-4 * wanted, "\(losses) \(expected)", sourceLocation: sourceLocation)
      }
    }

    @Test(arguments: [(LSTMCNN.Topology.serial, UInt32(11)), (.dual, 12)])
    func theLSTMCNNLearnsAsInPyTorch(topology: LSTMCNN.Topology, seed: UInt32) throws {
      let configuration = LSTMCNN.Configuration(inputs: 7, topology: topology)
      var generator = SeededGenerator(seed: 1)
      let network = try TrainableLSTMCNN(
        configuration, mean: [Float](repeating: 0, count: 7), deviation: [Float](repeating: 1, count: 7),
        using: &generator)
      try network.load(Parameters.hashed(configuration, seed: seed), file: "hash")
      let windows = try GoldenFile.hashed(seed + 200, [6, 12, 7], scale: 2)
      let target = try GoldenFile.hashed(seed + 300, [6, 54])
      let adam = try Adam(network.parameters)
      var losses: [Float] = []
      for step in 0..<10 {
        let difference = try network(windows, lengths: lengths, training: true) - target
        let loss = try (difference * difference).mean()
        try loss.backward()
        if step == 0 {
          try golden.compareGradients(of: network, prefix: "lstmcnn.\(topology.rawValue)", seed: seed + 400)
        }
        try adam.step(rate: 1e-3)
        losses.append(try loss.number())
      }
      try compareLosses(losses, name: "lstmcnn.\(topology.rawValue)")
    }

    @Test func theEncoderLearnsAsInPyTorch() throws {
      let seed: UInt32 = 13
      let configuration = CropEncoder.Configuration(
        size: 24, layers: [.init(channels: 16, stride: 2), .init(channels: 32, stride: 2)])
      var generator = SeededGenerator(seed: 1)
      let network = try TrainableCropEncoder(configuration, using: &generator)
      try load(Parameters.hashed(configuration, seed: seed), into: network)
      let crops = try GoldenFile.hashed(seed + 200, [8, 1, 24, 24])
      let target = try GoldenFile.hashed(seed + 300, [8, 18, 3], scale: 8)
      var source = HashedNumbers(seed: seed + 350)
      let known = try Tensor(
        source.next(8 * 18).flatMap { [Float](repeating: $0 > -0.8 ? 1 : 0, count: 3) }, shape: [8, 18, 3])
      var settings = Recipe.Loss()
      settings.beta = 0.3
      settings.scaleWeight = 0.05
      var decay = Adam.Configuration()
      decay.decay = 0.02
      decay.decoupled = true
      let adam = try Adam(network.parameters, decay)
      var losses: [Float] = []
      for step in 0..<10 {
        let loss = try EncoderLoss(settings: settings)(
          network(crops, training: true), target: target, known: known)
        try loss.backward()
        if step == 0 { try golden.compareGradients(of: network, prefix: "encoder", seed: seed + 400) }
        try adam.step(rate: 2e-3)
        losses.append(try loss.number())
      }
      try compareLosses(losses, name: "encoder")
      for (index, normalisation) in network.normalisations.enumerated() {
        try compareStatistics(normalisation.mean, "encoder.layer\(index).norm.mean")
        try compareStatistics(normalisation.variance, "encoder.layer\(index).norm.variance")
      }
    }

    private func compareStatistics(_ tensor: Tensor, _ name: String) throws {
      let expected = try #require(golden.numbers.tensor(name))
      for (value, wanted) in zip(try tensor.floats(), expected) {
        #expect(abs(value - wanted) < 1e-3, "\(name)")
      }
    }

    /// Hashed weights have one bias a layer; here it becomes the normalisation's.
    private func load(_ hashed: Parameters, into network: TrainableCropEncoder) throws {
      for (index, layer) in zip(network.convolutions, network.normalisations).enumerated() {
        try layer.0.weight.set(try #require(hashed.tensor("encoder.layer\(index).weight")))
        try layer.1.bias.set(try #require(hashed.tensor("encoder.layer\(index).bias")))
      }
      try network.votes.weight.set(try #require(hashed.tensor("encoder.votes.weight")))
      try #require(network.votes.bias).set(try #require(hashed.tensor("encoder.votes.bias")))
    }
  }
}
