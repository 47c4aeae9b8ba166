import Kinesphere
import KinesphereData
import Testing
import Torch
import _KinesphereTestSupport

@testable import KinesphereTraining

extension TorchSuite {
  /// The segmentation networks against their twins in `Tests/Golden/segmentation_twins.py`.
  @Suite struct SegmentationGoldenTests {
    let golden: GoldenFile

    init() throws {
      try Engine.setThreads(1)
      golden = try GoldenFile()
    }

    @Test func thePartHeadAnswersAndLearnsAsInPyTorch() throws {
      let configuration = CropEncoder.Configuration(
        size: 36,
        layers: [(16, 2), (16, 1), (32, 2), (32, 2), (48, 1)].map { .init(channels: $0.0, stride: $0.1) })
      var generator = SeededGenerator(seed: 1)
      let network = try TrainablePartPose(configuration, using: &generator)
      let crops = try GoldenFile.hashed(214, [4, 1, 36, 36])
      try compare(network, name: "parts", seed: 14) { training in
        let output = try network(crops, training: training)
        return [try output.logits(), output.cellLogits, output.points, output.logScales]
      }
    }

    /// A size that no halving divides, so that every rounding counts; and 20 x 8 cells, tall enough for taps 6, 12 and 18 cells
    /// away to meet something. Three pictures or more: normalised over two, the pooled numbers' gradient is of their rounding.
    @Test(
      arguments: [
        ("deeplab", .resnet18, 15, [4, 1, 69, 83]), ("tall", .resnet18, 17, [3, 1, 313, 121]),
        ("deep", .resnet101, 30, [4, 1, 69, 83]),
      ] as [(String, ResidualBackbone.Depth, UInt32, [Int])])
    func deepLabAnswersAndLearnsAsInPyTorch(
      name: String, backbone: ResidualBackbone.Depth, seed: UInt32, shape: [Int]
    ) throws {
      var generator = SeededGenerator(seed: 1)
      let network = try DeepLab(
        .init(
          backbone: backbone, width: 8, pyramidChannels: 16, lowLevelChannels: 8, decoderChannels: 16,
          dropout: 0),
        using: &generator)
      let pictures = try GoldenFile.hashed(200 + seed, shape)
      try compare(network, name: name, seed: seed) { training in
        let logits = try network(pictures, training: training)
        #expect(logits.shape == [shape[0], 19] + shape[2...])
        return [logits]
      }
    }

    /// One step of learning with its gradients, then the answers with the statistics that it left.
    private func compare(
      _ network: some TrainableNetwork, name: String, seed: UInt32, run: (_ training: Bool) throws -> [Tensor]
    ) throws {
      try load(into: network, seed: seed)
      let outputs = try run(true)
      var loss = try Tensor(repeating: 0, shape: [])
      for (k, output) in outputs.enumerated() {
        loss = try loss + (output * GoldenFile.hashed(seed + 300 + UInt32(k), output.shape)).sum()
      }
      try loss.backward()
      let known = golden.numbers.entries.filter { $0.name.hasPrefix("\(name).gradient.") }
      #expect(known.count == network.parameters.count)
      try golden.compareGradients(of: network, prefix: name, seed: seed + 400)
      for (mode, tensors) in [("learning", outputs), ("answering", try run(false))] {
        for (k, tensor) in tensors.enumerated() {
          try golden.compare(tensor.floats(), "\(name).\(mode)\(k)", seed: seed + 500)
        }
      }
    }

    /// Each tensor's numbers come from a hash seeded by its name (FNV-1a), in the ranges of the twin.
    private func load(into network: some TrainableNetwork, seed: UInt32) throws {
      for entry in network.state {
        let shape = entry.tensor.shape
        var (scale, offset): (Float, Float) = (0.25, 0)
        if entry.name.hasSuffix("conv2.norm.weight") {
          // The last of a bottleneck: a hundred layers of full strength would make chaos of rounding.
          (scale, offset) = (0.05, 0.1)
        } else if entry.name.hasSuffix("norm.weight") || entry.name.hasSuffix("norm.variance") {
          (scale, offset) = (0.5, 1)
        } else if entry.name.hasSuffix(".weight") {
          let gain: Float = entry.name.hasPrefix("encoder.votes") ? 64 : 4
          scale = (gain / Float(shape.dropFirst().reduce(1, *))).squareRoot()
        }
        let named = entry.name.utf8.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        try entry.tensor.copy(GoldenFile.hashed(named ^ seed, shape, scale: scale, offset: offset))
      }
    }

    @Test(arguments: ResidualBackbone.Depth.allCases)
    func deepLabHasThePublishedSize(backbone: ResidualBackbone.Depth) throws {
      var generator = SeededGenerator(seed: 1)
      let network = try DeepLab(.init(backbone: backbone), using: &generator)
      func known(_ what: String) throws -> String {
        try #require(golden.metadata["\(backbone.rawValue).\(what)"])
      }
      #expect(try known("backbone") == "\(network.backbone.parameters.reduce(0) { $0 + $1.count })")
      #expect(try known("parameters") == "\(network.parameters.reduce(0) { $0 + $1.count })")
      try Engine.withoutGradients {
        let picture = try Tensor(repeating: 0.5, shape: [1, 1, 64, 64])
        let (low, high) = try network.backbone(picture, Pass(training: false, momentum: 0))
        let shapes = (low.shape.dropFirst() + high.shape.dropFirst()).map(String.init)
        #expect(try known("shapes") == shapes.joined(separator: " "))
        let logits = try network(picture, training: false)
        #expect(logits.shape == [1, 19, 64, 64])
        #expect(try logits.floats().allSatisfy(\.isFinite))
      }
    }
  }
}
