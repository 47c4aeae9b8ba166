import KinesphereData

extension RecognitionEvaluation {
  /// What the unlabelled helped to say of the tested sequences.
  func taught(
    _ teaching: MutualTeaching, _ cost: Double, _ sides: (train: [Int], test: [Int]), unlabelled: [Int],
    names: [SequenceName], views: [[[Double]]], products: [[Double]]
  ) -> [Int] {
    let known = Set(sides.train.map { names[$0].action }).sorted()
    let targets = sides.train.map { sample in known.map { names[sample].action == $0 ? 1.0 : -1.0 } }
    let scores = teaching.scores(
      of: sides.test, labelled: sides.train, targets: targets, unlabelled: unlabelled, views: views,
      whole: products, cost: cost)
    return scores.map { row in
      var best = 0
      for index in row.indices where row[index] > row[best] { best = index }
      return known[best]
    }
  }
}
