import Foundation
import Kinesphere
import Testing
import _KinesphereTestSupport

@testable import KinesphereData

/// A small model of a preset with an encoder.
private func model(_ preset: NetworkWeights.Preset = .crop) -> NetworkWeights {
  let regressor = LSTMCNN.Configuration(inputs: NetworkWeights.inputs(of: preset), steps: 4)
  let encoder = CropEncoder.Configuration(layers: [.init(channels: 16, stride: 2)])
  let head = PartSegmenter.Configuration(lowLevelLayer: 0, rates: [2, 3])
  var parameters = Parameters.hashed(regressor, seed: 1)
  parameters.append(.hashed(encoder, seed: 2))
  if preset == .parts { parameters.append(.hashed(head, encoder: encoder, seed: 3)) }
  return NetworkWeights(
    configuration: .init(
      preset: preset, skeleton: .anatomical, lstmcnn: regressor, encoder: encoder,
      parts: preset == .parts ? head : nil),
    parameters: parameters)
}

/// Runs with a path in a folder of its own, which is removed afterwards.
private func withPath<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.appending(path: "w.safetensors").path)
}

@Suite struct NetworkWeightsTests {
  @Test func aWrittenModelLoadsAndMakesItsNetworks() throws {
    try withPath { path in
      let made = model()
      try made.write(to: path)
      let read = try NetworkWeights.load(path)
      #expect(read.configuration == made.configuration)
      #expect(read.parameters == made.parameters)
      #expect(try read.makeLSTMCNN().configuration.inputs == 79)
      #expect(try read.makeEncoder() != nil)
    }
  }

  @Test func aWrittenModelWithPartsLoadsAndMakesItsNetworks() throws {
    try withPath { path in
      let made = model(.parts)
      try made.write(to: path)
      let read = try NetworkWeights.load(path)
      #expect(read.configuration == made.configuration)
      #expect(read.parameters == made.parameters)
      let network = try read.makePoseNetwork()
      #expect(network.lstmcnn.configuration.inputs == 205)
      #expect(network.segmenter?.configuration == made.configuration.parts)
      #expect(try model().makePoseNetwork().segmenter == nil)
    }
  }

  /// What `track` uses when nobody names other weights.
  @Test func theWeightsInsideTheBinaryAreSmallAndKnowParts() throws {
    let weights = try NetworkWeights.embedded()
    #expect(weights.configuration.preset == .parts)
    #expect(weights.configuration.skeleton == .anatomical)
    // Half precision: two bytes a number.
    #expect(weights.parameters.values.count * 2 <= 4 << 20)
    _ = try weights.makePoseNetwork()
  }

  @Test func filesFromBeforeThePartsAreWrittenAsBefore() throws {
    try withPath { path in
      try model().write(to: path)
      let configuration = try #require(try Safetensors(path: path).metadata["configuration"])
      #expect(!configuration.contains("parts"))
    }
  }

  @Test func thePartsConfigurationIsTheDocumentedJSON() throws {
    let text = """
      {"lowLevelLayer": 1, "pyramidChannels": 32, "rates": [2, 3, 5], "projectedChannels": 64,
      "lowLevelChannels": 16, "decoderChannels": 48}
      """
    let read = try JSONDecoder().decode(PartSegmenter.Configuration.self, from: Data(text.utf8))
    #expect(read == .init())
  }

