import KinesphereData
import Testing
import RealModule

@testable import Kinesphere

@Suite struct MotionMapTests {
  /// A box of a person's size whose right half swings towards the camera and back.
  private static func frames(_ count: Int, camera: Camera = .kinect1, scale: Float = 1) -> [DepthFrame] {
    (0..<count).map { index in
      var depth = Plane<UInt16>(width: camera.width, height: camera.height, repeating: 0)
      let swing = Float(abs(index % 20 - 10)) * 30
      for y in 50..<200 {
        for x in 140..<190 {
          depth[x, y] = UInt16((2_500 - (x >= 165 ? swing : 0) + Float((x * 7 + y * 3) % 20)) * scale)
        }
      }
      return DepthFrame(depth: depth, camera: camera, time: Double(index) / 30)
    }
  }

  private static func cloud(_ frames: [DepthFrame]) -> MotionCloud {
    var cloud = MotionCloud()
    for frame in frames {
      cloud.append(frame, mask: Plane(width: frame.depth.width, height: frame.depth.height, repeating: 255))
    }
    return cloud
  }

  @Test func pointsAreThoseOfTheCamera() {
    let frame = Self.frames(1)[0]
    let cloud = Self.cloud([frame])
    #expect(cloud.count == 1)
    var number = 0
    for y in 0..<240 {
      for x in 0..<320 where frame.depth[x, y] > 0 {
        let place = frame.camera.unproject(
          u: Float(x) + 0.5, v: Float(y) + 0.5, depth: Float(frame.depth[x, y]) / 1000)
        #expect(abs(cloud.x[number] - place.x) < 1e-5)
        #expect(abs(cloud.y[number] - place.y) < 1e-5)
        #expect(abs(cloud.z[number] - place.z) < 1e-5)
        number += 1
      }
    }
    #expect(number == cloud.x.count)
  }

  @Test func theMaskAndEmptyFramesLeaveNothing() {
    let frame = Self.frames(1)[0]
    var cloud = MotionCloud()
    cloud.append(frame, mask: Plane(width: 320, height: 240, repeating: 0))
    #expect(cloud.count == 0)
    var maps = MotionMaps()
    do {
      let isDrawn = maps.draw(cloud)
      #expect(!isDrawn)
    }
    cloud.append(frame, mask: Plane(width: 320, height: 240, repeating: 255))
    do {
      let isDrawn = maps.draw(cloud)
      #expect(!isDrawn)
    }
  }

