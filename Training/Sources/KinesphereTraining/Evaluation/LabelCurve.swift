import Foundation
import KinesphereData

/// Runs that differ in their share of labels, their method and their draw, side by side: tables in Markdown.
///
/// A draw is the seed of the labelled recordings (`data.labelledSeed`); differences between methods are taken draw by draw,
/// because the draw matters as much as the method (Yang et al. 2026, section 4).
public struct LabelCurve: Sendable {
  public struct Point: Sendable {
    public let share: Double
    /// As the tables name it, such as `mutual, OHEM`.
    public let method: String
    public let draw: UInt64
    public let scores: Scores

    public init(_ recipe: Recipe, _ scores: Scores) {
      self.scores = scores
      (share, draw) = (recipe.data.labelledShare, recipe.data.labelledSeed)
      let name =
        switch recipe.teaching.method {
        case .supervised: "supervised"
        case .meanTeacher: "mean teacher"
        case .crossPseudo: "CPS"
        case .mutual: "mutual"
        }
      let unit = recipe.parts.hardExamples.unit
      let isChanged = recipe.windows != WindowAugmentation.none
      let labelled = recipe.data.labelledSubjects.map(String.init).joined(separator: ", ")
      method =
        name + (unit == .none ? "" : unit == .pictures ? ", OHEM" : ", OHEM by pixels")
        + (isChanged ? ", windows changed" : "")
        + (labelled.isEmpty ? "" : ", labels of \(labelled)")
    }
  }

  /// The runs of one share and method, by draw.
  struct Row {
    let share: Double
    let method: String
    let points: [Point]

    /// NaN without key-points.
    var error: Double { hasPoints ? mean(points.map(\.scores.meanError)) : .nan }
    var hasPoints: Bool { points.allSatisfy { ($0.scores.keyPoints ?? 0) > 0 } }
  }

  let rows: [Row]

  /// Throws what ``init(_:)`` would of these runs, before the minutes that measuring them takes.
  public static func requireDistinct(_ recipes: [Recipe]) throws(TrainingError) {
    try requireDistinct(recipes.map { Point($0, ErrorSums().scores) })
  }

  private static func requireDistinct(_ points: [Point]) throws(TrainingError) {
    for (index, point) in points.enumerated() {
      let isKnown = points[..<index].contains {
        ($0.share, $0.method, $0.draw) == (point.share, point.method, point.draw)
      }
      guard isKnown else { continue }
      throw TrainingError(
        .run, at: "label curve", expected: "one run for each share of labels, method and draw",
        actual: "there are two of \(labelText(point.share)), \(point.method), draw \(point.draw)")
    }
  }

  /// Throws ``TrainingError`` where two runs have one share, method and draw: they would count as two draws.
  public init(_ points: [Point]) throws(TrainingError) {
    try Self.requireDistinct(points)
    let order = ["supervised", "mean teacher", "CPS", "mutual"]
    let groups = Dictionary(grouping: points) { "\($0.share) \($0.method)" }.values
    rows = groups.map { group in
      Row(share: group[0].share, method: group[0].method, points: group.sorted { $0.draw < $1.draw })
    }
    .sorted { a, b in
      if a.share != b.share { return a.share > b.share }
      let places = [a, b].map { row in order.lastIndex { row.method.hasPrefix($0) } ?? order.count }
      return places[0] != places[1] ? places[0] < places[1] : a.method < b.method
    }
  }

  /// A row for each share and method: overlap and key-points by draw, the mean, how much worse that is than with all labels,
  /// and what the method changes against supervised learning from the same draw (`-` where that was not run).
  /// Overlaps are left out where no run has parts.
  public var table: String {
    let all = rows.first { $0.share == 1 && $0.method == "supervised" }?.error
    let hasParts = rows.contains { $0.points.contains { $0.scores.meanOverlap != nil } }
    var lines = [
      "| labels | method | \(hasParts ? "overlap by draw | " : "")key-points by draw, cm | mean "
        + "| against supervised, by draw, cm |",
      String(repeating: "|---", count: hasParts ? 6 : 5) + "|",
    ]
    for row in rows {
      var mean =
        row.hasPoints
        ? "\(centimetres(row.error)) cm, " + String(format: "%.1f", 100 * within(row)) + " %" : ""
      if let all, all > 0, row.share < 1, row.hasPoints {
        mean += String(format: "; %+.1f %%", 100 * (row.error / all - 1))
      }
      let overlaps = joined(row) { String(format: "%.3f", $0.meanOverlap ?? 0) }
      lines.append(
        "| \(labelText(row.share)) | \(row.method) | \(hasParts ? overlaps + " | " : "")"
          + "\(row.hasPoints ? joined(row) { centimetres($0.meanError) } : "") | \(mean) | \(paired(row)) |"
      )
    }
    return lines.joined(separator: "\n")
  }

  /// Overlap of every part, in per cent, mean over the draws.
  public var partTable: String {
    var lines = [
      "| labels | method | " + BodyPart.allCases.map { "\($0)" }.joined(separator: " | ") + " |",
      String(repeating: "|---", count: BodyPart.allCases.count + 2) + "|",
    ]
    for row in rows {
      let cells = BodyPart.allCases.map { part in
        let known = row.points.compactMap { $0.scores.overlapPerPart?[Int(part.rawValue)] }
        return known.isEmpty ? "" : String(format: "%.0f", 100 * mean(known))
      }
      lines.append("| \(labelText(row.share)) | \(row.method) | \(cells.joined(separator: " | ")) |")
    }
    return lines.joined(separator: "\n")
  }

  private func paired(_ row: Row) -> String {
    guard row.method != "supervised",
      let other = rows.first(where: { $0.share == row.share && $0.method == "supervised" })
    else { return "" }
    guard row.hasPoints, other.hasPoints else { return "" }
    let all = row.points.map { point in
      other.points.first { $0.draw == point.draw }.map { point.scores.meanError - $0.scores.meanError }
    }
    let differences = all.compactMap(\.self)
    guard !differences.isEmpty else { return "" }
    let each = all.map { $0.map { String(format: "%+.2f", 100 * $0) } ?? "-" }.joined(separator: ", ")
    return differences.count == 1 ? each : each + String(format: "; mean %+.2f", 100 * mean(differences))
  }

  private func within(_ row: Row) -> Double { mean(row.points.map(\.scores.within10cm)) }

  private func joined(_ row: Row, _ text: (Scores) -> String) -> String {
    row.points.map { text($0.scores) }.joined(separator: ", ")
  }

  private func centimetres(_ metres: Double) -> String { String(format: "%.2f", 100 * metres) }
}

private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

func labelText(_ share: Double) -> String {
  share == 1 ? "all" : String(format: "%g %%", 100 * share)
}