  @Test func damagedModelsWithPartsGiveOneLine() throws {
    func line(_ change: (inout NetworkWeights.Configuration) -> Void) throws -> String {
      try withPath { path in
        var configuration = model(.parts).configuration
        change(&configuration)
        try NetworkWeights(configuration: configuration, parameters: model(.parts).parameters).write(to: path)
        do {
          _ = try NetworkWeights.load(path).makePoseNetwork()
          return "taken"
        } catch {
          #expect(!"\(error)".contains("\n"))
          return "\(error)".replacingOccurrences(of: path, with: "w")
        }
      }
    }
    #expect(
      try line { $0.parts = nil }
        == "w: expected a part segmenter with preset parts and none with the others, but preset parts has none"
    )
    #expect(
      try line { $0.encoder = nil }
        == "w: expected an encoder with presets crop and parts and none with preset channels, but preset parts has none"
    )
    #expect(
      try line { $0.preset = .crop } == "w: expected 79 inputs for preset crop, but there are 205")
    #expect(
      try line { $0.lstmcnn.inputs = 79 } == "w: expected 205 inputs for preset parts, but there are 79")
    #expect(
      try line { $0.parts?.lowLevelLayer = 1 }
        == "w: expected parts.lowLevelLayer = a layer of the encoder's 1, but it is 1")
    #expect(
      try line { $0.parts?.rates = [2, 3, 5] }
        == "w: expected tensor parts.pyramid3.depth.weight of shape [16, 1, 3, 3], but there is none")
    #expect(
      try line { $0.parts?.decoderChannels = 32 }
        == "w: expected tensor parts.decode0.point.weight of shape [32, 80, 1, 1], but it has [48, 80, 1, 1]")
  }

  @Test func theConfigurationIsTheDocumentedJSON() throws {
    let text = """
      {"preset": "channels", "skeleton": "kinect", "encoder": null, "lstmcnn":
      {"inputs": 7, "steps": 100, "hidden": 64, "dense": 128, "topology": "dual"}}
      """
    let read = try JSONDecoder().decode(NetworkWeights.Configuration.self, from: Data(text.utf8))
    #expect(
      read == .init(preset: .channels, skeleton: .kinect, lstmcnn: .init(inputs: 7, topology: .dual)))
    let encoder = #"{"size": 72, "halfSize": 1.05, "layers": [{"channels": 16, "stride": 2}]}"#
    let stack = try JSONDecoder().decode(CropEncoder.Configuration.self, from: Data(encoder.utf8))
    #expect(stack == .init(layers: [.init(channels: 16, stride: 2)]))
  }

  @Test func aTensorOfAnotherShapeGivesOneLineWithBothShapes() throws {
    var parameters = Parameters()
    for entry in model().parameters.entries {
      let values = model().parameters.tensor(entry.name) ?? []
      if entry.name == "dense2.weight" {
        parameters.append(entry.name, shape: [27, 256], values: values)
      } else {
        parameters.append(entry.name, shape: entry.shape, values: values)
      }
    }
    let other = NetworkWeights(
      configuration: model().configuration, parameters: parameters, source: "other.safetensors")
    #expect(
      throws: WeightsError(
        .mismatch, file: "other.safetensors", expected: "tensor dense2.weight of shape [54, 128]",
        actual: "it has [27, 256]")
    ) { try other.makeLSTMCNN() }
  }

  @Test func filesOfOtherKindsAreRefusedInOneLine() throws {
    try withPath { path in
      #expect(
        throws: WeightsError(.unreadable, file: path, expected: "a readable file", actual: "there is none")
      ) { try NetworkWeights.load(path) }
      try Safetensors.write(Parameters(), metadata: [:], to: path)
      #expect(
        throws: WeightsError(
          .mismatch, file: path, expected: "format kinesphere-weights", actual: "it states none")
      ) { try NetworkWeights.load(path) }
      let metadata = [
        "format": "kinesphere-weights", "version": "1", "configuration": #"{"preset": "bodies"}"#,
      ]
      try Safetensors.write(Parameters(), metadata: metadata, to: path)
      #expect(
        throws: WeightsError(
          .mismatch, file: path, expected: "a configuration as JSON",
          actual: "it is unreadable: preset has an unknown value")
      ) { try NetworkWeights.load(path) }
    }
  }

  @Test func presetAndInputsMustAgree() throws {
    try withPath { path in
      let odd = NetworkWeights(
        configuration: .init(preset: .channels, skeleton: .kinect, lstmcnn: .init(inputs: 9)),
        parameters: Parameters())
      try odd.write(to: path)
      #expect(
        throws: WeightsError(
          .mismatch, file: path, expected: "7 inputs for preset channels", actual: "there are 9")
      ) { try NetworkWeights.load(path) }
    }
  }

  @Test func anEncoderForAnotherCropIsRefused() throws {
    try withPath { path in
      let odd = NetworkWeights(
        configuration: .init(
          preset: .crop, skeleton: .kinect, lstmcnn: .init(inputs: 79), encoder: .init(size: 64)),
        parameters: Parameters())
      try odd.write(to: path)
      #expect(
        throws: WeightsError(
          .mismatch, file: path, expected: "an encoder for crops of 72 cells and 1.05 m half size",
          actual: "it is for 64 cells and 1.05 m")
      ) { try NetworkWeights.load(path) }
    }
  }

  @Test func writingWhereNothingCanBeWrittenLeavesNothing() {
    #expect(throws: WeightsError.self) { try model().write(to: "/nowhere/at/all/w.safetensors") }
  }
}
