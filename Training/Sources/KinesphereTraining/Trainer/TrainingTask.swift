import KinesphereData
import Torch

/// A network with the data and the loss that it is trained on: what differs from stage to stage.
public protocol TrainingTask {
  associatedtype Network: TrainableNetwork
  var network: Network { get }
  var batchesPerEpoch: Int { get }

  /// Fixes the order of an epoch's samples; depends on the recipe and the epoch alone.
  mutating func begin(epoch: Int)
  /// The loss of a batch with its history, and the errors of its predictions.
  mutating func loss(batch: Int, epoch: Int) throws -> (loss: Tensor, errors: ErrorSums)
  /// Renews running statistics for the present weights, where the network has any.
  mutating func recalibrate() throws
  /// The errors on the validation part with the present weights.
  mutating func validate() throws -> ErrorSums
  /// The present weights as the runtime reads them; nil for a network that it does not run.
  func exported() throws -> NetworkWeights?
  /// Told after every step of the optimiser, counted from 0.
  mutating func stepped(_ step: Int) throws
  /// What `best.safetensors` holds: the network, or the part of it that is meant to be used.
  var best: any TrainableNetwork { get }
  /// The groups of numbers whose gradients are clipped together; by default all.
  var clipped: [[Tensor]] { get }
}

extension TrainingTask {
  public mutating func stepped(_ step: Int) throws {}
  public var best: any TrainableNetwork { network }
  public var clipped: [[Tensor]] { [network.parameters] }
}
