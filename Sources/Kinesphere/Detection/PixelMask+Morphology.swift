/// 3x3 morphology on bits, as two passes of three-pixel rows and columns.
///
/// Pixels outside the picture count as unset for dilation and as set for erosion (the neutral value of each), so
/// a body cut by the picture's border is not eaten from there, and these laws hold on every mask: erosion takes
/// only away, dilation only adds; opening takes away, closing adds, both are idempotent; and dilation of a mask
/// is the complement of the erosion of its complement.
extension PixelMask {
  /// Keeps a pixel where its whole 3x3 neighbourhood is set. `scratch` has the same size.
  public mutating func erode(scratch: inout PixelMask) {
    filterRows(into: &scratch, outside: .max) { $0 & $1 & $2 }
    filterColumns(from: scratch, outside: .max) { $0 & $1 & $2 }
  }

  /// Sets a pixel where any of its 3x3 neighbourhood is set. `scratch` has the same size.
  public mutating func dilate(scratch: inout PixelMask) {
    filterRows(into: &scratch, outside: 0) { $0 | $1 | $2 }
    filterColumns(from: scratch, outside: 0) { $0 | $1 | $2 }
  }

  /// Erosion then dilation: removes what is thinner than three pixels.
  public mutating func open(scratch: inout PixelMask) {
    erode(scratch: &scratch)
    dilate(scratch: &scratch)
  }

  /// Dilation then erosion: closes cracks and notches narrower than three pixels.
  public mutating func close(scratch: inout PixelMask) {
    dilate(scratch: &scratch)
    erode(scratch: &scratch)
  }

  @inline(__always)
  private func filterRows(
    into target: inout PixelMask, outside: UInt64, combine: (UInt64, UInt64, UInt64) -> UInt64
  ) {
    precondition(target.width == width && target.height == height, "the scratch mask has the same size")
    let count = wordsPerRow
    let source = words.span
    var result = target.words.mutableSpan
    for y in 0..<height {
      let row = source.extracting(y &* count..<(y &+ 1) &* count)
      var before = outside
      var word = row[0] | (count == 1 ? outside & ~lastWordBits : 0)
      for x in 0..<count {
        var after = outside
        if x &+ 1 < count {
          after = row[x &+ 1]
          if x &+ 2 == count { after |= outside & ~lastWordBits }
        }
        let left = word &<< 1 | before &>> 63
        let right = word &>> 1 | after &<< 63
        result[y &* count &+ x] = combine(left, word, right)
        before = word
        word = after
      }
    }
  }

  @inline(__always)
  private mutating func filterColumns(
    from rows: PixelMask, outside: UInt64, combine: (UInt64, UInt64, UInt64) -> UInt64
  ) {
    let count = wordsPerRow, height = height, lastWordBits = lastWordBits
    let source = rows.words.span
    var result = words.mutableSpan
    for y in 0..<height {
      for x in 0..<count {
        let index = y &* count &+ x
        let above = y > 0 ? source[index &- count] : outside
        let below = y &+ 1 < height ? source[index &+ count] : outside
        let bits = combine(above, source[index], below)
        result[index] = x &+ 1 == count ? bits & lastWordBits : bits
      }
    }
  }
}
