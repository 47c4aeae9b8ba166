import CAssets
import Foundation
import Kinesphere

/// A trained model: which networks it is made of, and their numbers.
///
/// Read from and written to safetensors with this metadata: `format` = `kinesphere-weights`, `version` = `1`,
/// `configuration` = the JSON of ``Configuration``. Tensor names and shapes: ``LSTMCNN``, ``CropEncoder`` and ``PartSegmenter``.
public struct NetworkWeights: Sendable {
  /// What the regressor observes.
  public enum Preset: String, Codable, Sendable, CaseIterable {
    /// The seven motion channels alone, as the paper has it; its output is relative to the crop's centre.
    case channels
    /// The crop encoder's points and scales and the seven channels; its output is added to those points.
    case crop
    /// The same with the places of the body's parts before the channels, from what the encoder computed.
    case parts
  }

  /// Whose key-points the networks were taught.
  public enum Skeleton: String, Codable, Sendable, CaseIterable {
    case anatomical
    case kinect
  }

  /// Everything about the model but its numbers.
  public struct Configuration: Codable, Hashable, Sendable {
    public var preset: Preset
    public var skeleton: Skeleton
    public var lstmcnn: LSTMCNN.Configuration
    /// Nil for the preset `channels`.
    public var encoder: CropEncoder.Configuration?
    /// Nil but for the preset `parts`.
    public var parts: PartSegmenter.Configuration?

    public init(
      preset: Preset, skeleton: Skeleton, lstmcnn: LSTMCNN.Configuration,
      encoder: CropEncoder.Configuration? = nil, parts: PartSegmenter.Configuration? = nil
    ) {
      self.preset = preset
      self.skeleton = skeleton
      self.lstmcnn = lstmcnn
      self.encoder = encoder
      self.parts = parts
    }
  }

  public let configuration: Configuration
  public let parameters: Parameters
  /// The file, or a name for what is no file; for messages.
  public let source: String

  public init(configuration: Configuration, parameters: Parameters, source: String = "weights") {
    self.configuration = configuration
    self.parameters = parameters
    self.source = source
  }

  /// Reads a weights file. Throws ``WeightsError`` where it is missing, damaged or no model of this project.
  public static func load(_ path: String) throws(WeightsError) -> NetworkWeights {
    try NetworkWeights(Safetensors(path: path))
  }

  /// The shipped default weights, which are part of the binary.
  public static func embedded() throws(WeightsError) -> NetworkWeights {
    let name = "the embedded default weights"
    guard let bytes = ks_asset_weights(), ks_asset_weights_size() > 0 else {
      throw WeightsError(.unreadable, file: name, expected: "weights in the binary", actual: "there are none")
    }
    // The bytes are constants of the binary: they neither move nor go away.
    let content = Data(
      bytesNoCopy: UnsafeMutableRawPointer(mutating: bytes), count: ks_asset_weights_size(),
      deallocator: .none)
    return try NetworkWeights(Safetensors(content, file: name))
  }

  /// Takes the model out of an opened file.
  public init(_ file: Safetensors) throws(WeightsError) {
    func mismatch(_ expected: String, _ actual: String) -> WeightsError {
      WeightsError(.mismatch, file: file.file, expected: expected, actual: actual)
    }
    guard file.metadata["format"] == "kinesphere-weights" else {
      throw mismatch(
        "format kinesphere-weights", "it states \(file.metadata["format"] ?? "none")")
    }
    guard file.metadata["version"] == "1" else {
      throw mismatch("version 1", "it is version \(file.metadata["version"] ?? "unstated")")
    }
    do {
      let text = Data((file.metadata["configuration"] ?? "").utf8)
      configuration = try JSONDecoder().decode(Configuration.self, from: text)
    } catch {
      throw mismatch("a configuration as JSON", "it is unreadable: \(Self.reason(error))")
    }
    parameters = try Parameters(file)
    source = file.file
    try check()
  }

  /// One line for a decoding error.
  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "\(key.stringValue) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is of another type"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has an unknown value"
    default: "it is no JSON of that kind"
    }
  }
}
