import Foundation
import KinesphereData
import KinesphereMovement

/// A review as text for a terminal.
struct PostureTable {
  private let review: PostureReview
  /// More lines than this are no help on a terminal; `--json` holds all.
  private static let most = 40

  init(_ review: PostureReview) { self.review = review }

  var text: String {
    [head, unlike, findings, unjudged, Self.joints(review.joints), phrases].filter { !$0.isEmpty }
      .joined(separator: "\n\n")
  }

  private var head: String {
    let against =
      review.reference.map { "against \($0)" } ?? "against \(review.targets.count.counted("target"))"
    return
      "\(review.subject), \(PostureWords.clock(review.duration)), \(against); \(Self.beat(review.rhythm))"
  }

  private var unlike: String { Self.unlike(review).map { "note: " + $0 } ?? "" }

  /// What is said first where the motions are hardly the same dance.
  static func unlike(_ review: PostureReview) -> String? {
    guard review.isUnlike, let distance = review.distance, let reference = review.reference else {
      return nil
    }
    let numbers = String(
      format: "distance %.3f; the same dance by two people is below %g", distance, PostureReview.farthest)
    return
      "\(review.subject) and \(reference) hardly match (\(numbers)): what follows compares two different dances, "
      + "or takes that start at different moments"
  }

  static func beat(_ rhythm: Rhythm?) -> String {
    guard let rhythm else { return "no beat found" }
    let tempo = String(format: "%.1f beats a minute", rhythm.beats.tempo)
    return rhythm.source == .given
      ? tempo : tempo + String(format: ", estimated, confidence %.2f", rhythm.confidence)
  }

  private var findings: String {
    guard !review.findings.isEmpty else {
      return review.joints.isEmpty
        ? "Nothing was judged: no target's moment came." : "Nothing beyond the tolerances."
    }
    let lines = review.findings.prefix(Self.most).map {
      $0.words + $0.beatWords + ($0.phrase.map { ", phrase \($0 + 1)" } ?? "")
    }
    let rest = review.findings.count - lines.count
    return lines.joined(separator: "\n") + (rest > 0 ? "\nand \(rest) more: --json holds all" : "")
  }

  private var unjudged: String {
    let lines = review.unjudged.prefix(10).map(\.words)
    let rest = review.unjudged.count - lines.count
    return lines.joined(separator: "\n") + (rest > 0 ? "\nand \(rest) more not judged" : "")
  }

  /// One line a joint.
  static func joints(_ joints: [PostureDeviation]) -> String {
    guard !joints.isEmpty else { return "" }
    let rows = joints.map { joint in
      [
        joint.angle.name.replacing("_", with: " "), "\(joint.judged)", "\(joint.told)",
        String(format: "%.1f°", joint.mean), String(format: "%+.1f°", joint.worst),
        PostureWords.clock(joint.worstTime),
      ]
    }
    return table(["joint", "judged", "told", "mean", "worst", "when"], rows)
  }

  private var phrases: String {
    guard review.perPhrase.count > 1 else { return "" }
    let rows = review.perPhrase.map { phrase in
      let worst = phrase.joints.max { abs($0.worst) < abs($1.worst) }
      return [
        "\(phrase.index + 1)", "\(PostureWords.clock(phrase.start))-\(PostureWords.clock(phrase.end))",
        "\(phrase.joints.reduce(0) { $0 + $1.told })",
        worst.map { $0.angle.name.replacing("_", with: " ") + String(format: " %+.1f°", $0.worst) } ?? "",
      ]
    }
    return Self.table(["phrase", "from-to", "told", "worst joint"], rows)
  }

  /// Columns as wide as their widest cell; the first to the left, others too.
  private static func table(_ head: [String], _ rows: [[String]]) -> String {
    let all = [head] + rows
    let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      row.indices.map { column in
        let cell = row[column]
        return column == row.count - 1
          ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}

extension PostureFinding {
  /// `, beat 3` where its moment has one: beats are counted from 0, those before the first one are not.
  var beatWords: String { beat.map { $0 < 0 ? ", before the first beat" : ", beat \($0)" } ?? "" }
}
