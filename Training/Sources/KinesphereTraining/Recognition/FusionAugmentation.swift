import Kinesphere
import KinesphereEvaluation
import RealModule

/// One draw of what a training sequence may have looked like: from a little aside, of another size.
struct FusionAugmentation {
  /// Cells that the maps move.
  private let right, down: Int
  /// About the vertical, radians; of the key-points.
  private let turn: Float
  private let scale: Float

  init(using generator: inout some RandomNumberGenerator) {
    right = Int.random(in: -2...2, using: &generator)
    down = Int.random(in: -2...2, using: &generator)
    turn = Float.random(in: -0.35...0.35, using: &generator)
    scale = Float.random(in: 0.95...1.05, using: &generator)
  }

  /// A row of ``FusionDescriber``; zeros come into the maps from outside.
  func applied(to row: [Float]) -> [Float] {
    let side = FusionDescriber.side
    var out = [Float](repeating: 0, count: row.count)
    for first in stride(from: 0, to: FusionDescriber.pictureNumbers, by: side * side) {
      for y in max(0, down)..<min(side, side + down) {
        for x in max(0, right)..<min(side, side + right) {
          out[first &+ y &* side &+ x] = row[first &+ (y &- down) &* side &+ x &- right]
        }
      }
    }
    let (sine, cosine) = (Float.sin(turn) * scale, Float.cos(turn) * scale)
    for place in stride(from: FusionDescriber.pictureNumbers, to: row.count, by: 3) {
      out[place] = cosine * row[place] + sine * row[place + 2]
      out[place + 1] = scale * row[place + 1]
      out[place + 2] = cosine * row[place + 2] - sine * row[place]
    }
    return out
  }
}
