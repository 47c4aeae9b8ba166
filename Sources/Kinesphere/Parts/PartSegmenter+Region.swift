import CKernels

extension PartSegmenter {
  /// A rectangle of the logits' grid, in cells; never empty.
  struct Region: Equatable, Sendable {
    /// Within the grid.
    let columns: Range<Int>
    let rows: Range<Int>
    /// The grid's side.
    let side: Int

    init(columns: Range<Int>, rows: Range<Int>, side: Int) {
      self.columns = columns.clamped(to: 0..<side)
      self.rows = rows.clamped(to: 0..<side)
      self.side = side
    }

    /// The whole grid.
    init(side: Int) { self.init(columns: 0..<side, rows: 0..<side, side: side) }

    /// The cells that hold any of the body, whose crop values are below 1; nil where there is none.
    init?(bodyIn crop: Span<Float>, size: Int, side: Int) {
      var (left, right, top, bottom) = (size, -1, size, -1)
      for y in 0..<size {
        let row = crop.extracting(y &* size..<(y &+ 1) &* size)
        for x in row.indices where row[x] < 1 {
          left = min(left, x)
          right = max(right, x)
          top = min(top, y)
          bottom = y
        }
      }
      guard right >= 0 else { return nil }
      let block = size / side
      self.init(
        columns: left / block..<right / block + 1, rows: top / block..<bottom / block + 1, side: side)
    }

    /// This and the cells around it, up to `cells` away.
    func grown(by cells: Int) -> Region {
      Region(
        columns: columns.lowerBound - cells..<columns.upperBound + cells,
        rows: rows.lowerBound - cells..<rows.upperBound + cells, side: side)
    }

    /// The kernels' form of it.
    var kernel: ks_region {
      ks_region(
        left: Int32(columns.lowerBound), top: Int32(rows.lowerBound), width: Int32(columns.count),
        height: Int32(rows.count))
    }
  }
}
