import Foundation
import Kinesphere
import KinesphereData

/// Errors of key-points added up batch by batch, in metres.
public struct ErrorSums: Sendable, Equatable, Codable {
  /// Sums over labelled coordinates, `[54]`: absolute error, squared error, how many.
  private var absolute = [Double](repeating: 0, count: 54)
  private var squared = [Double](repeating: 0, count: 54)
  private var counts = [Int](repeating: 0, count: 54)
  /// Sums over labelled key-points, `[18]`: distance, and how many within 10 cm.
  private var distance = [Double](repeating: 0, count: KeyPoint.count)
  private var near = [Int](repeating: 0, count: KeyPoint.count)
  /// Pixels by true class and said class, `[19, 19]`; nil where no parts were measured.
  private var confusion: [Int]?
  /// Labelled cells of the learned pictures, and how many of them taught; nil where all did.
  private var mined: [Int]?

  public init() {}

  /// Adds rows of 54 coordinates; `known` is 0 where there is no label; a key-point counts
  /// where all three of its coordinates have one. `unit` metres are 1 in `predicted` and `target`.
  public mutating func add(predicted: [Float], target: [Float], known: [Float], unit: Float) {
    for row in 0..<predicted.count / 54 {
      for point in 0..<KeyPoint.count {
        let base = row * 54 + point * 3
        // A place of which a coordinate is unknown has no distance.
        guard (0..<3).allSatisfy({ known[base + $0] > 0 }) else { continue }
        var square = 0.0
        for axis in 0..<3 {
          let difference = Double((predicted[base + axis] - target[base + axis]) * unit)
          absolute[point * 3 + axis] += abs(difference)
          squared[point * 3 + axis] += difference * difference
          counts[point * 3 + axis] += 1
          square += difference * difference
        }
        distance[point] += square.squareRoot()
        near[point] += square <= 0.01 ? 1 : 0
      }
    }
  }

  /// Adds pixels with their true and said classes; a true class below 0 is not labelled.
  public mutating func add(parts said: [Int64], truth: [Int64]) {
    let classes = PartLabels.count
    var counts = confusion ?? [Int](repeating: 0, count: classes * classes)
    for (said, truth) in zip(said, truth) where truth >= 0 { counts[Int(truth) * classes + Int(said)] += 1 }
    confusion = counts
  }

  /// Adds a batch's cells with a label and how many of them hard example mining let teach.
  public mutating func add(labelled: Int, taught: Int) {
    let sums = mined ?? [0, 0]
    mined = [sums[0] + labelled, sums[1] + taught]
  }

  /// Intersection over union of every class; nil for one that is neither labelled nor said.
  private static func overlaps(_ confusion: [Int]) -> [Double?] {
    let classes = PartLabels.count
    return (0..<classes).map { one in
      let row = (0..<classes).reduce(0) { $0 + confusion[one * classes + $1] }
      let column = (0..<classes).reduce(0) { $0 + confusion[$1 * classes + one] }
      let both = confusion[one * classes + one]
      return row + column == 0 ? nil : Double(both) / Double(row + column - both)
    }
  }

  /// Adds another batch's sums.
  public mutating func merge(_ other: ErrorSums) {
    for index in 0..<54 {
      absolute[index] += other.absolute[index]
      squared[index] += other.squared[index]
      counts[index] += other.counts[index]
    }
    for index in 0..<KeyPoint.count {
      distance[index] += other.distance[index]
      near[index] += other.near[index]
    }
    if let others = other.mined { add(labelled: others[0], taught: others[1]) }
    guard let others = other.confusion else { return }
    confusion = confusion.map { zip($0, others).map(+) } ?? others
  }

  /// The means; zero where nothing was added.
  public var scores: Scores {
    func mean(_ sum: Double, _ count: Int) -> Double { count == 0 ? 0 : sum / Double(count) }
    func sums(_ values: [Double], _ point: Int) -> Double { values[point * 3..<point * 3 + 3].reduce(0, +) }
    let perPoint = (0..<KeyPoint.count).map { counts[$0 * 3..<$0 * 3 + 3].reduce(0, +) }
    let all = counts.reduce(0, +)
    let parts = confusion.map { Array(Self.overlaps($0).dropLast()) }
    let shown = parts?.compactMap(\.self) ?? []
    return Scores(
      meanError: mean(distance.reduce(0, +), all / 3), within10cm: mean(Double(near.reduce(0, +)), all / 3),
      mae: mean(absolute.reduce(0, +), all), rmse: mean(squared.reduce(0, +), all).squareRoot(),
      maePerKeyPoint: (0..<KeyPoint.count).map { mean(sums(absolute, $0), perPoint[$0]) },
      rmsePerKeyPoint: (0..<KeyPoint.count).map { mean(sums(squared, $0), perPoint[$0]).squareRoot() },
      keyPoints: all / 3, meanOverlap: parts.map { _ in mean(shown.reduce(0, +), shown.count) },
      overlapPerPart: parts, taughtShare: mined.map { mean(Double($0[1]), $0[0]) })
  }
}

/// Mean errors of one epoch on one side of the data.
public struct Scores: Sendable, Equatable, Codable {
  /// Mean distance of a key-point from its label, metres.
  public var meanError: Double
  /// Share of key-points within 10 cm.
  public var within10cm: Double
  /// Mean absolute and root-mean-square error of a coordinate, metres (paper, eq. 14 and 15).
  public var mae: Double
  public var rmse: Double
  /// The same per key-point, in ``KeyPoint`` order.
  public var maePerKeyPoint: [Double]
  public var rmsePerKeyPoint: [Double]
  /// Key-points counted.
  public var keyPoints: Int?
  /// Mean intersection over union of the 18 parts, background left out, over all pixels together; nil where none was measured.
  public var meanOverlap: Double?
  /// The same per part, in ``BodyPart`` order; nil for one that nobody labelled or said.
  public var overlapPerPart: [Double?]?
  /// Share of the labelled cells that hard example mining let teach; nil where all did.
  public var taughtShare: Double?

  /// What chooses the epoch, the smaller the better: the mean error in units of 10 cm and `1 - meanOverlap`, as far as a
  /// network knows both; they weigh alike in its loss. By the error alone the first epoch of a new part head beside an
  /// encoder that knows its key-points already would win, as a head disturbs it at first.
  var choice: Double { (keyPoints == 0 ? 0 : meanError / 0.1) + (meanOverlap.map { 1 - $0 } ?? 0) }
}
