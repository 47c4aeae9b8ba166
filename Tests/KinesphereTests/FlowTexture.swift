import KinesphereData
import RealModule

@testable import Kinesphere

/// A texture that is known everywhere, so that it can be moved by any flow without a picture's interpolation.
struct Texture {
  private let waves: [(x: Float, y: Float, phase: Float)]

  init(seed: UInt64, count: Int = 24) {
    var generator = SeededGenerator(seed: seed)
    waves = (0..<count).map { _ in
      let length = Float.random(in: 7...40, using: &generator)
      let angle = Float.random(in: 0..<(2 * .pi), using: &generator)
      let k = 2 * Float.pi / length
      return (
        k * Float.cos(angle), k * Float.cos(angle - .pi / 2), .random(in: 0..<(2 * .pi), using: &generator)
      )
    }
  }

  func callAsFunction(_ x: Float, _ y: Float) -> UInt8 {
    var sum: Float = 0
    for wave in waves { sum += Float.cos(wave.x * x + wave.y * y + wave.phase) }
    return UInt8(min(max(128 + 16 * sum, 0), 255).rounded())
  }
}

/// A picture of something known at every point; pixel (x, y) shows `value(x, y)`.
func picture(_ width: Int, _ height: Int, _ value: (Float, Float) -> UInt8) -> Plane<UInt8> {
  var result = Plane(width: width, height: height, repeating: 0 as UInt8)
  for y in 0..<height {
    for x in 0..<width { result.storage[y * width + x] = value(Float(x), Float(y)) }
  }
  return result
}
