import Foundation

/// Online hard example mining: which pixels of a batch teach, by how wrong the network still is there.
public struct HardExamples: Sendable, Equatable, Codable {
  public enum Unit: String, Sendable, Codable {
    /// Every labelled pixel counts.
    case none
    /// The paper's form: whole pictures are hard or easy (section 3.4 of doi:10.3389/fnbot.2026.1743288).
    ///
    /// A picture's loss l is the mean of its labelled pixels' losses; normalised by the largest of the batch it gives the
    /// confidence `1 - l / max l`, 0 for the hardest. Pictures whose confidence is below ``HardExamples/confidence`` are
    /// hard and count. Where their labelled pixels are fewer than ``HardExamples/leastPixels``, the easy pictures of the least
    /// confidence are added, one by one, until they suffice or none is left. All others get loss zero.
    case pictures
    /// The usual form (Shrivastava et al. 2016, doi:10.1109/CVPR.2016.89, by pixels): those whose true class got a probability below
    /// ``HardExamples/confidence`` count; where they are fewer than ``HardExamples/leastPixels``, the worst that many.
    case pixels
  }

  public var unit = Unit.none
  /// Below this an example is hard, 0 ... 1.
  public var confidence: Float = 0.7
  /// The fewest pixels of a batch that count, where it has as many labelled. A pixel is a cell of the grid that the loss is taken
  /// on: 36 x 36 a picture of the light network, 72 x 72 of a residual one. A minimum of all that a batch holds (the default, at
  /// batches of 15 light pictures or fewer) chooses nothing; the log's `taughtShare` tells.
  public var leastPixels = 20_000

  public init() {}

  /// The weight of every pixel, 1 or 0.
  /// - Parameters:
  ///   - losses: `[pictures, pixels]`, the cross-entropy of every pixel, without history.
  ///   - labelled: `[pictures, pixels]`; pixels without a label have weight 0 and count nowhere.
  ///
  /// Equal losses go in the order of pictures and pixels. A picture without labels is neither hard nor easy.
  func weights(losses: [Float], labelled: [Bool], pictures: Int) -> [Float] {
    switch unit {
    case .none: labelled.map { $0 ? 1 : 0 }
    case .pictures: pictureWeights(losses, labelled, pictures)
    case .pixels: pixelWeights(losses, labelled)
    }
  }

  private func pictureWeights(_ losses: [Float], _ labelled: [Bool], _ pictures: Int) -> [Float] {
    let size = losses.count / max(1, pictures)
    var means: [(loss: Float, pixels: Int)] = []
    for picture in 0..<pictures {
      var (sum, count) = (0.0, 0)
      for pixel in picture * size..<(picture + 1) * size where labelled[pixel] {
        sum += Double(losses[pixel])
        count += 1
      }
      means.append((count > 0 ? Float(sum / Double(count)) : 0, count))
    }
    let worst = means.map(\.loss).max() ?? 0
    let order = (0..<pictures).filter { means[$0].pixels > 0 }
      .sorted { (means[$0].loss, $1) > (means[$1].loss, $0) }
    var chosen = [Bool](repeating: false, count: pictures)
    var pixels = 0
    for picture in order {
      let ease = worst > 0 ? 1 - means[picture].loss / worst : 1
      guard ease < confidence || pixels < leastPixels else { break }
      chosen[picture] = true
      pixels += means[picture].pixels
    }
    return labelled.indices.map { labelled[$0] && chosen[$0 / size] ? 1 : 0 }
  }

  private func pixelWeights(_ losses: [Float], _ labelled: [Bool]) -> [Float] {
    // A probability below c is a loss above -log c.
    let limit = -log(confidence)
    let known = labelled.indices.filter { labelled[$0] }
    let hard = known.filter { losses[$0] > limit }
    var result = [Float](repeating: 0, count: losses.count)
    let chosen =
      hard.count >= min(leastPixels, known.count)
      ? hard[...] : known.sorted { (losses[$0], $1) > (losses[$1], $0) }.prefix(leastPixels)
    for pixel in chosen { result[pixel] = 1 }
    return result
  }
}
