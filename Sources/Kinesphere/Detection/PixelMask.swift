/// A yes or no per pixel, 64 to a word: what subtraction, morphology and labelling work on.
///
/// Row-major; every row starts a new word, and pixel `x` of a row is bit `x % 64` of word `x / 64`. Bits past
/// the picture's width are always 0. A whole 320 x 240 mask is 9.6 kB, so a 3x3 filter takes a few microseconds.
/// For a mask that other code reads pixel by pixel take ``Silhouette/mask``.
public struct PixelMask: Sendable, Equatable {
  /// Pixels in a row, and rows.
  public let width: Int
  public let height: Int
  /// Words in a row.
  public let wordsPerRow: Int
  /// `[height, wordsPerRow]`, row-major.
  package var words: [UInt64]
  /// The bits of a row's last word that lie inside the picture.
  package let lastWordBits: UInt64

  /// A mask with no pixel set.
  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a mask has at least one pixel")
    self.width = width
    self.height = height
    wordsPerRow = (width + 63) / 64
    words = [UInt64](repeating: 0, count: wordsPerRow * height)
    lastWordBits = width % 64 == 0 ? .max : (1 << UInt64(width % 64)) - 1
  }

  /// Pixels that are set. One pass over the words.
  public var count: Int {
    var total = 0
    for word in words { total &+= word.nonzeroBitCount }
    return total
  }

  /// Whether pixel `(x, y)` is set; for tests and single look-ups.
  public subscript(x: Int, y: Int) -> Bool {
    get {
      precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel outside the mask")
      return words[y * wordsPerRow + x / 64] >> UInt64(x % 64) & 1 == 1
    }
    set {
      precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel outside the mask")
      let bit = 1 << UInt64(x % 64) as UInt64
      if newValue {
        words[y * wordsPerRow + x / 64] |= bit
      } else {
        words[y * wordsPerRow + x / 64] &= ~bit
      }
    }
  }

  /// Unsets every pixel.
  public mutating func clear() {
    for index in words.indices { words[index] = 0 }
  }

  /// Sets the pixels `columns` of row `y`; `columns` must lie inside the picture.
  public mutating func set(_ columns: Range<Int>, row y: Int) {
    guard !columns.isEmpty else { return }
    precondition(columns.lowerBound >= 0 && columns.upperBound <= width, "pixels outside the mask")
    let base = y * wordsPerRow
    let first = columns.lowerBound / 64
    let last = (columns.upperBound - 1) / 64
    for word in first...last {
      var bits = UInt64.max
      if word == first { bits &= .max << UInt64(columns.lowerBound % 64) }
      if word == last { bits &= .max >> UInt64(63 - (columns.upperBound - 1) % 64) }
      words[base + word] |= bits
    }
  }
}
