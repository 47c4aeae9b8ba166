import Kinesphere
import KinesphereData
import Testing
import Torch

@testable import KinesphereTraining

extension TorchSuite {
  @Suite struct PartPoseTests {
    init() throws { try Engine.setThreads(1) }

    private func network(seed: UInt64 = 1) throws -> TrainablePartPose {
      var generator = SeededGenerator(seed: seed)
      return try TrainablePartPose(SmallData.encoder, using: &generator)
    }

    private func crops(_ set: CropSet) throws -> Tensor {
      var batch = CropBatch(count: set.count)
      batch.fill(from: set, Array(0..<set.count)[...], augmentation: .none) {
        SeededGenerator(seed: UInt64($0))
      }
      return try batch.cropTensor()
    }

    /// The largest difference of two numbers at the same place; infinite where the shapes differ or one is NaN.
    private func distance(_ a: Tensor, _ b: Tensor) throws -> Float {
      let differences = try zip(a.floats(), b.floats()).map { abs($0 - $1) }
      guard a.shape == b.shape, differences.allSatisfy(\.isFinite) else { return .infinity }
      return differences.max() ?? 0
    }

    /// A network whose running statistics are not those of its start.
    private func experienced() throws -> (TrainablePartPose, CropSet) {
      let network = try network()
      let set = SmallData.crops(0..<8)
      try Engine.withoutGradients {
        for _ in 0..<3 { _ = try network(crops(set), training: true, momentum: 0.5) }
      }
      return (network, set)
    }

    @Test func theDefaultHeadIsThatOfTheContract() throws {
      var generator = SeededGenerator(seed: 1)
      let network = try TrainablePartPose(CropEncoder.Configuration(), using: &generator)
      let shapes = [
        ("pyramid0", [32, 128, 1, 1]),
        ("pyramid1.depth", [128, 1, 3, 3]), ("pyramid1.point", [32, 128, 1, 1]),
        ("pyramid2.depth", [128, 1, 3, 3]), ("pyramid2.point", [32, 128, 1, 1]),
        ("pyramid3.depth", [128, 1, 3, 3]), ("pyramid3.point", [32, 128, 1, 1]),
        ("pooled", [32, 128, 1, 1]), ("project", [64, 160, 1, 1]), ("low", [16, 16, 1, 1]),
        ("decode0.depth", [80, 1, 3, 3]), ("decode0.point", [48, 80, 1, 1]),
        ("decode1.depth", [48, 1, 3, 3]), ("decode1.point", [48, 48, 1, 1]),
        ("classify", [19, 48, 1, 1]),
      ]
      let expected = shapes.flatMap { [("parts.\($0.0).weight", $0.1), ("parts.\($0.0).bias", [$0.1[0]])] }
      let head = try network.folded().entries.filter { $0.name.hasPrefix("parts.") }
      #expect(head.map(\.name) == expected.map(\.0))
      #expect(head.map(\.shape) == expected.map(\.1))
      let output = try network(Tensor(repeating: 0.5, shape: [2, 1, 72, 72]), training: true)
      #expect(try output.logits().shape == [2, 19, 72, 72])
      #expect(output.cellLogits.shape == [2, 19, 36, 36])
      #expect(output.points.shape == [2, 18, 3])
      #expect(output.logScales.shape == [2, 18])
    }

    @Test func theVotesAreThoseOfTheEncoderAlone() throws {
      let (network, set) = try experienced()
      let both = try network(crops(set), training: false)
      let alone = try network.encoder(crops(set), training: false)
      #expect(try distance(both.points, alone.points) < 1e-4)
      #expect(try distance(both.logScales, alone.logScales) < 1e-4)
    }

