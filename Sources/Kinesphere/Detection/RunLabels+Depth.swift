extension RunLabels {
  /// Finds the regions of the set pixels whose surface is continuous: neighbours are connected (8 of them) where their
  /// depths differ by at most `step` millimetres. A run is cut where its depth jumps.
  ///
  /// Pixels without a reading (filled holes) belong to the reading left of them, and connect nothing: a run of such
  /// pixels alone stays a region of its own.
  mutating func label(_ mask: PixelMask, splitAt step: Float, of depth: Plane<UInt16>) {
    precondition(mask.width == width && mask.height == height, "the mask has the labels' size")
    precondition(depth.width == width && depth.height == height, "the picture has the labels' size")
    let limit = Int32(min(max(step, 0), 65535))
    collectRuns(mask, flip: 0)
    depth.withPixels { pixels in
      cutRuns(pixels, limit: limit)
      let width = width
      connectRows(reach: 1) { lower, upper in
        Self.isOneSurface(lower, upper, pixels, width: width, limit: limit)
      }
    }
    numberRegions()
  }

  private mutating func cutRuns(_ depth: Span<UInt16>, limit: Int32) {
    if pieces.capacity == 0 { pieces.reserveCapacity(width * height) }
    pieces.removeAll(keepingCapacity: true)
    for y in 0..<height {
      let row = depth.extracting(y &* width..<(y &+ 1) &* width)
      let first = Int(rowStarts[y]), last = Int(rowStarts[y + 1])
      rowStarts[y] = Int32(truncatingIfNeeded: pieces.count)
      for index in first..<last { cut(runs[index], row, limit: limit) }
    }
    rowStarts[height] = Int32(truncatingIfNeeded: pieces.count)
    swap(&runs, &pieces)
  }

  private mutating func cut(_ run: Run, _ row: Span<UInt16>, limit: Int32) {
    var start = run.start
    var before: Int32 = 0
    for x in run.start..<run.end {
      let here = Int32(row[Int(x)])
      if here == 0 { continue }
      if before > 0, abs(here &- before) > limit {
        add(run, start..<x)
        start = x
      }
      before = here
    }
    add(run, start..<run.end)
  }

  private mutating func add(_ run: Run, _ columns: Range<Int32>) {
    pieces.append(
      Run(
        row: run.row, start: columns.lowerBound, end: columns.upperBound,
        region: Int32(truncatingIfNeeded: pieces.count)))
  }

  /// Whether two runs of neighbouring rows have a pair of neighbouring pixels of like depth.
  private static func isOneSurface(
    _ a: Run, _ b: Run, _ depth: Span<UInt16>, width: Int, limit: Int32
  ) -> Bool {
    let columns = max(a.start, b.start) &- 1...min(a.end, b.end)
    for x in columns {
      let u = Int(min(max(x, a.start), a.end &- 1)), v = Int(min(max(x, b.start), b.end &- 1))
      guard abs(u &- v) <= 1 else { continue }
      let first = Int32(depth[Int(a.row) &* width &+ u]), second = Int32(depth[Int(b.row) &* width &+ v])
      if first > 0, second > 0, abs(first &- second) <= limit { return true }
    }
    return false
  }
}
