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

/// Recognised actions, where a target waits for one.
enum PostureActions {
  /// The shipped model's spotter and names; nil where no target needs it. A name that the model does not know is an error.
  static func spotter(for targets: PostureTargets) throws -> (spotter: ActionSpotter, names: [String])? {
    let wanted = targets.targets.compactMap { target in
      if case .action(let name) = target.when { name } else { nil }
    }
    guard !wanted.isEmpty else { return nil }
    let model = try ActionModel.embedded()
    let names = model.configuration.actions
    for name in wanted where !names.contains(name) {
      throw PostureError(
        file: "the targets", expected: "an action among \(names.joined(separator: ", "))",
        actual: "there is \"\(name)\"")
    }
    return ActionSpotter(model).map { ($0, names) }
  }

  static func find(in motion: Motion, for targets: PostureTargets) throws -> [PostureReview.Action] {
    guard let known = try spotter(for: targets) else { return [] }
    let names = known.names
    var spotter = known.spotter
    var actions: [PostureReview.Action] = []
    for (pose, time) in zip(motion.poses, motion.times) {
      if let found = spotter.add(pose, at: time) { actions.append(.init(found, names: names)) }
    }
    if let found = spotter.finish() { actions.append(.init(found, names: names)) }
    return actions
  }
}

extension PostureReview.Action {
  init(_ found: ActionSpotter.Found, names: [String]) {
    self.init(name: names[found.action], start: found.start, end: found.end)
  }
}
