/// Row sums of a silhouette and what follows from them: box and axis, shoulders and legs.
struct SilhouetteRows: Sendable {
  /// The silhouette's extent in metres, each row at its own mean depth, and its mean depth.
  struct Body: Sendable {
    var low = SIMD2<Float>(repeating: .infinity)
    var high = SIMD2<Float>(repeating: -.infinity)
    var depth: Float = 0
  }

  let width: Int
  let height: Int
  private(set) var body = Body()
  /// Column of the trunk's axis, in continuous pixels.
  private(set) var axis: Float = 0
  /// Per column, the pixels of the silhouette's upper 55 %.
  private var columnCounts: [Int32]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    columnCounts = [Int32](repeating: 0, count: width)
  }

  /// Sums the rows; false where no pixel of the upper ones has a reading.
  mutating func scan(_ silhouette: Silhouette, in frame: DepthFrame) -> Bool {
    for column in silhouette.columns { columnCounts[column] = 0 }
    let upper = silhouette.rows.lowerBound + max(1, silhouette.rows.count * 55 / 100)
    let camera = frame.camera
    let columns = silhouette.columns
    var result = Body()
    var depthSum = 0, readings = 0
    silhouette.mask.withPixels { mask in
      frame.depth.withPixels { depth in
        for y in silhouette.rows {
          let part = y &* width &+ columns.lowerBound..<y &* width &+ columns.upperBound
          let row = RowSum(mask: mask.extracting(part), depth: depth.extracting(part))
          if y < upper { addColumns(mask.extracting(part), from: columns.lowerBound) }
          guard row.readings > 0 else { continue }
          depthSum &+= row.depth
          readings &+= row.readings
          let metres = 0.001 * Float(row.depth) / Float(row.readings)
          let first = camera.unproject(u: Float(columns.lowerBound + row.first), v: Float(y), depth: metres)
          let last = camera.unproject(
            u: Float(columns.lowerBound + row.last + 1), v: Float(y + 1), depth: metres)
          result.low = pointwiseMin(result.low, SIMD2(first.x, last.y))
          result.high = pointwiseMax(result.high, SIMD2(last.x, first.y))
        }
      }
    }
    guard readings > 0 else { return false }
    result.depth = 0.001 * Float(depthSum) / Float(readings)
    body = result
    return findAxis(silhouette)
  }

  private mutating func addColumns(_ mask: Span<UInt8>, from first: Int) {
    var counts = columnCounts.mutableSpan
    for x in mask.indices { counts[first &+ x] &+= Int32(mask[x] & 1) }
  }

  private mutating func findAxis(_ silhouette: Silhouette) -> Bool {
    var weights: Float = 0, sum: Float = 0
    for column in silhouette.columns {
      let count = Float(columnCounts[column])
      let weight = count * count * count
      weights += weight
      sum += weight * (Float(column) + 0.5)
    }
    guard weights > 0 else { return false }
    axis = sum / weights
    return true
  }

  /// Mean height in metres of the silhouette's upper edge over some columns, from a row down to another; each
  /// column at its own depth a little below the edge. NaN where nothing is there.
  func edge(
    of silhouette: Silhouette, in frame: DepthFrame, columns: Range<Int>, below top: Int, above bottom: Int
  ) -> Float {
    var sum: Float = 0
    var count = 0
    for x in columns.clamped(to: 0..<width) {
      var y = max(top, 0)
      while y < bottom, silhouette.mask.storage[y &* width &+ x] == 0 { y &+= 1 }
      // The edge's own pixels mix foreground and background; two rows on is the shoulder.
      let inside = min(y + 2, height - 1) &* width &+ x
      guard y < bottom, silhouette.mask.storage[inside] != 0, frame.depth.storage[inside] > 0 else {
        continue
      }
      sum +=
        frame.camera.unproject(
          u: Float(x), v: Float(y), depth: 0.001 * Float(frame.depth.storage[inside])
        ).y
      count &+= 1
    }
    return count == 0 ? .nan : sum / Float(count)
  }
}

/// Sums of one row of the silhouette.
struct RowSum: Sendable {
  var readings = 0
  /// Sum of depths in millimetres, and of column times depth.
  var depth = 0
  var columnDepth = 0
  /// First and last column with a reading, from the span's start.
  var first = 0
  var last = -1

  init(mask: Span<UInt8>, depth pixels: Span<UInt16>) {
    for x in mask.indices where mask[x] != 0 && pixels[x] != 0 {
      let value = Int(pixels[x])
      if readings == 0 { first = x }
      last = x
      readings &+= 1
      depth &+= value
      columnDepth &+= value &* x
    }
  }
}
