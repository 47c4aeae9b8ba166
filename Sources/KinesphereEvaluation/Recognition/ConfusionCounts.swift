import Foundation
import KinesphereData

/// Who was called what, with the actions' names: what the page's maps, bars and sentences are made of.
struct ConfusionCounts {
  let dataSet: SequenceName.DataSet
  /// In order; the rows and columns of ``counts``.
  let actions: [Int]
  /// How often the row's action was called the column's.
  let counts: [[Int]]

  init(_ result: RecognitionReport.Result, of dataSet: SequenceName.DataSet) {
    (self.dataSet, actions, counts) = (dataSet, result.actions, result.confusion)
  }

  /// All answers of several splits together.
  init(together results: [RecognitionReport.Result], of dataSet: SequenceName.DataSet) {
    let actions = Set(results.flatMap(\.actions)).sorted()
    let places = Dictionary(uniqueKeysWithValues: actions.enumerated().map { ($1, $0) })
    var counts = [[Int]](repeating: [Int](repeating: 0, count: actions.count), count: actions.count)
    for result in results {
      let mine = result.actions.compactMap { places[$0] }
      for (row, target) in zip(result.confusion, mine) {
        for (count, column) in zip(row, mine) { counts[target][column] += count }
      }
    }
    (self.dataSet, self.actions, self.counts) = (dataSet, actions, counts)
  }

  /// Tested sequences of a row's action.
  func tested(_ row: Int) -> Int { counts[row].reduce(0, +) }

  /// The row's action as the data set names it.
  func name(_ row: Int) -> String { dataSet.name(ofAction: actions[row]) }

  /// One action that was called another.
  struct Pair: Equatable {
    let row, column, count: Int
  }

  /// The most frequent first.
  var pairs: [Pair] {
    var pairs: [Pair] = []
    for row in counts.indices {
      for column in counts.indices where row != column && counts[row][column] > 0 {
        pairs.append(Pair(row: row, column: column, count: counts[row][column]))
      }
    }
    return pairs.sorted { ($1.count, $0.row, $0.column) < ($0.count, $1.row, $1.column) }
  }

  /// A pair as a sentence's end: `hand catch was called draw x: 2 of 12`.
  func words(_ pair: Pair) -> String {
    "\(name(pair.row)) was called \(name(pair.column)): \(pair.count) of \(tested(pair.row))"
  }
}
