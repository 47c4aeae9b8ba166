import Kinesphere
import KinesphereData
import Testing
import _KinesphereTestSupport

@Suite struct DifferenceTests {
  /// A box at 2.5 m before a wall at 4 m.
  private static func box(_ columns: Range<Int>) -> DepthFrame {
    DrawnFrame(background: 4000).drawing(columns, 60..<200, at: 2500).frame
  }

  private static func columns(_ mask: PixelMask, row: Int) -> [Int] {
    (0..<mask.width).filter { mask[$0, row] }
  }

  @Test func twoFramesShowWhereItIsAndWhereItWas() {
    var difference = DepthDifference(width: 320, height: 240)
    var mask = PixelMask(width: 320, height: 240)
    #expect(difference.markMotion(of: Self.box(100..<160), in: &mask) == 1)
    #expect(difference.markMotion(of: Self.box(110..<170), in: &mask) == 0)
    // The inside, 110 ..< 160, is a hole.
    #expect(Self.columns(mask, row: 100) == Array(100..<110) + Array(160..<170))
    #expect(mask.count == 20 * 140)
  }

  @Test func threeFramesShowOnlyWhereItIsOneFrameLate() {
    var difference = DepthDifference(width: 320, height: 240, frames: .three)
    var mask = PixelMask(width: 320, height: 240)
    #expect(difference.delay == 1)
    #expect(difference.markMotion(of: Self.box(100..<120), in: &mask) == 2)
    #expect(difference.markMotion(of: Self.box(130..<150), in: &mask) == 1)
    #expect(difference.markMotion(of: Self.box(160..<180), in: &mask) == 0)
    #expect(Self.columns(mask, row: 100) == Array(130..<150))
    #expect(difference.markMotion(of: Self.box(190..<210), in: &mask) == 0)
    #expect(Self.columns(mask, row: 100) == Array(160..<180))
  }

  @Test func aReadingThatComesOrGoesIsNotMotionAndNoiseIsNone() {
    var difference = DepthDifference(width: 320, height: 240)
    var mask = PixelMask(width: 320, height: 240)
    let wall = DrawnFrame(background: 4000)
    _ = difference.markMotion(of: wall.frame, in: &mask)
    // 115 mm at 4.1 m is noise; 0 is no reading.
    _ = difference.markMotion(
      of: wall.drawing(10..<50, 10..<50, at: 0).drawing(60..<90, 0..<9, at: 4115).frame, in: &mask)
    #expect(mask.count == 0)
    _ = difference.markMotion(of: wall.drawing(60..<90, 0..<9, at: 4300).frame, in: &mask)
    #expect(mask.count == 30 * 9)
  }

  @Test func marksOfPicturesAreThoseOfAPixelByPixelLoop() {
    var generator = SeededGenerator(seed: 71)
    for (width, height) in [(1, 1), (15, 4), (64, 3), (83, 5)] {
      let random = { (generator: inout SeededGenerator) in
        VideoFrame(
          channels: (0..<3).map { _ in
            Plane(
              width: width, height: height,
              pixels: (0..<width * height).map { _ in UInt8(generator.index(below: 60)) })
          }, time: 0)
      }
      let depths = { (generator: inout SeededGenerator) in
        (0..<width * height).map { _ in UInt16([0, 2000, 2040, 2060, 60000][generator.index(below: 5)]) }
      }
      let (first, second) = (random(&generator), random(&generator))
      var mask = PixelMask(width: width, height: height)
      var difference = VideoDifference(width: width, height: height, threshold: 30)
      _ = difference.markMotion(of: first, in: &mask)
      _ = difference.markMotion(of: second, in: &mask)
      let camera = Camera.kinect1.scaled(toWidth: width, height: height)
      let near = Plane(width: width, height: height, pixels: depths(&generator))
      let far = Plane(width: width, height: height, pixels: depths(&generator))
      var depthMask = mask
      var depthDifference = DepthDifference(width: width, height: height)
      _ = depthDifference.markMotion(of: DepthFrame(depth: near, camera: camera, time: 0), in: &depthMask)
      _ = depthDifference.markMotion(of: DepthFrame(depth: far, camera: camera, time: 0), in: &depthMask)
      let tolerance = DepthTolerance()
      for y in 0..<height {
        for x in 0..<width {
          let moved = (0..<3).contains {
            abs(Int(first.channels[$0][x, y]) - Int(second.channels[$0][x, y])) > 30
          }
          #expect(mask[x, y] == moved)
          let (a, b) = (near[x, y], far[x, y])
          let jumped = a > 0 && b > 0 && Float(max(a, b) - min(a, b)) > tolerance(at: Float(max(a, b)))
          #expect(depthMask[x, y] == jumped)
        }
      }
    }
  }

  @Test func aDetectorOfMotionFindsWhoMovesAndNotWhoStands() throws {
    let motion = DepthDifference(width: 320, height: 240, frames: .three)
    var detector = DepthMotionDetector(width: 320, height: 240, motion: motion)
    #expect(detector.delay == 1)
    #expect(try detector.detect(in: Self.box(100..<120)) == .learning(remaining: 2))
    #expect(try detector.detect(in: Self.box(130..<150)) == .learning(remaining: 1))
    #expect(try detector.detect(in: Self.box(160..<180)) == .body)
    #expect(detector.silhouettes[0].columns == 130..<150)
    #expect(abs(detector.silhouettes[0].centroid.z - 2.5) < 1e-4)
    try detector.detect(in: Self.box(160..<180))
    #expect(try detector.detect(in: Self.box(160..<180)) == .nobody)
    #expect(detector.silhouettes[0].isEmpty)
  }
}
