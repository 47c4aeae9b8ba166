import Kinesphere

/// How far predicted key-points lie from their labels.
///
/// Distances in metres; every mean is over labelled key-points, each counted once.
public struct KeyPointScore: Codable, Sendable, Equatable {
  /// Frames and labelled key-points that were compared.
  public var frames: Int
  public var keyPoints: Int
  /// Mean Euclidean distance (mean per-joint position error), metres.
  public var meanError: Double
  /// Share of key-points within 10 cm, 0...1.
  public var within10cm: Double
  /// The same of all but ankles and feet, which skeletons of early depth cameras place worst.
  public var within10cmWithoutFeet: Double
  /// Root-mean-square and mean absolute error per coordinate, metres (paper, eq. 15 and 14).
  public var rmse: Double
  public var mae: Double
  /// Mean error of each key-point in ``KeyPoint`` order, metres; NaN where it is never labelled.
  public var perKeyPoint: [Double]
  /// Share of each within 10 cm, 0...1; NaN where it is never labelled.
  public var within10cmPerKeyPoint: [Double]
  /// Mean error of each subject, metres.
  public var perSubject: [Int: Double]

  /// Scores pairs; with no labelled key-point at all every mean is NaN.
  public init(_ pairs: PosePairs) {
    var (all, upper) = (Tally(), Tally())
    var points = [Tally](repeating: Tally(), count: KeyPoint.count)
    var subjects: [Int: Tally] = [:]
    for pair in pairs.pairs {
      for point in KeyPoint.allCases where pair.isLabelled(point) {
        let difference = pair.predicted[point] - pair.label[point]
        all.add(difference)
        if !Self.feet.contains(point) { upper.add(difference) }
        points[point.rawValue].add(difference)
        subjects[pair.subject, default: Tally()].add(difference)
      }
    }
    frames = pairs.pairs.count
    keyPoints = all.count
    meanError = all.mean(all.distance)
    within10cm = all.mean(Double(all.near))
    within10cmWithoutFeet = upper.mean(Double(upper.near))
    rmse = (all.mean(all.squared) / 3).squareRoot()
    mae = all.mean(all.absolute) / 3
    perKeyPoint = points.map { $0.mean($0.distance) }
    within10cmPerKeyPoint = points.map { $0.mean(Double($0.near)) }
    perSubject = subjects.mapValues { $0.mean($0.distance) }
  }

  private static let feet: Set<KeyPoint> = [.leftAnkle, .rightAnkle, .leftFoot, .rightFoot]

  private struct Tally {
    var count = 0
    var near = 0
    var distance = 0.0
    var squared = 0.0
    var absolute = 0.0

    mutating func add(_ difference: SIMD3<Float>) {
      let square = Double((difference * difference).sum())
      count += 1
      distance += square.squareRoot()
      squared += square
      absolute += Double(abs(difference.x) + abs(difference.y) + abs(difference.z))
      if square <= 0.01 { near += 1 }
    }

    func mean(_ sum: Double) -> Double { count == 0 ? .nan : sum / Double(count) }
  }
}
