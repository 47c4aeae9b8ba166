/// Connected regions of a mask, found from its horizontal runs with union-find (no recursion, no allocation).
///
/// Suzuki, Horiba, Sugie (2003), doi:10.1016/S1077-3142(02)00030-9, describe the family; runs instead of pixels
/// make the work proportional to the outline. All buffers are made for the worst case (every second pixel set)
/// at `init`: 8 bytes per pixel of the picture.
public struct RunLabels: Sendable {
  /// Consecutive set pixels of one row.
  public struct Run: Sendable, Equatable {
    public var row: Int32
    /// First column, and the column after the last.
    public var start: Int32
    public var end: Int32
    /// Index of the run's region after ``RunLabels/label(_:complement:diagonal:)``.
    public var region: Int32
    public var count: Int { Int(end &- start) }
  }

  /// All runs, top to bottom and left to right.
  public internal(set) var runs: [Run] = []
  /// `runs[rowStarts[y]..<rowStarts[y + 1]]` are the runs of row `y`.
  public internal(set) var rowStarts: [Int32]
  /// Regions found; their indices ascend in the order of their first runs.
  public private(set) var regionCount = 0
  let width: Int
  let height: Int
  /// Scratch of ``label(_:splitAt:of:)``; empty until it is first used.
  var pieces: [Run] = []

  /// For masks of this size.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
    runs.reserveCapacity((width + 1) / 2 * height)
    rowStarts = [Int32](repeating: 0, count: height + 1)
  }

  /// Finds the regions of the set pixels, or of the unset ones where `complement`; pixels that touch by a corner
  /// are connected where `diagonal` (8-connected), else only by an edge (4-connected).
  public mutating func label(_ mask: PixelMask, complement: Bool = false, diagonal: Bool = true) {
    precondition(mask.width == width && mask.height == height, "the mask has the labels' size")
    collectRuns(mask, flip: complement ? .max : 0)
    connectRows(reach: diagonal ? 1 : 0) { _, _ in true }
    numberRegions()
  }

  mutating func collectRuns(_ mask: PixelMask, flip: UInt64) {
    runs.removeAll(keepingCapacity: true)
    let words = mask.words.span
    let wordsPerRow = mask.wordsPerRow
    for y in 0..<height {
      rowStarts[y] = Int32(truncatingIfNeeded: runs.count)
      var open: Int32 = -1
      for word in 0..<wordsPerRow {
        var bits = words[y &* wordsPerRow &+ word] ^ flip
        if word &+ 1 == wordsPerRow { bits &= mask.lastWordBits }
        let base = Int32(truncatingIfNeeded: word &* 64)
        if open >= 0 {
          if bits == .max { continue }
          let end = Int32(truncatingIfNeeded: (~bits).trailingZeroBitCount)
          append(row: y, start: open, end: base &+ end)
          open = -1
          bits &= .max &<< UInt64(truncatingIfNeeded: end)
        }
        while bits != 0 {
          let start = Int32(truncatingIfNeeded: bits.trailingZeroBitCount)
          let rest = ~bits & (.max &<< UInt64(truncatingIfNeeded: start))
          if rest == 0 {
            open = base &+ start
            break
          }
          let end = Int32(truncatingIfNeeded: rest.trailingZeroBitCount)
          append(row: y, start: base &+ start, end: base &+ end)
          bits &= .max &<< UInt64(truncatingIfNeeded: end)
        }
      }
      if open >= 0 { append(row: y, start: open, end: Int32(truncatingIfNeeded: width)) }
    }
    rowStarts[height] = Int32(truncatingIfNeeded: runs.count)
  }

  private mutating func append(row: Int, start: Int32, end: Int32) {
    // Until the regions are numbered, `region` is the run's parent in the union-find forest.
    let parent = Int32(truncatingIfNeeded: runs.count)
    runs.append(Run(row: Int32(truncatingIfNeeded: row), start: start, end: end, region: parent))
  }

  /// Joins runs of neighbouring rows that lie within `reach` columns where `belong` says so too.
  @inline(__always)
  mutating func connectRows(reach: Int32, belong: (Run, Run) -> Bool) {
    var runs = runs.mutableSpan
    var above = 0
    for index in 0..<runs.count {
      let run = runs[index]
      // `above` never passes a run that could touch this one: runs of a row ascend.
      while above < index, runs[above].row < run.row &- 1 { above &+= 1 }
      while above < index, runs[above].row == run.row &- 1, runs[above].end &+ reach <= run.start {
        above &+= 1
      }
      var touching = above
      while touching < index, runs[touching].row == run.row &- 1, runs[touching].start < run.end &+ reach {
        if belong(run, runs[touching]) { Self.join(index, touching, in: &runs) }
        touching &+= 1
      }
    }
  }

  /// The smaller index becomes the root, so a root always precedes its members.
  private static func join(_ a: Int, _ b: Int, in runs: inout MutableSpan<Run>) {
    let first = root(a, in: &runs)
    let second = root(b, in: &runs)
    if first < second {
      runs[second].region = Int32(truncatingIfNeeded: first)
    } else if second < first {
      runs[first].region = Int32(truncatingIfNeeded: second)
    }
  }

  private static func root(_ index: Int, in runs: inout MutableSpan<Run>) -> Int {
    var index = index
    while true {
      let parent = Int(runs[index].region)
      if parent == index { return index }
      let grandparent = runs[parent].region
      runs[index].region = grandparent
      index = Int(grandparent)
    }
  }

  mutating func numberRegions() {
    var runs = runs.mutableSpan
    var count: Int32 = 0
    for index in 0..<runs.count {
      let parent = Int(runs[index].region)
      if parent == index {
        runs[index].region = count
        count &+= 1
      } else {
        // A parent precedes its child and has its number already: union-find joins to the smaller index.
        runs[index].region = runs[parent].region
      }
    }
    regionCount = Int(count)
  }
}
