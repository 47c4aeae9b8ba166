/// One hyperplane a class: the class whose plane a sequence lies farthest above is the answer.
public struct LinearClassifier: Sendable, Equatable {
  /// The numbers that stand for the classes, in the order of the rows.
  public let classes: [Int]
  /// `[classes, inputs]`, row by row, and a constant for each class.
  public let weights: [Float]
  public let constants: [Float]

  /// Numbers of a sequence.
  public var inputs: Int { weights.count / max(1, classes.count) }

  public init(classes: [Int], weights: [Float], constants: [Float]) {
    precondition(
      !classes.isEmpty && constants.count == classes.count && weights.count % classes.count == 0,
      "a row of weights and a constant for each class")
    self.classes = classes
    self.weights = weights
    self.constants = constants
  }

  /// The decision values in the order of ``classes``.
  public func scores(of features: [Float]) -> [Float] {
    precondition(features.count == inputs, "as many numbers as the classifier learned from")
    return classes.indices.map { index in
      let first = index * features.count
      var sum: Float = 0
      for place in features.indices { sum += weights[first &+ place] * features[place] }
      return sum + constants[index]
    }
  }

  /// The likeliest class.
  public func answer(to features: [Float]) -> Int {
    let scores = scores(of: features)
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    return classes[best]
  }
}
