import Kinesphere
import KinesphereData
import KinesphereMovement

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
