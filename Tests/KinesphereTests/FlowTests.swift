import CAllocationCount
import KinesphereData
import RealModule
import Testing

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
      return (k * Float.cos(angle), k * Float.cos(angle - .pi / 2), .random(in: 0..<(2 * .pi), using: &generator))
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

@Suite struct FlowTests {
  static let texture = Texture(seed: 5)

  /// The mean length of what `flow` differs from `truth`, `margin` pixels off the rim.
  static func error(_ flow: DenseFlow, margin: Int, truth: (Float, Float) -> (u: Float, v: Float)) -> Float {
    var (sum, count): (Float, Float) = (0, 0)
    for y in margin..<flow.height - margin {
      for x in margin..<flow.width - margin {
        let (u, v) = truth(Float(x), Float(y))
        let (du, dv) = (flow.u[x, y] - u, flow.v[x, y] - v)
        sum += (du * du + dv * dv).squareRoot()
        count += 1
      }
    }
    return sum / count
  }

  @Test(arguments: [(1, 0), (-2.5, 1.25), (4, -7), (0.3, 9.5)] as [(Float, Float)])
  func aShiftIsFound(u: Float, v: Float) {
    var flow = DenseFlow(width: 128, height: 96)
    flow.estimate(
      from: picture(128, 96) { Self.texture($0, $1) }, to: picture(128, 96) { Self.texture($0 - u, $1 - v) })
    #expect(Self.error(flow, margin: 12) { _, _ in (u, v) } < 0.1)
  }

  @Test func aTurnIsFound() {
    // 5 degrees about (60, 50): a point p moves by (R - 1)(p - centre).
    let (c, s) = (Float(0.9961947), Float(0.08715574))
    let turned = { (x: Float, y: Float, s: Float) in
      (60 + c * (x - 60) - s * (y - 50), 50 + s * (x - 60) + c * (y - 50))
    }
    var flow = DenseFlow(width: 128, height: 96)
    flow.estimate(
      from: picture(128, 96) { Self.texture($0, $1) },
      to: picture(128, 96) {
        let (x, y) = turned($0, $1, -s)
        return Self.texture(x, y)
      })
    let error = Self.error(flow, margin: 12) {
      let (x, y) = turned($0, $1, s)
      return (x - $0, y - $1)
    }
    #expect(error < 0.1)
  }

  @Test func equalPicturesDoNotMove() {
    let still = picture(128, 96) { Self.texture($0, $1) }
    var flow = DenseFlow(width: 128, height: 96)
    flow.estimate(from: still, to: picture(128, 96) { Self.texture($0 - 3, $1) })
    flow.estimate(from: still, to: still)
    #expect(Self.error(flow, margin: 0) { _, _ in (0, 0) } == 0)
    let black = Plane(width: 128, height: 96, repeating: 0 as UInt8)
    flow.estimate(from: black, to: black)
    #expect(Self.error(flow, margin: 0) { _, _ in (0, 0) } == 0)
  }

  @Test func aBrighterLightIsNotMotion() {
    var flow = DenseFlow(width: 128, height: 96)
    flow.estimate(
      from: picture(128, 96) { Self.texture($0, $1) / 2 },
      to: picture(128, 96) { Self.texture($0 - 3, $1) / 2 + 30 })
    #expect(Self.error(flow, margin: 12) { _, _ in (3, 0) } < 0.5)
  }

  @Test func picturesOfEverySizeAndOfNoiseHaveAFlow() {
    var generator = SeededGenerator(seed: 9)
    for (width, height) in [(1, 1), (1, 40), (3, 2), (7, 9), (16, 16), (17, 15), (33, 65), (81, 47), (200, 8)] {
      for halved in [true, false] {
        let noise = { (generator: inout SeededGenerator) in
          Plane(
            width: width, height: height,
            pixels: (0..<width * height).map { _ in UInt8(generator.index(below: 256)) })
        }
        var configuration = DenseFlow.Configuration()
        configuration.startsHalved = halved
        var flow = DenseFlow(width: width, height: height, configuration: configuration)
        let (first, second) = (noise(&generator), noise(&generator))
        flow.estimate(from: first, to: second)
        #expect(flow.u.storage.allSatisfy { abs($0) < 400 } && flow.v.storage.allSatisfy { abs($0) < 400 })
      }
    }
  }

  @Test func anEstimateDependsOnItsPicturesOnly() {
    let (first, second) = (
      picture(90, 70) { Self.texture($0, $1) }, picture(90, 70) { Self.texture($0 - 2, $1 + 1) }
    )
    var fresh = DenseFlow(width: 90, height: 70)
    var used = fresh
    used.estimate(from: second, to: picture(90, 70) { Self.texture($1, $0) })
    used.estimate(from: first, to: second)
    fresh.estimate(from: first, to: second)
    #expect(used.u == fresh.u && used.v == fresh.v)
  }

  @Test func everyCPULevelFindsTheSame() {
    let (first, second) = (
      picture(128, 96) { Self.texture($0, $1) }, picture(128, 96) { Self.texture($0 * 1.03 - 4, $1 * 1.03) }
    )
    let flows = CPULevel.available.map { cpu in
      var flow = DenseFlow(width: 128, height: 96, configuration: .init(), cpu: cpu)
      flow.estimate(from: first, to: second)
      return flow
    }
    for flow in flows {
      #expect(Self.error(flow, margin: 12) { (4 - $0 * 0.03, -$1 * 0.03) } < 0.3)
      #expect(Self.error(flow, margin: 0) { (flows[0].u[Int($0), Int($1)], flows[0].v[Int($0), Int($1)]) } < 0.01)
    }
  }
}
