import CAllocationCount
import KinesphereData
import RealModule
import Testing

@testable import Kinesphere

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

  /// Every point p moves by (scale · turn - 1)(p - centre).
  struct Turn {
    let cosine: Float
    let sine: Float
    init(_ degrees: Float, scale: Float = 1) {
      cosine = scale * Float.cos(degrees * .pi / 180)
      sine = scale * Float.cos((degrees - 90) * .pi / 180)
    }
    func moved(_ x: Float, _ y: Float) -> (Float, Float) {
      (60 + cosine * (x - 60) - sine * (y - 50), 50 + sine * (x - 60) + cosine * (y - 50))
    }
    func flow(_ x: Float, _ y: Float) -> (u: Float, v: Float) {
      let to = moved(x, y)
      return (to.0 - x, to.1 - y)
    }
    func origin(_ x: Float, _ y: Float) -> (Float, Float) {
      let (dx, dy, square) = (x - 60, y - 50, cosine * cosine + sine * sine)
      return (60 + (cosine * dx + sine * dy) / square, 50 + (cosine * dy - sine * dx) / square)
    }
  }

  @Test(arguments: [(5, 1), (-3, 1), (0, 1.08), (0, 0.93), (2, 1.04)] as [(Float, Float)])
  func aTurnAndAZoomAreFound(degrees: Float, scale: Float) {
    let turn = Turn(degrees, scale: scale)
    let first = picture(128, 96) { Self.texture($0, $1) }
    let second = picture(128, 96) {
      let (x, y) = turn.origin($0, $1)
      return Self.texture(x, y)
    }
    var flow = DenseFlow(width: 128, height: 96)
    flow.estimate(from: first, to: second)
    #expect(Self.error(flow, margin: 12, truth: turn.flow) < 0.16)
    var fine = DenseFlow(width: 128, height: 96, configuration: .fine)
    fine.estimate(from: first, to: second)
    #expect(Self.error(fine, margin: 12, truth: turn.flow) < 0.15)
  }

  @Test func aBodyMovesBeforeARoomThatStands() {
    let cloth = Texture(seed: 8)
    let isBody = { (x: Float, y: Float) in (40..<80).contains(x) && (24..<72).contains(y) }
    var flow = DenseFlow(width: 128, height: 96)
    flow.estimate(
      from: picture(128, 96) { isBody($0, $1) ? cloth($0, $1) : Self.texture($0, $1) },
      to: picture(128, 96) { isBody($0 - 5, $1 + 2) ? cloth($0 - 5, $1 + 2) : Self.texture($0, $1) })
    var (body, room, bodies, rooms) = (Float(0), Float(0), Float(0), Float(0))
    for y in 8..<88 {
      for x in 8..<120 {
        let (u, v) = (flow.u[x, y], flow.v[x, y])
        if (46..<74).contains(x) && (30..<66).contains(y) {
          body += ((u - 5) * (u - 5) + (v + 2) * (v + 2)).squareRoot()
          bodies += 1
        } else if !(30..<96).contains(x) || !(12..<84).contains(y) {
          room += (u * u + v * v).squareRoot()
          rooms += 1
        }
      }
    }
    #expect(body / bodies < 0.1 && room / rooms < 0.05, "\(body / bodies), \(room / rooms)")
  }

  @Test func theNoiseOfAPlainWallIsNotMotion() {
    var generator = SeededGenerator(seed: 3)
    // Uniform in -7 ... 7: a deviation of 4.3 gray levels.
    let wall = { (generator: inout SeededGenerator) in
      Plane(
        width: 160, height: 120, pixels: (0..<160 * 120).map { _ in UInt8(113 + generator.index(below: 15)) })
    }
    let (first, second) = (wall(&generator), wall(&generator))
    var flow = DenseFlow(width: 160, height: 120, configuration: .noisy(4.3))
    flow.estimate(from: first, to: second)
    let still = Self.error(flow, margin: 0) { _, _ in (0, 0) }
    flow = DenseFlow(width: 160, height: 120, configuration: .noisy(0))
    flow.estimate(from: first, to: second)
    let naive = Self.error(flow, margin: 0) { _, _ in (0, 0) }
    #expect(still < 0.1 && naive > 3 * still, "\(still), \(naive)")
  }

  @Test func equalPicturesDoNotMove() {
    let still = picture(128, 96) { Self.texture($0, $1) }
    var flow = DenseFlow(width: 128, height: 96)
    flow.estimate(from: still, to: picture(128, 96) { Self.texture($0 - 3, $1) })
    flow.estimate(from: still, to: still)
    #expect(Self.error(flow, margin: 0) { _, _ in (0, 0) } == 0)
    for gray in [0, 128, 255] as [UInt8] {
      let flat = Plane(width: 128, height: 96, repeating: gray)
      flow.estimate(from: flat, to: flat)
      #expect(Self.error(flow, margin: 0) { _, _ in (0, 0) } == 0)
      // A light that goes on everywhere has no direction.
      flow.estimate(from: flat, to: Plane(width: 128, height: 96, repeating: 200))
      #expect(Self.error(flow, margin: 0) { _, _ in (0, 0) } == 0)
    }
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
    for (width, height) in [
      (1, 1), (1, 40), (3, 2), (7, 9), (16, 16), (17, 15), (33, 65), (81, 47), (200, 8),
    ] {
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

  @Test func pixelsOfHardestContrastHaveAFlow() {
    let board = picture(96, 72) { (Int($0) + Int($1)) % 2 == 0 ? 0 : 255 }
    let turned = picture(96, 72) { (Int($0) + Int($1)) % 2 == 0 ? 255 : 0 }
    for configuration in [DenseFlow.Configuration(), .fine, .noisy(100)] {
      var flow = DenseFlow(width: 96, height: 72, configuration: configuration)
      flow.estimate(from: board, to: turned)
      #expect(flow.u.storage.allSatisfy { abs($0) < 100 } && flow.v.storage.allSatisfy { abs($0) < 100 })
    }
  }

  @Test(.enabled(if: ks_counts_allocations()))
  func anEstimateKeepsNoMemory() {
    let (first, second) = (
      picture(90, 70) { Self.texture($0, $1) }, picture(90, 70) { Self.texture($0 - 2, $1 + 1) }
    )
    var flow = DenseFlow(width: 90, height: 70)
    flow.estimate(from: first, to: second)
    let kept = ks_bytes_in_use()
    for _ in 0..<3 { flow.estimate(from: first, to: second) }
    #expect(ks_bytes_in_use() <= kept)
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
      #expect(
        Self.error(flow, margin: 0) { (flows[0].u[Int($0), Int($1)], flows[0].v[Int($0), Int($1)]) } < 0.01)
    }
  }
}
