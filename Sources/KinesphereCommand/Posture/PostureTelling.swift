import Foundation
import KinesphereMovement

/// What a live review has said so far.
struct PostureTelling {
  let targets: PostureTargets
  let rhythm: Rhythm?
  let isJSON: Bool
  private var tally = PostureTally()

  init(targets: PostureTargets, rhythm: Rhythm?, isJSON: Bool) {
    (self.targets, self.rhythm, self.isJSON) = (targets, rhythm, isJSON)
  }

  mutating func tell(_ judgements: [PostureJudgement]) throws {
    for judgement in judgements {
      if judgement.isJudged {
        tally.add(
          judgement.angle.index, mean: judgement.meanDeviation, deviation: judgement.deviation,
          at: judgement.time, isTold: judgement.isTold(targets))
      }
      if var finding = judgement.finding(targets) {
        finding.beat = rhythm?.beats.beat(at: judgement.time)
        try StandardOutput.write(isJSON ? try Self.line(finding) : finding.words)
      } else if !isJSON, let unjudged = judgement.unjudged(targets) {
        try StandardOutput.write(unjudged.words)
      }
    }
  }

  var summary: String { "\n" + PostureTable.joints(tally.joints) }

  private static func line(_ finding: PostureFinding) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(finding), as: UTF8.self)
  }
}
