import Kinesphere
import KinesphereEvaluation

/// What a model's confidences are worth: whether they tell key-points that the camera sees from hidden ones, and good ones from
/// bad ones.
public struct ConfidenceScore: Sendable, Equatable, Codable {
  /// Mean confidence of the key-points that the camera sees, and of the others.
  public var seen, hidden: Double
  /// The chance that a seen key-point has more confidence than a hidden one, half of it for equal ones (the area under the
  /// ROC curve): 0.5 tells nothing, 1 all.
  public var areaBySight: Double
  /// The same of key-points within 10 cm of the truth against the others.
  public var areaByError: Double

  /// Of pairs whose labels have confidence 0 where a key-point is hidden; NaN where one of two sides is empty.
  init(_ pairs: [PosePairs.Pair]) {
    var points: [(confidence: Float, isSeen: Bool, isNear: Bool)] = []
    for pair in pairs {
      for point in KeyPoint.allCases {
        let offset = pair.predicted[point] - pair.label[point]
        points.append(
          (
            pair.predicted.confidence[point.rawValue], pair.label.confidence[point.rawValue] > 0,
            (offset * offset).sum().squareRoot() <= 0.1
          ))
      }
    }
    func mean(_ side: Bool) -> Double {
      let chosen = points.filter { $0.isSeen == side }
      return chosen.reduce(0) { $0 + Double($1.confidence) } / Double(chosen.count)
    }
    (seen, hidden) = (mean(true), mean(false))
    areaBySight = Self.area(points.map { ($0.confidence, $0.isSeen) })
    areaByError = Self.area(points.map { ($0.confidence, $0.isNear) })
  }

  /// By ranks: Mann and Whitney 1947, doi:10.1214/aoms/1177730491.
  static func area(_ values: [(confidence: Float, isPositive: Bool)]) -> Double {
    let sorted = values.sorted { $0.confidence < $1.confidence }
    let positives = sorted.count { $0.isPositive }
    var (rankSum, start) = (0.0, 0)
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end].confidence == sorted[start].confidence { end += 1 }
      // Equal ones share the mean of their ranks, which count from 1.
      let rank = Double(start + 1 + end) / 2
      rankSum += rank * Double(sorted[start..<end].count { $0.isPositive })
      start = end
    }
    let (p, n) = (Double(positives), Double(sorted.count - positives))
    return (rankSum - p * (p + 1) / 2) / (p * n)
  }
}
