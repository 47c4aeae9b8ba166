import Torch

/// How wrong a batch of encoder outputs is.
///
/// Smooth L1 over labelled coordinates in units of 10 cm, plus the negative log-likelihood of each key-point's distance
/// e from its label under an exponential law of scale `exp(s)`: `e exp(-s) + s`. The distance gets no gradient from the
/// second part, so it teaches the scales only.
struct EncoderLoss {
  let settings: Recipe.Loss

  /// `target` and `known` are `[n, 18, 3]`; `known` is 1 where there is a label.
  func callAsFunction(
    _ output: TrainableCropEncoder.Output, target: Tensor, known: Tensor
  ) throws -> Tensor {
    let labelled = Double(max(1, try known.sum().number()))
    let points = try (output.points.smoothL1(to: target, beta: settings.beta) * known).sum() * (1 / labelled)
    guard settings.scaleWeight > 0 else { return points }
    let pointKnown = try known.selecting(0, of: -1)
    let difference = try (output.points.detached() - target) * known
    let distance = try ((difference * difference).sum(over: -1) + 1e-12).squareRoot()
    let doubt = try ((distance * (output.logScales * -1).exp() + output.logScales) * pointKnown).sum()
    return try points + doubt * (settings.scaleWeight * 3 / labelled)
  }
}
