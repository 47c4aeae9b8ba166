import Torch

/// How wrong a batch of part pictures is: soft Dice and cross-entropy, weighed 3 : 1 and divided by 4, a mean (Yang et al.
/// 2026, doi:10.3389/fnbot.2026.1743288, eq. 10 to 12).
///
/// With y the one-hot labels, p the softmax, w the weights of the pixels (1, or what ``HardExamples`` chose) and all sums
/// over the pixels of the batch that are labelled:
///
/// - cross-entropy: `sum w (-log p[y]) / sum w`
/// - Dice of class c: `1 - (2 sum w p_c y_c + s) / (sum w p_c + sum w y_c + s)`, with s = ``smoothing``; the loss is the
///   mean over the classes. A class that the batch does not show adds little where it is hardly said:
///   `1 - s / (sum w p_c + s)`; without s it would be 0 / 0 or 1.
public struct SegmentationLoss: Sendable, Equatable, Codable {
  public var diceWeight = 3.0
  public var crossEntropyWeight = 1.0
  /// Pixels added above and below the fraction bar of every class's Dice.
  public var smoothing = 1.0

  public init() {}

  /// A number with its history.
  /// - Parameters:
  ///   - logits: `[n, classes, height, width]`.
  ///   - labels: integers `[n, height, width]`; -1 is ignored.
  ///   - weights: `[n, height, width]`, 0 or more; nil counts every labelled pixel once.
  public func callAsFunction(_ logits: Tensor, labels: Tensor, weights: Tensor? = nil) throws -> Tensor {
    let classes = logits.shape[1]
    let (n, height, width) = (logits.shape[0], logits.shape[2], logits.shape[3])
    let truth = try labels.oneHot(classes)
    let mask = try truth.sum(over: 1)
    let chosen = try weights.map { try $0 * mask } ?? mask
    let entropy = try (logits.crossEntropy(to: labels) * chosen).sum()
    let total = Double(max(1e-6, try chosen.sum().number()))
    let plane = try chosen.reshaped([n, 1, height, width])
    let said = try logits.softmax(over: 1) * plane
    let shown = try truth * plane
    func perClass(_ picture: Tensor) throws -> Tensor {
      try picture.sum(over: 3).sum(over: 2).sum(over: 0)
    }
    let both = try perClass(said * truth) * 2 + smoothing
    let dice = try both / (perClass(said) + perClass(shown) + smoothing)
    let diceLoss = try dice.mean() * -1 + 1
    let sum = diceWeight + crossEntropyWeight
    return try diceLoss * (diceWeight / sum) + entropy * (crossEntropyWeight / sum / total)
  }
}
