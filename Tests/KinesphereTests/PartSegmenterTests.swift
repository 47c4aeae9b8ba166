import Testing
import _KinesphereTestSupport

@testable import Kinesphere

@Suite struct PartSegmenterTests {
  private struct Network {
    let encoder: CropEncoder.Configuration
    let parts: PartSegmenter.Configuration
    let seed: UInt32
    var partParameters: Parameters

    init(encoder: CropEncoder.Configuration, parts: PartSegmenter.Configuration, seed: UInt32) {
      self.encoder = encoder
      self.parts = parts
      self.seed = seed
      partParameters = .hashed(parts, encoder: encoder, seed: seed)
    }

    /// The sizes that are trained.
    static let standard = Network(encoder: .init(), parts: .init(), seed: 21)
    /// Other sides, channels and rates, some beyond the deepest grid of 6 x 6.
    static let odd = Network(
      encoder: .init(
        size: 24,
        layers: [
          .init(channels: 16, stride: 2), .init(channels: 32, stride: 1), .init(channels: 48, stride: 2),
        ]),
      parts: .init(
        lowLevelLayer: 1, pyramidChannels: 16, rates: [1, 4, 7, 20], projectedChannels: 48,
        lowLevelChannels: 32,
        decoderChannels: 16), seed: 22)
    /// The low-level layer is the last one.
    static let flat = Network(
      encoder: .init(size: 16, layers: [.init(channels: 16, stride: 2)]),
      parts: .init(lowLevelLayer: 0, pyramidChannels: 16, rates: [2]), seed: 23)

    func made(_ level: CPULevel) throws -> (CropEncoder, PartSegmenter) {
      (
        try CropEncoder(encoder, parameters: .hashed(encoder, seed: seed + 50), level: level),
        try PartSegmenter(parts, encoder: encoder, parameters: partParameters, level: level)
      )
    }

    /// A body with holes in the middle third, whose depths jump.
    var crop: [Float] {
      var numbers = HashedNumbers(seed: seed + 100)
      let values = numbers.next(encoder.size * encoder.size)
      return values.indices.map { index in
        let (x, y) = (index % encoder.size, index / encoder.size)
        let isBody = x > encoder.size / 3 && x < encoder.size * 2 / 3 && y > encoder.size / 5
        return isBody && values[index] < 0.9 ? values[index] : 1
      }
    }

    /// The same with a bias that makes every class likely in some of the cells: random heads like one class alone.
    func balanced() throws -> Network {
      let truth = try truth()
      var result = self
      guard let bias = partParameters.entry("parts.classify.bias") else { return self }
      let means = truth.mean.values
      for index in 0..<19 { result.partParameters.values[bias.offset + index] -= Float(means[index]) }
      return result
    }

    func truth() throws -> PlainPicture {
      var (encoder, _) = try made(.current)
      _ = encoder.estimate(crop)
      return PlainPicture.logits(
        deep: PlainPicture(encoder, layer: self.encoder.layers.count - 1),
        fine: PlainPicture(encoder, layer: parts.lowLevelLayer), parts, partParameters)
    }
  }

  private static func logits(_ segmenter: PartSegmenter) -> [Float] {
    var logits = [Float](repeating: .nan, count: segmenter.side * segmenter.side * 19)
    var span = logits.mutableSpan
    segmenter.fillLogits(&span)
    return logits
  }

  private static func numbers(_ observation: PartObservation) -> [Float] {
    (0..<PartObservation.count).map { observation.numbers[$0] }
  }

  @Test(arguments: [0, 1, 2])
  func theHeadEqualsItsPlainTwinOnAllLevels(index: Int) throws {
    let network = try [Network.standard, .odd, .flat][index].balanced()
    let truth = try network.truth()
    let size = network.encoder.size
    let classes = truth.classes(size: size)
    let observed = truth.observation(crop: network.crop, size: size, halfSize: 1.05)
    for level in CPULevel.available {
      var (encoder, segmenter) = try network.made(level)
      _ = encoder.estimate(network.crop)
      segmenter.segment(encoder)
      let made = Self.logits(segmenter)
      let worst = zip(made, truth.values).map { abs(Double($0) - $1) }.max() ?? .infinity
      #expect(made.count == truth.values.count && worst < 1e-4, "\(level): \(worst)")
      #expect((truth.values.max() ?? 0) > 1, "the logits differ")
      var plane = Plane<UInt8>(width: size, height: size, repeating: 99)
      segmenter.fillParts(&plane)
      let others = zip(plane.storage, classes).filter { $0 != $1 }.count
      // Where two classes are equally likely the last digit decides.
      #expect(others <= 2 && Set(classes).count > 5, "\(level): \(others) pixels")
      let numbers = Self.numbers(segmenter.observe(network.crop, encoder))
      let away = zip(numbers, observed).map { abs(Double($0) - $1) }.max() ?? .infinity
      #expect(away < 1e-4, "\(level): \(away)")
      #expect(numbers.contains { $0 != 0 })
    }
  }

