import Foundation
import Kinesphere
import KinesphereData

/// A run on disk: recipe, log, checkpoint, weights and curves.
///
/// | file | holds |
/// |---|---|
/// | `recipe.json` | every field of the recipe, the seed among them |
/// | `log.jsonl` | a line of JSON per epoch: ``EpochRecord`` |
/// | `checkpoint.safetensors` | weights, moments, averages and progress: what `resume` reads |
/// | `best.safetensors` | the network at its best validation error, as training reads it |
/// | `weights.safetensors` | the same as the runtime reads it; not for networks that it does not run |
/// | `curves.svg` | errors over epochs |
public struct RunFolder: Sendable {
  public let path: String

  /// Makes the folder of a new run; throws where it exists and is not empty.
  public init(creating path: String, recipe: Recipe) throws {
    try Self.requireNew(path)
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try recipe.json().write(to: URL(fileURLWithPath: file("recipe.json")), options: .atomic)
    } catch {
      throw TrainingError(
        .run, at: path, expected: "a folder to write to", actual: error.localizedDescription)
    }
  }

  /// Throws where a folder exists and is not empty: better before the data is prepared than after.
  public static func requireNew(_ path: String) throws(TrainingError) {
    var held = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    held.removeAll { $0 == RunLock.name }
    guard held.isEmpty else {
      throw TrainingError(
        .run, at: path, expected: "a new folder (or `resume \(path)`)", actual: "it holds \(held.count) files"
      )
    }
  }

  /// The folder of a run that exists.
  public init(existing path: String) throws {
    self.path = path
    guard FileManager.default.fileExists(atPath: "\(path)/recipe.json") else {
      throw TrainingError(.run, at: path, expected: "a run folder with recipe.json", actual: "there is none")
    }
  }

  /// The run that a folder is, or that a weights file lies in; nil where there is none.
  public init?(at place: String) {
    let names = ["/weights.safetensors", "/best.safetensors"]
    let name = names.first { place.hasSuffix($0) } ?? ""
    guard let folder = try? RunFolder(existing: String(place.dropLast(name.count))) else { return nil }
    self = folder
  }

  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// What came out: the weights for the runtime, or for a network that it does not run the best numbers.
  public var result: String {
    let weights = file("weights.safetensors")
    return FileManager.default.fileExists(atPath: weights) ? weights : file("best.safetensors")
  }

  /// Whether all epochs are done; false where there is no checkpoint yet.
  public func isFinished() throws -> Bool {
    guard FileManager.default.fileExists(atPath: file("checkpoint.safetensors")) else { return false }
    return try TrainingProgress(checkpoint: Safetensors(path: file("checkpoint.safetensors"))).isFinished
  }

  public func recipe() throws -> Recipe { try Recipe(path: file("recipe.json")) }

  /// The epochs logged so far.
  public func records() throws -> [EpochRecord] {
    guard let text = try? String(contentsOfFile: file("log.jsonl"), encoding: .utf8) else { return [] }
    return try text.split(separator: "\n").map {
      try JSONDecoder().decode(EpochRecord.self, from: Data($0.utf8))
    }
  }

  /// Writes the log anew; a resumed run drops what came after its checkpoint.
  func write(_ records: [EpochRecord]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var text = Data()
    for record in records {
      text.append(try encoder.encode(record))
      text.append(0x0A)
    }
    try text.write(to: URL(fileURLWithPath: file("log.jsonl")), options: .atomic)
    try CurvePlot(records).svg.write(toFile: file("curves.svg"), atomically: true, encoding: .utf8)
  }
}

/// What is known of an epoch at its end.
public struct EpochRecord: Sendable, Equatable, Codable {
  /// From 1.
  public var epoch: Int
  /// Steps of the optimiser so far.
  public var step: Int
  /// Learning rate of its last step.
  public var rate: Double
  /// Mean loss of its batches.
  public var loss: Double
  /// Errors of the predictions made while learning, augmentation and dropout included.
  public var training: Scores
  /// Errors of the averaged weights on the validation part.
  public var validation: Scores
  /// Whether this is the best epoch so far.
  public var isBest: Bool
  /// Wall-clock time of the epoch in seconds.
  public var seconds: Double
}
