/// Reads what ``RVLEncoder`` writes; trusts no number of it.
struct RVLDecoder {
  private var place = 0
  /// Nibbles read but not used, at the high end.
  private var window: UInt64 = 0
  private var nibbles = 0

  /// The most words that a picture can take: eight nibbles a pixel are never reached, as a reading's difference
  /// takes six at most and its run lengths share two.
  static func mostWords(pixels: Int) -> Int { pixels + 16 }

  /// Decodes the first `count` of `encoded` into `depth`; false where they are not exactly one picture of that
  /// size.
  static func decode(_ encoded: [UInt32], count: Int, into depth: inout MutableSpan<UInt16>) -> Bool {
    let words = encoded.span.extracting(first: count)
    var decoder = RVLDecoder()
    var index = 0
    var previous: Int32 = 0
    while index < depth.count {
      guard let missing = decoder.number(words), Int(missing) <= depth.count &- index else { return false }
      for pixel in index..<index &+ Int(missing) { depth[pixel] = 0 }
      index &+= Int(missing)
      guard let present = decoder.number(words), Int(present) <= depth.count &- index,
        missing != 0 || present != 0
      else { return false }
      for pixel in index..<index &+ Int(present) {
        guard let zigzag = decoder.number(words) else { return false }
        let current = previous &+ (Int32(bitPattern: zigzag &>> 1) ^ -Int32(bitPattern: zigzag & 1))
        guard current > 0, current <= 65535 else { return false }
        depth[pixel] = UInt16(truncatingIfNeeded: current)
        previous = current
      }
      index &+= Int(present)
    }
    return decoder.place == words.count && decoder.nibbles < 8
  }

  /// The next number; nil where the words end or the number has more than 32 bits. Most take one or two nibbles.
  @inline(__always)
  private mutating func number(_ words: Span<UInt32>) -> UInt32? {
    refill(words)
    let first = UInt32(truncatingIfNeeded: window &>> 60)
    if first < 8, nibbles > 0 {
      window = window &<< 4
      nibbles &-= 1
      return first
    }
    let second = UInt32(truncatingIfNeeded: window &>> 56) & 15
    if second < 8, nibbles > 1 {
      window = window &<< 8
      nibbles &-= 2
      return first & 7 | second &<< 3
    }
    return longNumber(words)
  }

  private mutating func longNumber(_ words: Span<UInt32>) -> UInt32? {
    var result: UInt32 = 0
    for shift in stride(from: UInt32(0), to: 30, by: 3) {
      refill(words)
      guard nibbles > 0 else { return nil }
      let nibble = UInt32(truncatingIfNeeded: window &>> 60)
      window = window &<< 4
      nibbles &-= 1
      result |= (nibble & 7) &<< shift
      if nibble < 8 { return result }
    }
    return nil
  }

  /// Tops the window up to at least eight nibbles, while there are words.
  @inline(__always)
  private mutating func refill(_ words: Span<UInt32>) {
    guard nibbles < 8, place < words.count else { return }
    window |= UInt64(UInt32(littleEndian: words[place])) &<< UInt64(32 &- 4 &* nibbles)
    place &+= 1
    nibbles &+= 8
  }
}
