import Kinesphere
import Testing
import KinesphereData

/// Masks whose widths end inside, at, and just past a word.
private let sizes = [(1, 1), (5, 3), (63, 7), (64, 7), (65, 7), (130, 20), (320, 11)]

private func randomMask(_ size: (Int, Int), share: Double, using generator: inout SeededGenerator)
  -> PixelMask
{
  var mask = PixelMask(width: size.0, height: size.1)
  for y in 0..<size.1 {
    for x in 0..<size.0 where Double.random(in: 0..<1, using: &generator) < share { mask[x, y] = true }
  }
  return mask
}

/// The 3x3 filter said plainly: a neighbour outside the picture does not count.
private func plain(_ mask: PixelMask, _ rule: ([Bool]) -> Bool) -> PixelMask {
  var result = PixelMask(width: mask.width, height: mask.height)
  for y in 0..<mask.height {
    for x in 0..<mask.width {
      var neighbours: [Bool] = []
      for v in max(y - 1, 0)...min(y + 1, mask.height - 1) {
        for u in max(x - 1, 0)...min(x + 1, mask.width - 1) { neighbours.append(mask[u, v]) }
      }
      result[x, y] = rule(neighbours)
    }
  }
  return result
}

extension PixelMask {
  fileprivate func isSubset(of other: PixelMask) -> Bool {
    for y in 0..<height {
      for x in 0..<width where self[x, y] && !other[x, y] { return false }
    }
    return true
  }
}

@Suite struct PixelMaskTests {
  @Test func erosionAndDilationEqualThePlainFilter() {
    var generator = SeededGenerator(seed: 1)
    for size in sizes {
      for share in [0.3, 0.8] {
        let mask = randomMask(size, share: share, using: &generator)
        var scratch = PixelMask(width: size.0, height: size.1)
        var eroded = mask
        eroded.erode(scratch: &scratch)
        #expect(eroded == plain(mask) { $0.allSatisfy { $0 } })
        var dilated = mask
        dilated.dilate(scratch: &scratch)
        #expect(dilated == plain(mask) { $0.contains(true) })
      }
    }
  }

  @Test func openingTakesAwayClosingAddsAndBothAreIdempotent() {
    var generator = SeededGenerator(seed: 2)
    for size in sizes {
      let mask = randomMask(size, share: 0.7, using: &generator)
      var scratch = mask
      var opened = mask
      opened.open(scratch: &scratch)
      #expect(opened.isSubset(of: mask))
      var twice = opened
      twice.open(scratch: &scratch)
      #expect(twice == opened)
      var closed = mask
      closed.close(scratch: &scratch)
      #expect(mask.isSubset(of: closed))
      twice = closed
      twice.close(scratch: &scratch)
      #expect(twice == closed)
    }
  }

  @Test func settingARangeSetsExactlyItsPixels() {
    for size in sizes {
      for range in [0..<0, 0..<1, 0..<size.0, size.0 / 3..<size.0, size.0 - 1..<size.0] {
        var mask = PixelMask(width: size.0, height: size.1)
        mask.set(range, row: size.1 - 1)
        #expect(mask.count == range.count)
        for x in range { #expect(mask[x, size.1 - 1]) }
      }
    }
  }

  @Test func readingsUpToALimitAreMarkedAndMissingOnesNever() {
    var generator = SeededGenerator(seed: 3)
    for size in sizes {
      let count = size.0 * size.1
      let values: [UInt16] = [0, 1, 2, 2500, 65534, 65535]
      let depth = (0..<count).map { _ in values.randomElement(using: &generator) ?? 0 }
      let limits = (0..<count).map { _ in values.randomElement(using: &generator) ?? 0 }
      var mask = PixelMask(width: size.0, height: size.1)
      mask.mark(
        Plane(width: size.0, height: size.1, pixels: depth),
        upTo: Plane(width: size.0, height: size.1, pixels: limits))
      for index in 0..<count {
        #expect(mask[index % size.0, index / size.0] == (depth[index] > 0 && depth[index] <= limits[index]))
      }
      mask.markReadings(of: Plane(width: size.0, height: size.1, pixels: depth))
      for index in 0..<count { #expect(mask[index % size.0, index / size.0] == (depth[index] > 0)) }
    }
  }
}
