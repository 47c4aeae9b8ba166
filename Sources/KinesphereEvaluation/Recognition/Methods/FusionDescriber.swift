import Kinesphere
import RealModule

/// What a network that fuses maps and key-points reads: one row a sequence, pictures first, then steps.
///
/// **Pictures**: the motion maps of seven views over the whole sequence and over its halves of equal motion energy, ``side`` x ``side``
/// cells each, roots of the numbers in units of the map's largest. **Steps**: ``steps`` equal steps of time with the key-points' places
/// (``KeyPointRows``), then with their differences from the step before, times ten.
public struct FusionDescriber: SequenceDescriber {
  public static let side = 32
  /// Pictures of a sequence: seven views of three parts.
  public static let pictures = 21
  public static let steps = 32
  /// Numbers of a step: places and differences.
  public static let stepWidth = 2 * KeyPoint.count * 3
  public let summary = "motion maps and key-points"
  private var maps: MotionMaps

  public init() {
    var configuration = MotionMaps.Configuration()
    configuration.side = Self.side
    configuration.levels = 2
    maps = MotionMaps(configuration)
    precondition(configuration.mapCount == Self.pictures, "seven views of three parts")
  }

  /// Numbers of the pictures, and of the whole row.
  public static let pictureNumbers = pictures * side * side
  public static let count = pictureNumbers + steps * stepWidth

  public mutating func describe(_ sequence: ObservedSequence) -> [[Float]] {
    let places = KeyPointRows.rows(of: sequence.poses, times: sequence.times)
    guard !places.isEmpty, maps.draw(sequence.cloud) else { return [] }
    var row: [Float] = []
    row.reserveCapacity(Self.count)
    for segment in 0..<maps.configuration.segmentCount {
      for view in 0..<maps.configuration.viewCount {
        Self.append(maps.map(segment: segment, view: view), to: &row)
      }
    }
    Self.append(steps: places, to: &row)
    return [row]
  }

  private static func append(_ map: Plane<UInt16>, to row: inout [Float]) {
    var largest: UInt16 = 1
    for y in 0..<side { for x in 0..<side { largest = max(largest, map[x, y]) } }
    for y in 0..<side {
      for x in 0..<side { row.append((Float(map[x, y]) / Float(largest)).squareRoot()) }
    }
  }

  /// Rows of places brought to ``steps`` of them, linearly.
  static func append(steps places: [[Float]], to row: inout [Float]) {
    var before: [Float]?
    for step in 0..<steps {
      let place = Float(places.count - 1) * Float(step) / Float(steps - 1)
      let from = min(Int(place), max(0, places.count - 2))
      let share = place - Float(from)
      let to = min(from + 1, places.count - 1)
      let now = zip(places[from], places[to]).map { $0 + ($1 - $0) * share }
      row += now
      row += zip(now, before ?? now).map { ($0 - $1) * 10 }
      before = now
    }
  }
}
