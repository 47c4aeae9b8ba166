import Foundation
import Kinesphere
import KinesphereData
import KinesphereMovement

/// Reviews a take from files and writes what was asked for.
struct PostureRun {
  let poses: String
  let targets: PostureTargets
  let reference: String?
  let rhythm: Rhythm?
  let tilt: Float

  func run(json: String?, report: String?) throws {
    for path in [json == "-" ? nil : json, report].compactMap(\.self) { try OutputFile.check(path) }
    let take = try PostureTake(path: poses, tilt: tilt)
    let other = try reference.map { try PostureTake(path: $0, tilt: tilt) }
    let review = try review(take, other)
    if let json, json != "-" { try OutputFile.writeWhole(Self.text(review), to: json) }
    if let report {
      let page = PosturePage(
        review: review, motion: take.motion, view: take.view, targets: other == nil ? targets : nil)
      try OutputFile.writeWhole(page.html, to: report)
    }
    try StandardOutput.write(json == "-" ? Self.text(review) : PostureTable(review).text)
  }

  private func review(_ take: PostureTake, _ other: PostureTake?) throws -> PostureReview {
    if let other {
      return PostureReview(
        take.motion, subject: take.name, reference: other.motion, named: other.name, view: take.view,
        referenceView: other.view, rhythm: rhythm)
    }
    return PostureReview(
      take.motion, subject: take.name, targets: targets, view: take.view, rhythm: rhythm,
      actions: try PostureActions.find(in: take.motion, for: targets))
  }

  static func text(_ review: PostureReview) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(review), as: UTF8.self) + "\n"
  }
}
