import Kinesphere

/// From an observed sequence to rows: the half of a method that learns nothing, so that several classifiers can share it.
public protocol SequenceDescriber {
  /// What the rows hold, in words.
  var summary: String { get }
  /// Rows of a sequence, all of one width and as many for each sequence; none where nothing can be said.
  mutating func describe(_ sequence: ObservedSequence) -> [[Float]]
}

/// Oriented gradients of the motion maps as ``ActionFeatures`` reads them: one row, or one for each view.
public struct MapDescriber: SequenceDescriber {
  public let summary: String
  private var maps: MotionMaps
  private var histogram = OrientationHistogram()
  private let splitsViews: Bool

  /// `splitsViews`: a row for each view, with that view's maps of all parts of the sequence.
  public init(_ configuration: MotionMaps.Configuration = .init(), splitsViews: Bool = false) {
    maps = MotionMaps(configuration)
    self.splitsViews = splitsViews
    summary = "motion maps' oriented gradients" + (splitsViews ? ", a classifier a view" : "")
  }

  public mutating func describe(_ sequence: ObservedSequence) -> [[Float]] {
    guard maps.draw(sequence.cloud) else { return [] }
    var numbers: [Float] = []
    histogram.append(maps, to: &numbers)
    guard splitsViews else { return [numbers] }
    let (views, width) = (maps.configuration.viewCount, histogram.configuration.count)
    return (0..<views).map { view in
      (0..<maps.configuration.segmentCount).flatMap { segment in
        let first = (segment * views + view) * width
        return numbers[first..<first + width]
      }
    }
  }
}

/// The key-points' part of ``ActionFeatures``: directions, turns and covariances, weighed as there.
public struct KeyPointDescriber: SequenceDescriber {
  public let summary = "key-points' directions, turns and covariances"
  private let weights: ActionFeatures.Configuration

  public init(_ configuration: ActionFeatures.Configuration = .init()) { weights = configuration }

  public func describe(_ sequence: ObservedSequence) -> [[Float]] {
    guard sequence.poses.count >= 4 else { return [] }
    let ways = KeyPointDirections.features(of: sequence.poses, times: sequence.times)
    let parts = [
      (ways.directions, weights.directionWeight), (ways.turns, weights.turnWeight),
      (KeyPointCovariance.features(of: sequence.poses), weights.covarianceWeight),
    ]
    return [parts.flatMap { part, weight in part.map { $0 * weight.squareRoot() } }]
  }
}

/// The three depth motion maps of Chen, Liu, Kehtarnavaz 2016 (doi:10.1007/s11554-013-0370-1): from the front, the side and above,
/// over the whole sequence, each cut to what moved, brought to one size and to values of 0 to 1.
///
/// Where it departs: the maps are drawn from a cloud scaled to one stature, as ``MotionMaps`` does, not from raw depth, and the
/// sizes are fixed, half of what that paper's means were.
public struct DepthMapDescriber: SequenceDescriber {
  public let summary = "depth motion maps from the front, the side and above"
  private var maps: MotionMaps
  /// Columns and rows of the maps from the front, from above and from the side, in the order they are drawn.
  static let sizes = [(27, 51), (27, 37), (37, 51)]

  public init() {
    var configuration = MotionMaps.Configuration()
    configuration.views = [0]
    configuration.levels = 1
    maps = MotionMaps(configuration)
  }

  public mutating func describe(_ sequence: ObservedSequence) -> [[Float]] {
    guard maps.draw(sequence.cloud) else { return [] }
    var row: [Float] = []
    for (view, size) in Self.sizes.enumerated() {
      row += Self.cut(maps.map(segment: 0, view: view), columns: size.0, rows: size.1)
    }
    return [row]
  }

  /// The rectangle that holds every cell above 0, bilinearly brought to a size; divided by the largest number. Zeros where none is.
  static func cut(_ map: Plane<UInt16>, columns: Int, rows: Int) -> [Float] {
    var (left, right, top, bottom) = (map.width, -1, map.height, -1)
    for y in 0..<map.height {
      for x in 0..<map.width where map[x, y] > 0 {
        (left, right) = (min(left, x), max(right, x))
        (top, bottom) = (min(top, y), max(bottom, y))
      }
    }
    guard right >= left else { return [Float](repeating: 0, count: columns * rows) }
    var out: [Float] = []
    out.reserveCapacity(columns * rows)
    for row in 0..<rows {
      let y = Float(top) + Float(bottom - top) * Float(row) / Float(max(1, rows - 1))
      for column in 0..<columns {
        let x = Float(left) + Float(right - left) * Float(column) / Float(max(1, columns - 1))
        let (x0, y0) = (Int(x), Int(y))
        let (x1, y1) = (min(right, x0 + 1), min(bottom, y0 + 1))
        let (u, v) = (x - Float(x0), y - Float(y0))
        let upper = Float(map[x0, y0]) * (1 - u) + Float(map[x1, y0]) * u
        let lower = Float(map[x0, y1]) * (1 - u) + Float(map[x1, y1]) * u
        out.append(upper * (1 - v) + lower * v)
      }
    }
    let largest = out.max() ?? 0
    return largest > 0 ? out.map { $0 / largest } : out
  }
}

/// Covariances of the key-points' places and speeds alone (``KeyPointCovariance``).
public struct CovarianceDescriber: SequenceDescriber {
  public let summary = "key-points' covariances"

  public init() {}

  public func describe(_ sequence: ObservedSequence) -> [[Float]] {
    guard sequence.poses.count >= 4 else { return [] }
    return [KeyPointCovariance.features(of: sequence.poses)]
  }
}
