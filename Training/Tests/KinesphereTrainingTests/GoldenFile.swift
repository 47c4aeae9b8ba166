import Foundation
import Kinesphere
import KinesphereData
import Testing
import Torch
import _KinesphereTestSupport

@testable import KinesphereTraining

/// What PyTorch answered; `Tests/Golden/make_goldens.py` makes it.
struct GoldenFile {
  let numbers: Parameters
  let metadata: [String: String]

  init() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = try Safetensors(path: folder.appendingPathComponent("Golden/training.safetensors").path)
    numbers = try Parameters(file)
    metadata = file.metadata
  }

  /// Numbers that both sides make.
  static func hashed(_ seed: UInt32, _ shape: [Int], scale: Float = 1, offset: Float = 0) throws -> Tensor {
    var source = HashedNumbers(seed: seed)
    return try Tensor(source.next(shape.reduce(1, *), scale: scale, offset: offset), shape: shape)
  }

  /// A norm and four sums with hashed factors, to 1e-4 of the norm: every number counts in them.
  func compare(
    _ values: [Float], _ name: String, seed: UInt32, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let expected = try #require(numbers.tensor(name), "\(name)", sourceLocation: sourceLocation)
    let norm = values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(abs(norm - Double(expected[0])) <= 1e-4 * norm + 1e-7, "\(name)", sourceLocation: sourceLocation)
    for k in 0..<4 {
      var factors = HashedNumbers(seed: seed + UInt32(k))
      let sum = zip(values, factors.next(values.count)).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      #expect(
        abs(sum - Double(expected[k + 1])) <= 1e-4 * norm + 1e-7, "\(name)", sourceLocation: sourceLocation)
    }
  }

  /// Every trained tensor's gradient.
  func compareGradients(
    of network: some TrainableNetwork, prefix: String, seed: UInt32,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for entry in network.state where entry.isTrained {
      let gradient = try #require(try entry.tensor.gradient(), sourceLocation: sourceLocation)
      try compare(
        gradient.floats(), "\(prefix).gradient.\(entry.name)", seed: seed, sourceLocation: sourceLocation)
    }
  }
}
