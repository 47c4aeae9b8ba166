import Kinesphere
import Testing
import KinesphereData

/// Regions by flood fill, numbered in the order of their first pixels; -1 outside.
private func flooded(_ mask: PixelMask, complement: Bool, diagonal: Bool) -> (labels: [Int], count: Int) {
  var labels = [Int](repeating: -1, count: mask.width * mask.height)
  var count = 0
  let isSet = { (x: Int, y: Int) in mask[x, y] != complement }
  for y in 0..<mask.height {
    for x in 0..<mask.width where isSet(x, y) && labels[y * mask.width + x] < 0 {
      var stack = [(x, y)]
      labels[y * mask.width + x] = count
      while let (u, v) = stack.popLast() {
        for (du, dv) in [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)]
        where diagonal || du == 0 || dv == 0 {
          let (a, b) = (u + du, v + dv)
          guard a >= 0, b >= 0, a < mask.width, b < mask.height, isSet(a, b) else { continue }
          if labels[b * mask.width + a] < 0 {
            labels[b * mask.width + a] = count
            stack.append((a, b))
          }
        }
      }
      count += 1
    }
  }
  return (labels, count)
}

@Suite struct RunLabelsTests {
  @Test(arguments: [0.05, 0.3, 0.5, 0.6, 0.9, 1.0])
  func regionsAreThoseOfAFloodFill(share: Double) {
    var generator = SeededGenerator(seed: 4)
    for (width, height) in [(1, 1), (9, 9), (64, 30), (65, 31), (200, 40)] {
      var mask = PixelMask(width: width, height: height)
      for y in 0..<height {
        for x in 0..<width where Double.random(in: 0..<1, using: &generator) < share { mask[x, y] = true }
      }
      var labels = RunLabels(width: width, height: height)
      for (complement, diagonal) in [(false, true), (false, false), (true, true), (true, false)] {
        labels.label(mask, complement: complement, diagonal: diagonal)
        let truth = flooded(mask, complement: complement, diagonal: diagonal)
        var found = [Int](repeating: -1, count: width * height)
        for run in labels.runs {
          for x in Int(run.start)..<Int(run.end) { found[Int(run.row) * width + x] = Int(run.region) }
        }
        #expect(found == truth.labels)
        #expect(labels.regionCount == truth.count)
      }
    }
  }

  @Test func rowStartsBoundTheRunsOfEveryRow() {
    var mask = PixelMask(width: 100, height: 4)
    mask.set(3..<80, row: 1)
    mask.set(90..<100, row: 1)
    mask.set(0..<1, row: 3)
    var labels = RunLabels(width: 100, height: 4)
    labels.label(mask)
    #expect(labels.rowStarts == [0, 0, 2, 2, 3])
  }
}
