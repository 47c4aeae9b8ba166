import Kinesphere
import KinesphereData
import Torch

/// One tensor of a network under the name it has in files.
public struct NamedTensor {
  public let name: String
  public let tensor: Tensor
  /// False: a running statistic, which no optimiser touches.
  public let isTrained: Bool

  public init(_ name: String, _ tensor: Tensor, isTrained: Bool = true) {
    self.name = name
    self.tensor = tensor
    self.isTrained = isTrained
  }
}

/// A network that a trainer can train, save and average: all its numbers under their names, in a fixed order.
public protocol TrainableNetwork {
  var state: [NamedTensor] { get }
}

extension TrainableNetwork {
  /// What the optimiser moves.
  public var parameters: [Tensor] { state.filter(\.isTrained).map(\.tensor) }

  /// Adds to every trained number a normal one of `share` of its tensor's root mean square.
  func disturb(by share: Float, using generator: inout SeededGenerator) throws(TorchError) {
    for tensor in parameters { try tensor.disturb(by: share, using: &generator) }
  }
}

extension Tensor {
  /// Adds to every number a normal one of `share` of the root mean square.
  func disturb(by share: Float, using generator: inout SeededGenerator) throws(TorchError) {
    let values = try floats()
    let square = values.reduce(0) { $0 + $1 * $1 } / Float(max(1, values.count))
    var changed = values
    for index in values.indices { changed[index] += share * square.squareRoot() * generator.normal() }
    try set(changed)
  }
}
