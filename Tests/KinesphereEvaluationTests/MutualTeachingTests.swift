import KinesphereData
import Testing

@testable import KinesphereEvaluation

struct MutualTeachingTests {
  private static func products(_ rows: [[Double]]) -> [[Double]] {
    rows.map { a in rows.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
  }

  /// Two clouds of thirty, in two views of twenty numbers: the first says the class, the others are noise.
  private static func clouds(_ seed: UInt64) -> (views: [[[Double]]], whole: [[Double]]) {
    var generator = SeededGenerator(seed: seed)
    let views = (0..<2).map { _ in
      products(
        (0..<60).map { place in
          (0..<20).map { column in
            let noise = Double.random(in: -1...1, using: &generator)
            return column == 0 ? noise * 0.5 + (place < 30 ? 1 : -1) : noise
          }
        })
    }
    return (views, zip(views[0], views[1]).map { zip($0, $1).map { $0 + $1 } })
  }

  /// Unlabelled ones that get their right names, of 58, by a label in each cloud.
  private static func right(_ teaching: MutualTeaching, _ seed: UInt64) -> Int {
    let (views, whole) = clouds(seed)
    let others = (0..<60).filter { $0 != 0 && $0 != 30 }
    let scores = teaching.scores(
      of: others, labelled: [0, 30], targets: [[1, -1], [-1, 1]], unlabelled: others, views: views,
      whole: whole, cost: 30)
    return zip(others, scores).count { ($1[0] > $1[1]) == ($0 < 30) }
  }

  @Test func theUnlabelledCarryTwoLabelsFurther() {
    var alone = MutualTeaching()
    alone.weight = 0
    let without = (1...10).reduce(0) { $0 + Self.right(alone, $1) }
    let with = (1...10).reduce(0) { $0 + Self.right(MutualTeaching(), $1) }
    #expect(with > without + 8, "\(with) after \(without) of 580")
  }

  @Test func withoutUnlabelledItIsTheLeastSquaresMachine() throws {
    let rows = [[1.0, 0.2], [0.9, -0.1], [-1, 0.4], [-0.8, 0.1], [0.3, 0.3], [-0.2, -0.9]]
    let classes = [1, 1, 2, 2]
    let products = Self.products(rows)
    let scores = MutualTeaching().scores(
      of: [4, 5], labelled: [0, 1, 2, 3], targets: classes.map { $0 == 1 ? [1, -1] : [-1, 1] },
      unlabelled: [],
      views: [products, products], whole: products, cost: 10)
    let planes = try LeastSquaresMachine.train(rows: Array(rows[0..<4]), classes: classes, cost: 10)
    for (row, said) in zip([4, 5], scores) {
      for label in 0..<2 {
        let expected = zip(planes.weights[label], rows[row]).reduce(planes.constants[label]) {
          $0 + $1.0 * $1.1
        }
        #expect(abs(said[label] - expected) < 1e-6)
      }
    }
  }

  @Test func balancedNamesKeepTheClassesShares() {
    var generator = SeededGenerator(seed: 4)
    let rows = (0..<40).map { _ in
      MutualTeaching.soft((0..<3).map { _ in Double.random(in: -1...1, using: &generator) }, 0.2)
    }
    let balanced = MutualTeaching.balanced(rows, shares: [0.5, 0.3, 0.2])
    for row in balanced { #expect(abs(row.reduce(0, +) - 1) < 1e-9) }
    for (column, share) in [0.5, 0.3, 0.2].enumerated() {
      #expect(abs(balanced.reduce(0) { $0 + $1[column] } - 40 * share) < 0.05)
    }
  }

  @Test func aProtocolWithAShareOfLabelsLearnsFromTheRest() throws {
    // Ten subjects who do twenty actions twice, in noise.
    var generator = SeededGenerator(seed: 9)
    var samples: [ActionSample] = []
    for subject in 1...10 {
      for action in 1...20 {
        for trial in 1...2 {
          var features = (0..<60).map { _ in Float.random(in: -0.8...0.8, using: &generator) }
          for part in [0, 30] { features[part + action] += 1.5 }
          samples.append(
            ActionSample(
              name: SequenceName(.msrAction3D, action: action, subject: subject, trial: trial),
              features: features))
        }
      }
    }
    let labels = LabelShare(share: 0.1)
    let machines = [RecognitionEvaluation.Machine.leastSquares]
    let alone = try RecognitionEvaluation(.msrOddEven, machines: machines, labels: labels).report(
      of: samples, lost: [])
    let taught = try RecognitionEvaluation(
      .msrOddEven, machines: machines, labels: labels, teaching: MutualTeaching()
    ).report(of: samples, lost: [], viewWidth: 30)
    #expect(taught.results[0].train == alone.results[0].train)
    #expect(
      taught.meanAccuracy > alone.meanAccuracy + 0.02, "\(taught.meanAccuracy) after \(alone.meanAccuracy)")
    #expect(taught.learnsUnlabelled == true && alone.learnsUnlabelled == nil)
    #expect(taught.text.contains("from the others without their labels"))
  }
}
