import CKernels

/// Histograms of oriented gradients of motion maps: the numbers that a classifier of actions reads.
///
/// Dalal, Triggs 2005, doi:10.1109/CVPR.2005.177, in the form that suits motion maps (Yang, Zhang, Tian 2012,
/// doi:10.1145/2393347.2396382): a map's gradients are shared among 8 x 6 cells and nine directions of half a turn, trilinearly; the
/// square roots of the sums are brought to length 1 a map (Hellinger's kernel), and all maps together to length 1.
public struct OrientationHistogram: Sendable {
  public struct Configuration: Sendable, Hashable, Codable {
    public var rows = 8
    public var columns = 6
    public var bins = 9

    public init() {}

    public var count: Int { rows * columns * bins }
    /// Whether everything is within its range: 1 to 64 rows and columns, 2 to 16 directions.
    public var isWithinRanges: Bool {
      (1...64).contains(rows) && (1...64).contains(columns) && (2...16).contains(bins)
    }
  }

  public let configuration: Configuration
  private var cells: [Float]

  public init(_ configuration: Configuration = Configuration()) {
    precondition(
      configuration.isWithinRanges, "a histogram has 1 to 64 rows and columns and 2 to 16 directions")
    self.configuration = configuration
    cells = [Float](repeating: 0, count: configuration.count)
  }

  /// Appends the numbers of all maps, `configuration.count` each, in the maps' order. Zeros where nothing moved.
  public mutating func append(_ maps: MotionMaps, to features: inout [Float]) {
    var how = ks_orientation(
      side: Int32(maps.configuration.side), rows: Int32(configuration.rows),
      columns: Int32(configuration.columns), bins: Int32(configuration.bins))
    let (level, count) = (maps.level, configuration.count)
    let share = 1 / Float(maps.configuration.mapCount).squareRoot()
    cells.withUnsafeMutableBufferPointer { cells in
      // A histogram has a cell, so there is an address.
      guard let base = cells.baseAddress else { return }
      maps.withMaps { map in
        ks_orientations(level.rawValue, &how, map, base)
        var sum: Float = 0
        for index in 0..<count { sum += base[index] }
        let scale = sum > 0 ? 1 / sum : 0
        for index in 0..<count { features.append((base[index] * scale).squareRoot() * share) }
      }
    }
  }

  /// The kernel alone, on one map.
  static func kernel(
    _ map: [UInt16], side: Int, rows: Int, columns: Int, bins: Int, level: CPULevel, into out: inout [Float]
  ) {
    precondition(map.count == side * side && out.count == rows * columns * bins, "a square map and its cells")
    var how = ks_orientation(
      side: Int32(side), rows: Int32(rows), columns: Int32(columns), bins: Int32(bins))
    ks_orientations(level.rawValue, &how, map, &out)
  }
}
