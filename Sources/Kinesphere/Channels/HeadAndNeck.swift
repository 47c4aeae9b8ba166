/// Where a silhouette's head begins and its neck is narrowest: what hangs from the head follows the trunk when
/// it leans, which a fixed column does not.
struct HeadAndNeck: Sendable {
  /// The crown's row.
  var crownRow: Int
  /// The neck's row and its middle column.
  var neckRow: Int
  var neckColumn: Int

  /// Looks down from the top for the first run of pixels that is as wide as a head (11 cm; a raised forearm is
  /// thinner) within 40 cm of the trunk's axis, and follows it down to its narrowest row between 14 and 34 cm
  /// below. Where nothing is that wide, the crown is the top of the axis and the neck lies 25 cm below.
  ///
  /// `perMetre` = pixels in a metre at the body's depth.
  init(_ silhouette: Silhouette, axis: Int, perMetre: Float) {
    let width = silhouette.mask.width
    self = silhouette.mask.withPixels { mask in
      for y in silhouette.rows {
        let row = mask.extracting(y &* width..<(y &+ 1) &* width)
        let within = silhouette.columns.clamped(
          to: axis - Int(0.4 * perMetre)..<max(axis + Int(0.4 * perMetre), axis - Int(0.4 * perMetre)))
        if let head = Self.widestRun(row, within: within), Float(head.count) >= 0.11 * perMetre {
          return Self(following: head, from: y, in: mask, of: silhouette, perMetre: perMetre)
        }
      }
      return Self(axis: axis, silhouette: silhouette, perMetre: perMetre)
    }
  }

  private init(axis: Int, silhouette: Silhouette, perMetre: Float) {
    let width = silhouette.mask.width
    let column = min(max(axis, 0), width - 1)
    crownRow =
      silhouette.rows.first { silhouette.mask.storage[$0 &* width &+ column] != 0 }
      ?? silhouette.rows.lowerBound
    neckRow = crownRow + Int(0.25 * perMetre)
    neckColumn = column
  }

  private init(
    following head: Range<Int>, from top: Int, in mask: Span<UInt8>, of silhouette: Silhouette,
    perMetre: Float
  ) {
    let width = silhouette.mask.width
    // A head is 11 cm wide some 2 cm below its crown.
    crownRow = max(top - Int(0.02 * perMetre), silhouette.rows.lowerBound)
    neckRow = min(crownRow + Int(0.25 * perMetre), silhouette.rows.upperBound - 1)
    neckColumn = (head.lowerBound + head.upperBound) / 2
    let search = crownRow + Int(0.14 * perMetre)..<crownRow + Int(0.34 * perMetre) + 1
    var run = head
    var narrowest = Int.max
    for y in top..<min(search.upperBound, silhouette.rows.upperBound) {
      let row = mask.extracting(y &* width..<(y &+ 1) &* width)
      guard let next = Self.run(row, around: (run.lowerBound + run.upperBound) / 2) else { break }
      run = next
      if search.contains(y), run.count < narrowest {
        narrowest = run.count
        neckRow = y
        neckColumn = (run.lowerBound + run.upperBound) / 2
      }
    }
  }

  /// The widest run of set pixels among some columns.
  private static func widestRun(_ row: Span<UInt8>, within columns: Range<Int>) -> Range<Int>? {
    var widest: Range<Int>?
    var start = -1
    for x in columns.lowerBound...columns.upperBound {
      let isSet = x < columns.upperBound && row[x] != 0
      if isSet, start < 0 { start = x }
      if !isSet, start >= 0 {
        if x - start > (widest?.count ?? 0) { widest = start..<x }
        start = -1
      }
    }
    return widest
  }

  /// The run of set pixels at a column; nil where it is not set.
  private static func run(_ row: Span<UInt8>, around column: Int) -> Range<Int>? {
    guard row[column] != 0 else { return nil }
    var first = column, last = column
    while first > 0, row[first - 1] != 0 { first -= 1 }
    while last + 1 < row.count, row[last + 1] != 0 { last += 1 }
    return first..<last + 1
  }
}
