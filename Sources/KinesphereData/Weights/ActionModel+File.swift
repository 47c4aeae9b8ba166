import CAssets
import Foundation
import Kinesphere

/// Models of actions on disk: safetensors with this metadata: `format` = `kinesphere-actions`, `version` = `1`, `configuration` = the
/// JSON of ``ActionModel/Configuration``; tensors `weights` (actions x numbers) and `constants` (actions).
extension ActionModel {
  private static let format = "kinesphere-actions"

  /// Reads a model. Throws where the file is missing, damaged, or no model of actions.
  public static func load(_ path: String) throws(WeightsError) -> ActionModel {
    try ActionModel(Safetensors(path: path))
  }

  /// The shipped model: the 17 actions of the synthetic dancer.
  public static func embedded() throws(WeightsError) -> ActionModel {
    guard let bytes = ks_asset_actions() else {
      throw WeightsError(
        .unreadable, file: "the embedded actions", expected: "a model inside the binary",
        actual: "there is none")
    }
    let content = Data(bytes: bytes, count: ks_asset_actions_size())
    return try ActionModel(Safetensors(content, file: "the embedded actions"))
  }

  init(_ file: Safetensors) throws(WeightsError) {
    func mismatch(_ expected: String, _ actual: String) -> WeightsError {
      WeightsError(.mismatch, file: file.file, expected: expected, actual: actual)
    }
    guard file.metadata["format"] == Self.format else {
      throw mismatch("a model of actions", "its format is '\(file.metadata["format"] ?? "not given")'")
    }
    guard file.metadata["version"] == "1" else {
      throw mismatch("version 1", "it is '\(file.metadata["version"] ?? "not given")'")
    }
    let configuration: Configuration
    do {
      configuration = try JSONDecoder().decode(
        Configuration.self, from: Data((file.metadata["configuration"] ?? "").utf8))
    } catch {
      throw mismatch("a configuration", "it cannot be read")
    }
    let count = configuration.actions.count
    guard (1...1000).contains(count), configuration.features.isWithinRanges else {
      throw mismatch("1 to 1,000 actions and features within their ranges", "there are \(count) actions")
    }
    let weights = try Self.floats("weights", shape: [count, configuration.features.count], of: file)
    let constants = try Self.floats("constants", shape: [count], of: file)
    guard weights.allSatisfy({ $0.isFinite }), constants.allSatisfy({ $0.isFinite }) else {
      throw mismatch("numbers", "some are not finite")
    }
    self.init(configuration, weights: weights, constants: constants)
  }

  private static func floats(
    _ name: String, shape: [Int], of file: Safetensors
  ) throws(WeightsError) -> [Float] {
    guard let entry = file.entry(name), entry.shape == shape else {
      throw WeightsError(
        .mismatch, file: file.file, expected: "a tensor '\(name)' of shape \(shape)",
        actual: file.entry(name).map { "its shape is \($0.shape)" } ?? "there is none")
    }
    return try file.floats(of: entry)
  }

  /// Writes the model, rounded to half precision; nothing stands under its name before it is whole.
  public func write(to path: String) throws(WeightsError) {
    let text: String
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      text = String(decoding: try encoder.encode(configuration), as: UTF8.self)
    } catch {
      throw WeightsError(
        .unwritable, file: path, expected: "to write the model", actual: error.localizedDescription)
    }
    let actions = configuration.actions.count
    var parameters = Parameters()
    parameters.append("weights", shape: [actions, configuration.features.count], values: weights)
    parameters.append("constants", shape: [actions], values: constants)
    try Safetensors.write(
      parameters, metadata: ["format": Self.format, "version": "1", "configuration": text], storage: .half,
      to: path)
  }
}
