/// A connected region of the foreground with its size and place, summed over its readings.
struct Region: Sendable {
  /// Pixels, and how many of them have a reading.
  var pixels = 0
  var readings = 0
  /// Sums over the readings: depth in millimetres, its square, and column and row times depth.
  var depth = 0
  var squaredDepth = 0
  var columnDepth = 0
  var rowDepth = 0
  /// The region's box in pixels.
  var columns = Int32.max..<Int32.max
  var rows = Int32.max..<Int32.max
  /// The nearest and farthest run, as mean depths in millimetres.
  var depths: ClosedRange<Float> = 0...0
  /// Which body it belongs to, in the order in which they are found; -1 none.
  var body = -1

  /// Square metres of the surface it shows, as if every pixel faced the camera; filled pixels count with the
  /// mean of the others, a region without readings has none.
  func area(_ camera: Camera) -> Float {
    guard readings > 0 else { return 0 }
    let measured = Float(squaredDepth) * 1e-6 / (camera.focalX * camera.focalY)
    return measured * Float(pixels) / Float(readings)
  }

  /// Adds one run whose readings sum to `depth` and the rest.
  mutating func add(_ run: RunLabels.Run, _ sums: RunSums) {
    let mean = sums.mean
    if pixels == 0 {
      columns = run.start..<run.end
      rows = run.row..<run.row &+ 1
    } else {
      columns = min(columns.lowerBound, run.start)..<max(columns.upperBound, run.end)
      rows = rows.lowerBound..<run.row &+ 1
    }
    if sums.readings > 0 {
      depths = readings == 0 ? mean...mean : min(depths.lowerBound, mean)...max(depths.upperBound, mean)
    }
    pixels &+= run.count
    readings &+= sums.readings
    depth &+= sums.depth
    squaredDepth &+= sums.squaredDepth
    columnDepth &+= sums.columnDepth
    rowDepth &+= Int(run.row) &* sums.depth
  }
}

/// Sums over the readings of one run, in millimetres and whole columns.
struct RunSums: Sendable {
  var readings = 0
  var depth = 0
  var squaredDepth = 0
  var columnDepth = 0
  /// Mean depth in millimetres; 0 without readings.
  var mean: Float { readings == 0 ? 0 : Float(depth) / Float(readings) }

  init(_ run: RunLabels.Run, in row: Span<UInt16>) {
    for column in Int(run.start)..<Int(run.end) {
      let value = Int(row[column])
      readings &+= value == 0 ? 0 : 1
      depth &+= value
      squaredDepth &+= value &* value
      columnDepth &+= value &* column
    }
  }
}

extension Region {
  /// Takes another region in, as if they were one.
  mutating func merge(_ other: Region) {
    guard other.pixels > 0 else { return }
    guard pixels > 0 else {
      self = other
      return
    }
    columns =
      min(columns.lowerBound, other.columns.lowerBound)..<max(columns.upperBound, other.columns.upperBound)
    rows = min(rows.lowerBound, other.rows.lowerBound)..<max(rows.upperBound, other.rows.upperBound)
    depths =
      readings == 0
      ? other.depths
      : other.readings == 0
        ? depths
        : min(depths.lowerBound, other.depths.lowerBound)...max(depths.upperBound, other.depths.upperBound)
    pixels &+= other.pixels
    readings &+= other.readings
    depth &+= other.depth
    squaredDepth &+= other.squaredDepth
    columnDepth &+= other.columnDepth
    rowDepth &+= other.rowDepth
  }

  /// Mean place of its readings in metres; NaN without readings.
  func centroid(_ camera: Camera) -> SIMD3<Float> {
    guard readings > 0 else { return SIMD3(repeating: .nan) }
    // Means of column and row weighted by depth; a pixel's centre lies half a pixel further.
    let u = Float(Double(columnDepth) / Double(depth)) + 0.5
    let v = Float(Double(rowDepth) / Double(depth)) + 0.5
    return camera.unproject(u: u, v: v, depth: 0.001 * Float(depth) / Float(readings))
  }
}