  @Test func longSequencesAreThinnedAndStayInOrder() {
    var cloud = MotionCloud()
    let mask = Plane<UInt8>(width: 32, height: 24, repeating: 255)
    var camera = Camera.kinect1
    (camera.width, camera.height) = (32, 24)
    for index in 0..<1_000 {
      cloud.append(
        DepthFrame(
          depth: Plane(width: 32, height: 24, repeating: UInt16(1_000 + index)), camera: camera,
          time: Double(index)), mask: mask)
    }
    #expect(cloud.count == 250)
    for frame in 0..<250 { #expect(abs(cloud.z[cloud.starts[frame]] - 1 - Float(frame) * 0.004) < 1e-5) }
  }

  /// Plain twin of what `draw` documents, without the segments.
  private func plainMaps(_ cloud: MotionCloud, _ how: MotionMaps.Configuration, frame: Int) -> [[UInt8]] {
    let trim = cloud.count >= 2 * how.trim + 8 ? how.trim : 0
    let body = cloud.body(frames: trim..<cloud.count - trim)
    let scale = how.stature / body.height
    let turns: [(SIMD3<Float>) -> SIMD3<Float>] =
      how.views.map { degrees in
        let (s, c) = (Float.sin(degrees * .pi / 180), Float.cos(degrees * .pi / 180))
        return { SIMD3(c * $0.x + s * $0.z, $0.y, c * $0.z - s * $0.x) }
      } + [{ SIMD3($0.x, -$0.z, -$0.y) }, { SIMD3($0.z, $0.y, $0.x) }]
    return turns.map { turn in
      var map = [UInt8](repeating: 0, count: how.side * how.side)
      for point in cloud.starts[frame]..<cloud.starts[frame + 1] {
        let place = turn((SIMD3(cloud.x[point], cloud.y[point], cloud.z[point]) - body.centre) * scale)
        let column = (place.x + how.half) / (2 * how.half) * Float(how.side)
        let row = (how.half - place.y) / (2 * how.half) * Float(how.side)
        guard column >= 0, row >= 0, column < Float(how.side), row < Float(how.side) else { continue }
        let shade = UInt8(255 - min(max((place.z + how.half) / (2 * how.half) * 191, 0), 191))
        let cell = Int(row) * how.side + Int(column)
        map[cell] = max(map[cell], shade)
      }
      return map
    }
  }

  @Test(arguments: CPULevel.available)
  func theWholeIsTheSumOfAllDifferences(level: CPULevel) {
    let cloud = Self.cloud(Self.frames(12))
    let how = MotionMaps.Configuration()
    var maps = MotionMaps(how, level: level)
    do {
      let isDrawn = maps.draw(cloud)
      #expect(isDrawn)
    }
    let plain = (0..<12).map { plainMaps(cloud, how, frame: $0) }
    for view in 0..<how.viewCount {
      let map = maps.map(segment: 0, view: view)
      var different = 0
      for cell in 0..<how.side * how.side {
        let sum = (1..<12).reduce(0) {
          $0 + abs(Int(plain[$1][view][cell]) - Int(plain[$1 - 1][view][cell]))
        }
        // Points at the very edge of a cell may fall to either side.
        if abs(sum - Int(map.storage[cell])) > 3 { different += 1 }
      }
      #expect(different < how.side * how.side / 100, "view \(view)")
    }
    // Every step belongs to one part of each level.
    for view in 0..<how.viewCount {
      let whole = maps.map(segment: 0, view: view).storage.map(Int.init)
      for parts in [1...2, 3...6] {
        var sum = [Int](repeating: 0, count: whole.count)
        for segment in parts {
          for (cell, value) in maps.map(segment: segment, view: view).storage.enumerated() {
            sum[cell] += Int(value)
          }
        }
        #expect(sum == whole)
      }
    }
  }

  @Test func theUnitOfDepthDoesNotMatter() {
    var maps = MotionMaps()
    var histogram = OrientationHistogram()
    var (near, far): ([Float], [Float]) = ([], [])
    do {
      let isDrawn = maps.draw(Self.cloud(Self.frames(30)))
      #expect(isDrawn)
    }
    histogram.append(maps, to: &near)
    do {
      let isDrawn = maps.draw(Self.cloud(Self.frames(30, scale: 2)))
      #expect(isDrawn)
    }
    histogram.append(maps, to: &far)
    #expect(near.count == maps.configuration.mapCount * 432)
    let product = zip(near, far).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(product > 0.99)
  }

  @Test func anUnmirroredCameraGivesTheSameLeftAndRight() {
    var plain = Camera.kinect1
    plain.isMirrored = false
    let mirrored = Self.cloud(Self.frames(2))
    let other = Self.cloud(Self.frames(2, camera: plain))
    #expect(zip(mirrored.x, other.x).allSatisfy { abs($0 + $1) < 1e-5 })
  }
}

@Suite struct OrientationHistogramTests {
  /// Plain twin of the kernel's contract.
  private func plain(_ map: [UInt16], side: Int, rows: Int, columns: Int, bins: Int) -> [Float] {
    var out = [Float](repeating: 0, count: rows * columns * bins)
    for y in 1..<side - 1 {
      for x in 1..<side - 1 {
        let gx = Float(map[y * side + x + 1]) - Float(map[y * side + x - 1])
        let gy = Float(map[(y + 1) * side + x]) - Float(map[(y - 1) * side + x])
        let length = (gx * gx + gy * gy).squareRoot()
        if length == 0 { continue }
        var angle = Float.atan2(y: gy, x: gx)
        if angle < 0 { angle += .pi }
        let direction = angle / .pi * Float(bins)
        let first = Int(direction)
        let at = (
          (Float(y) + 0.5) * Float(rows) / Float(side) - 0.5,
          (Float(x) + 0.5) * Float(columns) / Float(side) - 0.5
        )
        for r in [Int(at.0.rounded(.down)), Int(at.0.rounded(.down)) + 1] where (0..<rows).contains(r) {
          for c in [Int(at.1.rounded(.down)), Int(at.1.rounded(.down)) + 1] where (0..<columns).contains(c) {
            let weight = length * (1 - abs(at.0 - Float(r))) * (1 - abs(at.1 - Float(c)))
            let next = direction - Float(first)
            out[(r * columns + c) * bins + first % bins] += weight * (1 - next)
            out[(r * columns + c) * bins + (first + 1) % bins] += weight * next
          }
        }
      }
    }
    return out
  }

