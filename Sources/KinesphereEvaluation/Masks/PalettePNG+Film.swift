extension PalettePNG {
  /// An animated PNG, which plays for ever in every browser: PNG (third edition, W3C 2025), chunks acTL, fcTL and fdAT.
  ///
  /// `frames` are row-major places in the palette, `[height, width]`, each shown for `milliseconds`. A program that knows no
  /// animation shows the first.
  public func encode(film frames: [[UInt8]], width: Int, height: Int, milliseconds: Int) -> [UInt8] {
    precondition(
      !frames.isEmpty && (1...65_535).contains(milliseconds), "a film has frames that are shown for a time")
    var bytes = Self.signature
    chunk("IHDR", big(width) + big(height) + [8, 3, 0, 0, 0], into: &bytes)
    chunk("acTL", big(frames.count) + big(0), into: &bytes)
    chunk("PLTE", palette.flatMap { [$0.x, $0.y, $0.z] }, into: &bytes)
    var sequence = 0
    for (index, pixels) in frames.enumerated() {
      precondition(pixels.count == width * height, "there is one index per pixel")
      let delay = [UInt8(milliseconds >> 8), UInt8(milliseconds & 255), 3, 232] as [UInt8]
      let place = big(sequence) + big(width) + big(height) + big(0) + big(0)
      chunk("fcTL", place + delay + [0, 0], into: &bytes)
      sequence += 1
      let data = deflated(rows(of: pixels, width: width))
      if index == 0 {
        chunk("IDAT", data, into: &bytes)
      } else {
        chunk("fdAT", big(sequence) + data, into: &bytes)
        sequence += 1
      }
    }
    chunk("IEND", [], into: &bytes)
    return bytes
  }
}
