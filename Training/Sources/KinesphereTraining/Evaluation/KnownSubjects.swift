/// Whom a run learned from: by its own recipe, and by those of what it starts from and looks through.
public struct KnownSubjects: Sendable {
  /// Subjects of the data set by run; those that only chose the epoch are not among them.
  public private(set) var byRun: [(run: String, subjects: Set<Int>)] = []
  /// Weights that do not say whom they learned from.
  public private(set) var silent: [String] = []

  /// Follows a run, or a run's weights file, to all that it came from. Throws where a recipe on the way cannot be read.
  public init(of place: String, in dataSet: String) throws {
    var left = [place]
    var visited: Set<String> = []
    while let place = left.popLast() {
      guard !place.isEmpty, visited.insert(place).inserted else { continue }
      guard let folder = RunFolder(at: place) else {
        silent.append(place)
        continue
      }
      let recipe = try folder.recipe()
      if recipe.data.recordings == dataSet || recipe.teaching.unlabelled == dataSet {
        byRun.append((place, Set(recipe.data.subjects).subtracting(recipe.validation.subjects)))
      }
      left += [recipe.start, recipe.encoderWeights] + recipe.crossFit.values
    }
  }

  /// Throws where one of the subjects to be measured on is known.
  public func requireStrangers(_ subjects: some Collection<Int>) throws(TrainingError) {
    for (run, known) in byRun {
      let both = known.intersection(subjects).sorted()
      guard both.isEmpty else {
        throw TrainingError(
          .run, at: run, expected: "subjects that it did not learn from (it knows \(known.sorted()))",
          actual: "\(both) \(both.count == 1 ? "is" : "are") to be measured on")
      }
    }
  }
}
