import Foundation
import Kinesphere

extension NetworkWeights {
  /// Numbers that the regressor observes in a preset.
  public static func inputs(of preset: Preset) -> Int {
    PoseNetwork.inputs(hasEncoder: preset != .channels, hasSegmenter: preset == .parts)
  }

  /// Throws unless the configuration's parts belong together.
  func check() throws(WeightsError) {
    let inputs = Self.inputs(of: configuration.preset)
    guard configuration.lstmcnn.inputs == inputs else {
      throw WeightsError(
        .mismatch, file: source, expected: "\(inputs) inputs for preset \(configuration.preset.rawValue)",
        actual: "there are \(configuration.lstmcnn.inputs)")
    }
    let preset = configuration.preset
    guard (configuration.encoder != nil) == (preset != .channels) else {
      throw WeightsError(
        .mismatch, file: source,
        expected: "an encoder with presets crop and parts and none with preset channels",
        actual: "preset \(preset.rawValue) has " + (configuration.encoder == nil ? "none" : "one"))
    }
    guard (configuration.parts != nil) == (preset == .parts) else {
      throw WeightsError(
        .mismatch, file: source, expected: "a part segmenter with preset parts and none with the others",
        actual: "preset \(preset.rawValue) has " + (configuration.parts == nil ? "none" : "one"))
    }
    if let encoder = configuration.encoder {
      // The crop is cut in one size only.
      guard encoder.size == DepthCrop.size, abs(encoder.halfSize - DepthCrop.halfSize) < 1e-5 else {
        throw WeightsError(
          .mismatch, file: source,
          expected: "an encoder for crops of \(DepthCrop.size) cells and \(DepthCrop.halfSize) m half size",
          actual: "it is for \(encoder.size) cells and \(encoder.halfSize) m")
      }
    }
  }

  /// The regressor; throws where a tensor does not fit, naming it with both shapes.
  public func makeLSTMCNN() throws(WeightsError) -> LSTMCNN {
    do {
      return try LSTMCNN(configuration.lstmcnn, parameters: parameters)
    } catch {
      throw Self.mismatch(error, file: source)
    }
  }

  /// The crop encoder; nil for the preset `channels`. Throws where a tensor does not fit.
  public func makeEncoder() throws(WeightsError) -> CropEncoder? {
    guard let encoder = configuration.encoder else { return nil }
    do {
      return try CropEncoder(encoder, parameters: parameters)
    } catch {
      throw Self.mismatch(error, file: source)
    }
  }

  /// The part segmenter; nil but for the preset `parts`. Throws where a tensor does not fit.
  public func makeSegmenter() throws(WeightsError) -> PartSegmenter? {
    guard let encoder = configuration.encoder, let parts = configuration.parts else { return nil }
    do {
      return try PartSegmenter(parts, encoder: encoder, parameters: parameters)
    } catch {
      throw Self.mismatch(error, file: source)
    }
  }

  private static func mismatch(_ error: NetworkMismatch, file: String) -> WeightsError {
    let (expected, actual) =
      switch error {
      case .missing(let tensor, let shape): ("tensor \(tensor) of shape \(shape)", "there is none")
      case .shape(let tensor, let shape, let found): ("tensor \(tensor) of shape \(shape)", "it has \(found)")
      case .values(let tensor, let words, let value): ("\(words) in \(tensor)", "it holds \(value)")
      case .configuration(let field, let words, let value): ("\(field) = \(words)", "it is \(value)")
      }
    return WeightsError(.mismatch, file: file, expected: expected, actual: actual)
  }

  /// Writes a weights file; nothing stands under its name before it is whole.
  public func write(to path: String, storage: Safetensors.Storage = .single) throws(WeightsError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text: String
    do {
      text = String(decoding: try encoder.encode(configuration), as: UTF8.self)
    } catch {
      throw WeightsError(
        .unwritable, file: path, expected: "a configuration that JSON can hold",
        actual: error.localizedDescription)
    }
    let metadata = ["format": "kinesphere-weights", "version": "1", "configuration": text]
    try Safetensors.write(parameters, metadata: metadata, storage: storage, to: path)
  }
}
