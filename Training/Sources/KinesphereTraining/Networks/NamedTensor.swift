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
}
