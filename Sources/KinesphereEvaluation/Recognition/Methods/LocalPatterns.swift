import Kinesphere

/// How a cell's eight neighbours compare with it, as a number: texture that does not depend on how bright it is.
///
/// Bits 0 to 7 are the neighbours from the right one on, against the clock: (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1),
/// (0, 1), (1, 1), with rows downwards. The corners are the cells themselves, not interpolated to a circle.
public enum LocalPatterns {
  static let neighbours = [(1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1)]
  /// Bins of a histogram of ``uniformBins``.
  static let uniformCount = 59

  /// The local binary pattern of an inner cell: bits of the neighbours at least as large.
  static func binary(_ map: Plane<UInt16>, _ x: Int, _ y: Int) -> Int {
    let centre = map[x, y]
    var code = 0
    for (bit, step) in neighbours.enumerated() where map[x + step.0, y + step.1] >= centre {
      code |= 1 << bit
    }
    return code
  }

  /// The local ternary pattern of an inner cell (Tan, Triggs 2010, doi:10.1109/TIP.2010.2042645), as two binary ones: the
  /// neighbours above it by `threshold` or more, and those below it by as much.
  static func ternary(_ map: Plane<UInt16>, _ x: Int, _ y: Int, threshold: Int) -> (upper: Int, lower: Int) {
    let centre = Int(map[x, y])
    var codes = (upper: 0, lower: 0)
    for (bit, step) in neighbours.enumerated() {
      let other = Int(map[x + step.0, y + step.1])
      if other >= centre + threshold { codes.upper |= 1 << bit }
      if other <= centre - threshold { codes.lower |= 1 << bit }
    }
    return codes
  }

  /// Each code's bin: those with at most two changes around the circle have one of their own, 0 to 57, all others share 58
  /// (Ojala, Pietikäinen, Mäenpää 2002, doi:10.1109/TPAMI.2002.1017623).
  static let uniformBins: [Int] = {
    var next = 0
    return (0..<256).map { code in
      let turned = (code >> 1) | ((code & 1) << 7)
      guard (code ^ turned).nonzeroBitCount <= 2 else { return 58 }
      next += 1
      return next - 1
    }
  }()
}

/// Histograms of uniform local binary patterns of motion maps, as Chen, Jafari, Kehtarnavaz 2015 (doi:10.1109/WACV.2015.150) use
/// them on depth motion maps.
///
/// A map's inner cells are shared among 6 x 4 blocks without overlap; cells that equal all their neighbours (nothing moves) are
/// passed over. Square roots, brought to length 1 a map and over all. The whole and its halves by motion energy, seven views.
public struct BinaryPatternDescriber: SequenceDescriber {
  public let summary = "uniform local binary patterns of motion maps"
  private var maps: MotionMaps
  static let rows = 6
  static let columns = 4

  public init() {
    var configuration = MotionMaps.Configuration()
    configuration.levels = 2
    maps = MotionMaps(configuration)
  }

  public mutating func describe(_ sequence: ObservedSequence) -> [[Float]] {
    guard maps.draw(sequence.cloud) else { return [] }
    let share = 1 / Float(maps.configuration.mapCount).squareRoot()
    var row: [Float] = []
    for segment in 0..<maps.configuration.segmentCount {
      for view in 0..<maps.configuration.viewCount {
        row += Self.histogram(of: maps.map(segment: segment, view: view)).map { $0 * share }
      }
    }
    return [row]
  }

  /// `rows * columns * 59` numbers of length 1 together; zeros where nothing moves.
  static func histogram(of map: Plane<UInt16>) -> [Float] {
    var counts = [Float](repeating: 0, count: rows * columns * LocalPatterns.uniformCount)
    var total: Float = 0
    for y in 1..<max(1, map.height - 1) {
      for x in 1..<max(1, map.width - 1) {
        let centre = map[x, y]
        guard LocalPatterns.neighbours.contains(where: { map[x + $0.0, y + $0.1] != centre }) else {
          continue
        }
        let block = y * rows / map.height * columns + x * columns / map.width
        let bin = LocalPatterns.uniformBins[LocalPatterns.binary(map, x, y)]
        counts[block * LocalPatterns.uniformCount + bin] += 1
        total += 1
      }
    }
    return total > 0 ? counts.map { ($0 / total).squareRoot() } : counts
  }
}
