import Torch

extension TrainingTask {
  /// Step `number` of all, on a batch of an epoch: its loss, the gradients clipped group by group (`clip` 0: not at all), the
  /// optimiser's move, and what the task makes of it. Dropout is drawn from `seed`.
  ///
  /// Returns the loss before the move. Throws what `diverged` makes of a loss that is not finite, before anything moved.
  mutating func step(
    _ number: Int, batch: Int, epoch: Int, seed: UInt64, rate: Double, clip: Double, with adam: Adam,
    diverged: (Float) -> TrainingError
  ) throws -> (loss: Float, errors: ErrorSums) {
    try Engine.setSeed(seed)
    let (loss, errors) = try loss(batch: batch, epoch: epoch)
    let value = try loss.number()
    guard value.isFinite else { throw diverged(value) }
    try loss.backward()
    if clip > 0 {
      for group in clipped { try Tensor.clipGradients(of: group, to: clip) }
    }
    try adam.step(rate: rate)
    try stepped(number)
    return (value, errors)
  }
}
