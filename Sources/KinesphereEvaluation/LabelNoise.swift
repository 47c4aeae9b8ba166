import Kinesphere

/// How far the labels of a data set are from a body with rigid bones: what no tracker that answers with one can go below.
///
/// A person's bones keep their lengths, those between Kinect's labels do not. Where a label's bone is `d` away from its
/// subject's length, the errors of any rigid answer at its two ends add up to `d` or more, by the triangle inequality.
/// Costs a pass over the labels.
public struct LabelNoise: Encodable, Sendable {
  /// Least mean error over the 18 key-points of any skeletons whose bones keep their lengths, metres: the sum of these `d`
  /// over bones that share no key-point, chosen so that it is largest, divided by 18.
  public let rigidBound: Double
  /// Mean distance of a label from the truth, metres, if the errors were independent and alike in every direction: a bone's
  /// length then varies by `2 s^2`, and the distance is `s sqrt(8 / pi)` in the mean. Errors that two ends share do not show
  /// in it, so it is rather too small.
  public let estimated: Double

  /// Of labels with their subjects; nil where no bone has two labels of one subject.
  init?(_ labels: [(pose: Pose, subject: Int)]) {
    var lengths: [Int: [[Double]]] = [:]
    for (pose, subject) in labels {
      for point in KeyPoint.allCases {
        guard let parent = point.parent else { continue }
        let bone = pose[point] - pose[parent]
        let length = Double((bone * bone).sum().squareRoot())
        if length.isNaN { continue }
        lengths[subject, default: Array(repeating: [], count: KeyPoint.count)][point.rawValue].append(length)
      }
    }
    var (deviations, squares, count) = ([Double](repeating: 0, count: KeyPoint.count), 0.0, 0)
    for (_, bones) in lengths {
      for (bone, values) in bones.enumerated() where values.count > 1 {
        let middle = values.sorted()[values.count / 2]
        let mean = values.reduce(0, +) / Double(values.count)
        deviations[bone] +=
          values.reduce(0) { $0 + abs($1 - middle) } / Double(values.count) / Double(lengths.count)
        squares += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
        count += 1
      }
    }
    guard count > 0 else { return nil }
    rigidBound = Self.largestMatching(deviations) / Double(KeyPoint.count)
    estimated = (squares / Double(count) / 2).squareRoot() * (8 / Double.pi).squareRoot()
  }

  /// The largest sum over bones that share no end; `weights` by the bone's outer key-point.
  static func largestMatching(_ weights: [Double]) -> Double {
    /// The best below a key-point: when it is free for a bone to its parent, and at all.
    func best(_ point: KeyPoint) -> (free: Double, any: Double) {
      let children = KeyPoint.allCases.filter { $0.parent == point }.map { ($0, best($0)) }
      let free = children.reduce(0) { $0 + $1.1.any }
      let gain = children.map { weights[$0.rawValue] + $1.free - $1.any }.max() ?? 0
      return (free, free + max(0, gain))
    }
    return best(.pelvis).any
  }
}