  @Test(arguments: CPULevel.available, [0, 1, 2])
  func aroundTheBodyTheNumbersAreThoseOfTheWholeGridToTheBit(level: CPULevel, index: Int) throws {
    let network = [Network.standard, .odd, .flat][index]
    var (encoder, segmenter) = try network.made(level)
    _ = encoder.estimate(network.crop)
    segmenter.segment(encoder)
    let logits = Self.logits(segmenter)
    let whole = PartObservation(
      logits: logits.span, side: segmenter.side, crop: network.crop.span, size: network.encoder.size,
      halfSize: 1.05, level: level)
    var (_, fresh) = try network.made(level)
    #expect(Self.numbers(fresh.observe(network.crop, encoder)) == Self.numbers(whole))
  }

  @Test func anEmptyCropIsObservedAsZeros() throws {
    var (encoder, segmenter) = try Network.standard.made(.current)
    let empty = [Float](repeating: 1, count: 72 * 72)
    _ = encoder.estimate(empty)
    #expect(Self.numbers(segmenter.observe(empty, encoder)).allSatisfy { $0 == 0 })
  }

  @Test func aBodyOfOnePixelIsObservedThere() throws {
    var (encoder, segmenter) = try Network.standard.made(.current)
    for (x, y) in [(0, 0), (71, 71), (40, 3)] {
      var crop = [Float](repeating: 1, count: 72 * 72)
      crop[y * 72 + x] = 0.25
      _ = encoder.estimate(crop)
      let made = segmenter.observe(crop, encoder)
      let seen = (0..<18).filter { made.confidence(ofPart: $0) > 0 }
      for part in seen {
        let cell = SIMD3<Float>(
          ((Float(x / 2) + 0.5) / 18 - 1) * 10.5, -((Float(y / 2) + 0.5) / 18 - 1) * 10.5, 0.25 * 10.5)
        let away = made.centroid(ofPart: part) - cell
        #expect((away * away).sum() < 1e-6 && made.extent(ofPart: part).max() < 1e-3)
        #expect(made.confidence(ofPart: part) <= 0.25)
      }
    }
  }

  @Test func aCopyGoesItsOwnWay() throws {
    var (encoder, first) = try Network.odd.made(.current)
    _ = encoder.estimate(Network.odd.crop)
    first.segment(encoder)
    let before = Self.logits(first)
    var second = first
    _ = encoder.estimate([Float](repeating: 0, count: 24 * 24))
    second.segment(encoder)
    #expect(Self.logits(first) == before)
    #expect(Self.logits(second) != before)
  }

  private func refusal(
    _ parts: PartSegmenter.Configuration = .init(), encoder: CropEncoder.Configuration = .init(),
    changing change: (inout Parameters) -> Void = { _ in }
  ) -> NetworkMismatch? {
    var parameters = Parameters.hashed(.init(), encoder: .init(), seed: 1)
    change(&parameters)
    do {
      _ = try PartSegmenter(parts, encoder: encoder, parameters: parameters)
      return nil
    } catch {
      return error
    }
  }

  @Test func tensorsThatDoNotFitAreNamed() {
    #expect(refusal() == nil)
    #expect(
      refusal(.init(rates: [2, 3, 5, 8]))
        == .missing(tensor: "parts.pyramid4.depth.weight", expected: [128, 1, 3, 3]))
    #expect(
      refusal(.init(rates: [2, 3]))
        == .shape(tensor: "parts.project.weight", expected: [64, 128, 1, 1], actual: [64, 160, 1, 1]))
    #expect(
      refusal(.init(decoderChannels: 32))
        == .shape(tensor: "parts.decode0.point.weight", expected: [32, 80, 1, 1], actual: [48, 80, 1, 1]))
    #expect(
      refusal(.init(lowLevelLayer: 2))
        == .shape(tensor: "parts.low.weight", expected: [16, 32, 1, 1], actual: [16, 16, 1, 1]))
  }

  @Test func weightsThatAreNotFiniteAreRefusedByName() throws {
    let names = Parameters.hashed(.init(), encoder: .init(), seed: 1).entries.map(\.name)
    #expect(names.count == 2 * (1 + 6 + 1 + 1 + 1 + 4 + 1))
    for name in names {
      let mismatch = refusal { parameters in
        guard let entry = parameters.entry(name) else { return }
        parameters.values[entry.offset + entry.count - 1] = .nan
      }
      guard case .values(name, "finite numbers", _) = mismatch else {
        Issue.record("\(name): \(mismatch.map(String.init(describing:)) ?? "taken")")
        continue
      }
    }
  }

  @Test func headsThatDoNotFitTheEncoderAreRefused() {
    func field(_ mismatch: NetworkMismatch?) -> String? {
      guard case .configuration(let field, _, _) = mismatch else { return nil }
      return field
    }
    #expect(field(refusal(.init(lowLevelLayer: 8))) == "parts.lowLevelLayer")
    #expect(field(refusal(.init(lowLevelLayer: -1))) == "parts.lowLevelLayer")
    #expect(field(refusal(.init(pyramidChannels: 24))) == "parts.pyramidChannels")
    #expect(field(refusal(.init(rates: []))) == "parts.rates")
    #expect(field(refusal(.init(rates: [0]))) == "parts.rates")
    #expect(field(refusal(.init(projectedChannels: 0))) == "parts.projectedChannels")
    // A grid of 37 x 37 is no whole blocks of 73 pixels.
    #expect(field(refusal(encoder: .init(size: 73))) == "parts.lowLevelLayer")
    #expect(field(refusal(encoder: .init(layers: []))) == "encoder.layers")
  }
}
