import KinesphereData

/// Which recordings of the training subjects are learned from and which choose the epoch. Test subjects are in neither.
public struct RecordedSplit: Sendable {
  public let training: [RecordedCrops.Take]
  public let validation: [RecordedCrops.Take]
  /// Recordings of the training subjects whose labels are not used; none where every label is.
  public let unlabelled: [RecordedCrops.Take]

  public init(_ recipe: Recipe, takes: [RecordedCrops.Take]) throws(TrainingError) {
    let subjects = Set(recipe.data.subjects)
    var own = takes.filter { subjects.contains($0.name.subject) }
    let heldSubjects = Set(recipe.validation.subjects)
    var rest: [RecordedCrops.Take] = []
    if recipe.data.labelledShare < 1 {
      // Before the validation part is taken out of it: a label that chooses the epoch is a label used.
      let drawn = Self.draw(
        recipe.data.labelledShare, of: own, seed: recipe.data.labelledSeed, stream: 12,
        inDrawnOrder: recipe.data.labelledOrder == .drawn)
      own = drawn.chosen
      rest = drawn.rest
    }
    if !recipe.data.labelledSubjects.isEmpty {
      // After the draw: of the same labels those of some dancers, as cross-fitting needs them.
      let labelled = heldSubjects.union(recipe.data.labelledSubjects)
      rest += own.filter { !labelled.contains($0.name.subject) }
      own.removeAll { !labelled.contains($0.name.subject) }
    }
    if heldSubjects.isEmpty {
      let drawn = Self.draw(recipe.validation.share, of: own, seed: recipe.validation.seed, stream: 11)
      validation = drawn.chosen
      training = drawn.rest
    } else {
      validation = own.filter { heldSubjects.contains($0.name.subject) }
      training = own.filter { !heldSubjects.contains($0.name.subject) }
    }
    // Who validates is a stranger, without labels too.
    rest.removeAll { heldSubjects.contains($0.name.subject) }
    unlabelled = rest
    if training.isEmpty || validation.isEmpty {
      throw TrainingError(
        .data, at: "recipe `\(recipe.name)`",
        expected: "recordings of subjects \(recipe.data.subjects) on both sides",
        actual: "\(training.count) to learn from and \(validation.count) to validate on")
    }
  }

  /// A share of the recordings of every action, as even as whole recordings allow: the fraction left over by one action
  /// counts for the next. Which action is next is drawn too where that is asked for: where a share is less than one recording
  /// of each, the same actions would stay without a label in every draw.
  private static func draw(
    _ share: Double, of takes: [RecordedCrops.Take], seed: UInt64, stream: UInt64, inDrawnOrder: Bool = false
  ) -> (chosen: [RecordedCrops.Take], rest: [RecordedCrops.Take]) {
    var chosen: [RecordedCrops.Take] = []
    var rest: [RecordedCrops.Take] = []
    var owed = 0.0
    var actions = Set(takes.map(\.name.action)).sorted()
    if inDrawnOrder {
      var generator = SeededGenerator(seed: seed, stream: stream &+ 1, index: 0)
      actions.shuffle(using: &generator)
    }
    for action in actions {
      var generator = SeededGenerator(seed: seed, stream: stream, index: UInt64(action))
      let shuffled = takes.filter { $0.name.action == action }.shuffled(using: &generator)
      owed += share * Double(shuffled.count)
      let count = min(shuffled.count, Int(owed.rounded()))
      owed -= Double(count)
      chosen += shuffled.prefix(count)
      rest += shuffled.dropFirst(count)
    }
    return (chosen, rest)
  }
}
