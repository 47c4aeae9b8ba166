import Kinesphere

/// Lossless compression of depth pictures: run lengths of missing and present readings, and differences between
/// neighbours, in nibbles of variable number.
///
/// A. D. Wilson, "Fast lossless depth image compression", ISS 2017, doi:10.1145/3132272.3134144: for every
/// run of zeros and the run of readings that follows, both lengths, then each reading's zigzag difference from the
/// last reading. A number is written three bits at a time, lowest first, the fourth bit saying that more follow;
/// nibbles fill little-endian 32-bit words from the top. Segmented pictures shrink some ten times, whole rooms
/// three to four times.
///
/// Storage is made once, for the worst picture of the size; encoding allocates nothing.
package struct RVLEncoder {
  /// The last picture's words, ``count`` of them.
  package private(set) var words: [UInt32]
  /// Words in use.
  package private(set) var count = 0

  package init(width: Int, height: Int) {
    // One more, as the writer writes on the word that it is filling.
    words = [UInt32](repeating: 0, count: RVLDecoder.mostWords(pixels: width * height) + 1)
  }

  /// Encodes a picture of the size given at `init`; the result is ``words`` up to ``count``.
  package mutating func encode(_ depth: Plane<UInt16>) {
    precondition(
      words.count > RVLDecoder.mostWords(pixels: depth.count), "the encoder was made for this size")
    var output = words.mutableSpan
    count = depth.withPixels { Self.encode($0, into: &output) }
  }

  private static func encode(_ pixels: Span<UInt16>, into output: inout MutableSpan<UInt32>) -> Int {
    var writer = NibbleWriter()
    var index = 0
    var previous: Int32 = 0
    while index < pixels.count {
      let runStart = index
      while index < pixels.count, pixels[index] == 0 { index &+= 1 }
      writer.put(UInt32(truncatingIfNeeded: index &- runStart), into: &output)
      let readingStart = index
      while index < pixels.count, pixels[index] != 0 { index &+= 1 }
      writer.put(UInt32(truncatingIfNeeded: index &- readingStart), into: &output)
      for place in readingStart..<index {
        let current = Int32(pixels[place])
        let difference = current &- previous
        writer.put(UInt32(bitPattern: (difference &<< 1) ^ (difference &>> 31)), into: &output)
        previous = current
      }
    }
    writer.finish(into: &output)
    return writer.count
  }
}

/// Fills words with nibbles from the top.
private struct NibbleWriter {
  /// Words written.
  private(set) var count = 0
  /// Up to seven nibbles that do not fill a word yet, at the low end.
  private var window: UInt64 = 0
  private var nibbles = 0

  /// Appends one number, three bits a nibble. Most differences take one or two.
  @inline(__always)
  mutating func put(_ number: UInt32, into output: inout MutableSpan<UInt32>) {
    var rest = UInt64(number)
    while rest >= 64 {
      append(rest & 7 | 8, 1, to: &output)
      rest >>= 3
    }
    // One nibble or two: which is as good as random with noise, so that a branch would cost more than both.
    let isLong: UInt64 = rest >= 8 ? 1 : 0
    let long = (rest & 7 | 8) &<< 4 | rest &>> 3
    append(isLong == 1 ? long : rest, Int(1 &+ isLong), to: &output)
  }

  @inline(__always)
  private mutating func append(_ bits: UInt64, _ number: Int, to output: inout MutableSpan<UInt32>) {
    window = window &<< UInt64(4 &* number) | bits
    nibbles &+= number
    // Written whether it is full or not: what is not is written over.
    output[count] = UInt32(truncatingIfNeeded: window &>> UInt64(4 &* (nibbles & 7))).littleEndian
    count &+= nibbles &>> 3
    nibbles &= 7
  }

  /// Fills the last word up with zeros.
  mutating func finish(into output: inout MutableSpan<UInt32>) {
    if nibbles > 0 { append(0, 8 - nibbles, to: &output) }
  }
}
