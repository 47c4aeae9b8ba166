import Torch

extension TrainingTask {
  /// Step `number` of all, on a batch of an epoch: its loss, the gradients clipped group by group (`clip` 0: not at all), the
  /// optimiser's move, and what the task makes of it. Dropout is drawn from `seed`.
  ///
  /// Returns the loss before the move. Throws what `diverged` makes of a loss or a gradient that is not finite, before anything
  /// moved.
  mutating func step(
    _ number: Int, batch: Int, epoch: Int, seed: UInt64, rate: Double, clip: Double, with adam: Adam,
    diverged: (String) -> TrainingError
  ) throws -> (loss: Float, errors: ErrorSums) {
    try Engine.setSeed(seed)
    let (loss, errors) = try loss(batch: batch, epoch: epoch)
    let value = try loss.number()
    guard value.isFinite else { throw diverged("it is \(value)") }
    try loss.backward()
    for group in clipped {
      // A finite loss can have a gradient that is not, and that would reach every number of the network.
      let norm = try Tensor.clipGradients(of: group, to: clip > 0 ? clip : .infinity)
      guard norm.isFinite else { throw diverged("its gradient is \(norm)") }
    }
    try adam.step(rate: rate)
    try stepped(number)
    return (value, errors)
  }
}
