extension SilhouetteRows {
  /// Splits the rows from `first` down into the dancer's left and right leg.
  ///
  /// The split starts at the middle of the hips: of the upper rows' pixels around the trunk's axis. Where a row shows a gap within `reach` pixels of the split, the split
  /// moves to the gap's middle; where the legs touch it stays where it was. On each side the run of pixels
  /// next to the split is the leg (a hand that hangs beside it is a run further out), and its readings give one
  /// point: their mean in space.
  func split(
    _ silhouette: Silhouette, in frame: DepthFrame, from first: Int, reach: Int,
    left: inout LegLine, right: inout LegLine
  ) {
    let columns = silhouette.columns
    var split = hipColumn(silhouette, rows: first..<min(first + reach / 2, silhouette.rows.upperBound))
    for y in first..<max(silhouette.rows.upperBound, first) {
      let part = y &* width &+ columns.lowerBound..<y &* width &+ columns.upperBound
      silhouette.mask.withPixels { mask in
        frame.depth.withPixels { depth in
          let row = mask.extracting(part)
          let readings = depth.extracting(part)
          split = Self.gap(in: row, near: split, reach: reach) ?? split
          let west = Self.run(in: row, before: split)
          let east = Self.run(in: row, from: split)
          let westPoint = RowSum(mask: row.extracting(west), depth: readings.extracting(west))
            .centre(from: columns.lowerBound + west.lowerBound, row: y, camera: frame.camera)
          let eastPoint = RowSum(mask: row.extracting(east), depth: readings.extracting(east))
            .centre(from: columns.lowerBound + east.lowerBound, row: y, camera: frame.camera)
          // Kinect's mirrored picture shows the dancer's left on its left; an unmirrored one on its right.
          if let own = frame.camera.isMirrored ? westPoint : eastPoint { left.append(own) }
          if let own = frame.camera.isMirrored ? eastPoint : westPoint { right.append(own) }
        }
      }
    }
  }

  /// The mean middle of some rows' runs around the trunk's axis, counted from the silhouette's first column.
  private func hipColumn(_ silhouette: Silhouette, rows: Range<Int>) -> Int {
    let columns = silhouette.columns
    let start = min(max(Int(axis) - columns.lowerBound, 0), columns.count)
    var sum = 0, count = 0
    for y in rows {
      let part = y &* width &+ columns.lowerBound..<y &* width &+ columns.upperBound
      silhouette.mask.withPixels { mask in
        let row = mask.extracting(part)
        guard start < row.count, row[start] != 0 else { return }
        sum &+= Self.run(in: row, before: start).lowerBound &+ Self.run(in: row, from: start).upperBound
        count &+= 2
      }
    }
    return count == 0 ? start : sum / count
  }

  /// The last run of set pixels before a column; empty where there is none.
  private static func run(in row: Span<UInt8>, before column: Int) -> Range<Int> {
    var end = column
    while end > 0, row[end &- 1] == 0 { end &-= 1 }
    var start = end
    while start > 0, row[start &- 1] != 0 { start &-= 1 }
    return start..<end
  }

  /// The first run of set pixels from a column on; empty where there is none.
  private static func run(in row: Span<UInt8>, from column: Int) -> Range<Int> {
    var start = column
    while start < row.count, row[start] == 0 { start &+= 1 }
    var end = start
    while end < row.count, row[end] != 0 { end &+= 1 }
    return start..<end
  }

  /// The middle of the gap (unset pixels between set ones) nearest to a column, at most `reach` away; nil without.
  private static func gap(in row: Span<UInt8>, near column: Int, reach: Int) -> Int? {
    var best: Int?
    var lastSet = -1
    let end = min(column + 2 * reach, row.count)
    for x in max(column - 2 * reach, 0)..<max(end, max(column - 2 * reach, 0)) where row[x] != 0 {
      if lastSet >= 0, x - lastSet > 1 {
        let middle = (x + lastSet + 1) / 2
        if abs(middle - column) <= min(reach, best.map { abs($0 - column) } ?? reach) { best = middle }
      }
      lastSet = x
    }
    return best
  }
}

extension RowSum {
  /// Mean place of the row's readings in metres; nil where it has fewer than two.
  func centre(from firstColumn: Int, row: Int, camera: Camera) -> SIMD3<Float>? {
    guard readings >= 2 else { return nil }
    let u = Float(firstColumn) + Float(columnDepth) / Float(depth) + 0.5
    return camera.unproject(u: u, v: Float(row) + 0.5, depth: 0.001 * Float(depth) / Float(readings))
  }
}
