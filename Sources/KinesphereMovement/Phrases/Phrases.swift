/// Splits a dance into phrases at rests and at valleys of the movement's energy.
///
/// A rest is half a second or more below a fifth of the usual energy (its 75th percentile); a lull is a minimum of the energy,
/// smoothed over a second, below half of the lower of the two tops beside it. A phrase lasts ``shortest`` or more. Rules of
/// thumb, not a theory of choreography: for movement without rests the boundaries are guesses.
public enum Phrases {
  /// Seconds.
  public static let shortest = 2.0
  private static let shortestRest = 0.5

  /// In order, without gaps, from the first to the last value; none where there is no energy.
  public static func find(_ energy: MotionEnergy) -> [Phrase] {
    guard energy.values.count > 1 else { return [] }
    let end = energy.start + Double(energy.values.count - 1) / energy.rate
    var cuts = rests(energy)
    cuts += lulls(energy).filter { lull in !cuts.contains { abs($0.time - lull.time) < shortest } }
    cuts.sort { $0.time < $1.time }
    var phrases: [Phrase] = []
    var start = energy.start
    for cut in cuts where cut.time - start >= shortest && end - cut.time >= shortest {
      phrases.append(Phrase(start: start, end: cut.time, boundary: cut.kind))
      start = cut.time
    }
    return phrases + [Phrase(start: start, end: end, boundary: .end)]
  }

  private typealias Cut = (time: Double, kind: Phrase.Boundary)

  /// The middles of stillness.
  private static func rests(_ energy: MotionEnergy) -> [Cut] {
    let smooth = energy.smoothed(0.1)
    let sorted = smooth.sorted()
    let limit = sorted[sorted.count * 3 / 4] * 0.2
    var (cuts, first): ([Cut], Int?) = ([], nil)
    for index in 0...smooth.count {
      if index < smooth.count, smooth[index] <= limit {
        first = first ?? index
        continue
      }
      guard let begin = first else { continue }
      first = nil
      guard Double(index - begin) / energy.rate >= shortestRest else { continue }
      cuts.append((energy.start + Double(begin + index) / 2 / energy.rate, .rest))
    }
    return cuts
  }

  /// The bottoms of deep valleys.
  private static func lulls(_ energy: MotionEnergy) -> [Cut] {
    let smooth = energy.smoothed(0.5)
    var cuts: [Cut] = []
    let reach = Int(shortest * energy.rate)
    for index in smooth.indices.dropFirst().dropLast()
    where smooth[index] <= smooth[index - 1] && smooth[index] < smooth[index + 1] {
      let before = smooth[max(0, index - reach)...index].max() ?? 0
      let after = smooth[index...min(smooth.count - 1, index + reach)].max() ?? 0
      if smooth[index] < 0.5 * min(before, after) {
        cuts.append((energy.start + Double(index) / energy.rate, .lull))
      }
    }
    return cuts
  }
}