  @Test(arguments: CPULevel.available)
  func theKernelIsItsPlainTwin(level: CPULevel) {
    var generator = SeededGenerator(seed: 8)
    for (side, rows, columns, bins) in [(96, 8, 6, 9), (33, 5, 7, 4), (8, 1, 1, 16), (64, 3, 11, 9)] {
      let map = (0..<side * side).map { _ in
        generator.chance(0.3) ? UInt16(generator.index(below: 2_000)) : 0
      }
      var out = [Float](repeating: 7, count: rows * columns * bins)
      OrientationHistogram.kernel(
        map, side: side, rows: rows, columns: columns, bins: bins, level: level, into: &out)
      let expected = plain(map, side: side, rows: rows, columns: columns, bins: bins)
      let largest = expected.max() ?? 1
      for (value, wanted) in zip(out, expected) { #expect(abs(value - wanted) < 2e-3 * largest) }
    }
  }

  @Test func allNumbersTogetherHaveLengthOne() {
    let cloud = {
      var cloud = MotionCloud()
      for index in 0..<20 {
        var depth = Plane<UInt16>(width: 320, height: 240, repeating: 0)
        for y in 60..<180 {
          for x in 100 + index..<140 + index * 2 { depth[x, y] = UInt16(2_000 + x * 5 + y) }
        }
        cloud.append(
          DepthFrame(depth: depth, camera: .kinect1, time: Double(index)),
          mask: Plane(width: 320, height: 240, repeating: 255))
      }
      return cloud
    }()
    var (maps, histogram, features) = (MotionMaps(), OrientationHistogram(), [Float]())
    do {
      let isDrawn = maps.draw(cloud)
      #expect(isDrawn)
    }
    histogram.append(maps, to: &features)
    #expect(abs(features.reduce(0) { $0 + $1 * $1 } - 1) < 1e-3)
  }
}

@Suite struct KeyPointCovarianceTests {
  private func poses(_ count: Int, offset: SIMD3<Float> = .zero, scale: Float = 1) -> [Pose] {
    (0..<count).map { index in
      Pose(
        points: KeyPoint.allCases.map { point in
          let t = Float(index) * 0.3
          let height = point == .head ? Float(1.6) : Float(point.rawValue) * 0.05
          return SIMD3(Float.sin(t + Float(point.rawValue)) * 0.2, height, Float.cos(t) * 0.1) * scale
            + offset
        })
    }
  }

  @Test func placeAndStatureDoNotMatter() {
    let one = KeyPointCovariance.features(of: poses(40))
    let other = KeyPointCovariance.features(of: poses(40, offset: SIMD3(0.5, -0.2, 3), scale: 1.3))
    #expect(one.count == KeyPointCovariance.count)
    #expect(abs(one.reduce(0) { $0 + $1 * $1 } - 1) < 1e-3)
    let product = zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(product > 0.999)
  }

  @Test func tooFewPosesGiveZeros() {
    #expect(KeyPointCovariance.features(of: poses(3)).allSatisfy { $0 == 0 })
    let unknown = Pose(points: [SIMD3<Float>](repeating: SIMD3(repeating: .nan), count: KeyPoint.count))
    #expect(KeyPointCovariance.features(of: [Pose](repeating: unknown, count: 20)).allSatisfy { $0 == 0 })
  }

  @Test func aStillBodyHasNoCovariance() {
    let still = [Pose](repeating: poses(1)[0], count: 10)
    #expect(KeyPointCovariance.features(of: still).allSatisfy { $0.isFinite })
  }
}