    /// Convolutions with the folded weights and biases, no normalisation anywhere.
    @Test func foldedWeightsAnswerTheSame() throws {
      let (network, set) = try experienced()
      let block = try network.folded()
      func folded(_ layer: NormalisedConvolution, _ name: String, _ x: Tensor) throws -> Tensor {
        let weight = try layer.convolution.weight.clone()
        let bias = try Tensor(repeating: 0, shape: [weight.shape[0]])
        try weight.load("\(name).weight", from: block, file: "folded")
        try bias.load("\(name).bias", from: block, file: "folded")
        let plain = layer.convolution
        return try Convolution(
          weight: weight, bias: bias, stride: plain.stride, padding: plain.padding, dilation: plain.dilation,
          groups: plain.groups)(x).relu()
      }
      try Engine.withoutGradients {
        var x = try crops(set)
        var low = x
        for (index, layer) in network.encoder.layers.enumerated() {
          x = try folded(layer, "encoder.layer\(index)", x)
          if index == network.head.configuration.lowLevelLayer { low = x }
        }
        let plain = try network.head.logits(x, lowLevel: low, run: folded)
        let normalised = try network(crops(set), training: false).cellLogits
        let largest = try normalised.floats().map(abs).max() ?? 0
        #expect(try distance(plain, normalised) <= 1e-4 * largest)
      }
    }

    @Test(arguments: [false, true])
    func weightsOfAnEncoderAloneStartTheEncoderAlone(areFolded: Bool) throws {
      let (network, set) = try experienced()
      let block = try areFolded ? network.encoder.folded() : network.encoder.block()
      let other = try self.network(seed: 2)
      let head = try other.head.block()
      try other.load(starting: block, file: "start", crops: set)
      #expect(try other.head.block() == head)
      let wanted = try network.encoder(crops(set), training: false).points
      #expect(try distance(other(crops(set), training: false).points, wanted) < 1e-3)
    }

    @Test(arguments: [false, true])
    func weightsOfBothStartBoth(areFolded: Bool) throws {
      let (network, set) = try experienced()
      let block = try areFolded ? network.folded() : network.block()
      let other = try self.network(seed: 2)
      try other.load(starting: block, file: "start", crops: set)
      let wanted = try network(crops(set), training: false).logits()
      #expect(try distance(other(crops(set), training: false).logits(), wanted) < 1e-3)
    }

    @Test func aHeadThatDoesNotFitItsEncoderIsRefused() throws {
      var generator = SeededGenerator(seed: 1)
      var parts = PartSegmenterConfiguration()
      parts.lowLevelLayer = 3
      #expect(throws: NetworkMismatch.self) {
        try TrainablePartPose(SmallData.encoder, parts: parts, using: &generator)
      }
      parts = PartSegmenterConfiguration(decoderChannels: 40)
      #expect(throws: NetworkMismatch.self) {
        try TrainablePartPose(SmallData.encoder, parts: parts, using: &generator)
      }
    }

    /// Eight crops of noise, each cut into nine squares of random classes.
    @Test func aFewStepsLearnRandomPartsByHeart() throws {
      var generator = SeededGenerator(seed: 3)
      let network = try network()
      let noise = (0..<8 * 72 * 72).map { _ in Float.random(in: -1...1, using: &generator) }
      let crops = try Tensor(noise, shape: [8, 1, 72, 72])
      let squares = (0..<8 * 9).map { _ in Int64.random(in: 0..<19, using: &generator) }
      let classes = (0..<8 * 72 * 72).map { place in
        let (row, column) = (place / 72, place % 72)
        return squares[row / 24 * 3 + column / 24]
      }
      let labels = try Tensor(integers: classes, shape: [8, 72, 72])
      let adam = try Adam(network.parameters)
      var losses: [Float] = []
      for _ in 0..<60 {
        let output = try network(crops, training: true)
        let parts = try output.logits().crossEntropy(to: labels).mean()
        // The votes need a gradient too, or the optimiser stops.
        try (parts + (output.points.sum() + output.logScales.sum()) * 0).backward()
        try adam.step(rate: 0.02)
        losses.append(try parts.number())
      }
      #expect(losses[0] > 2 && losses[59] < 0.5, "\(losses)")
      let answer = try network(crops, training: true).logits().argmax(over: 1).integers()
      let right = zip(answer, classes).count { $0 == $1 }
      #expect(right > classes.count * 8 / 10, "\(right) of \(classes.count)")
    }
  }
}
