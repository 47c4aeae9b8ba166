import KinesphereData
import Testing
import _KinesphereTestSupport

@testable import Kinesphere

@Suite struct FlowMaskTests {
  static let texture = Texture(seed: 21)
  static let cloth = Texture(seed: 22)

  /// A patterned body before a patterned room, shifted to the right.
  private static func pattern(_ shift: Float, channels: Int = 1) -> VideoFrame {
    let gray = picture(160, 120) { x, y in
      (50..<90).contains(x - shift) && (20..<100).contains(y) ? cloth(x - shift, y) : texture(x, y)
    }
    return VideoFrame(channels: Array(repeating: gray, count: channels), time: 0)
  }

  /// Share of a rectangle that a mask covers.
  private static func share(_ mask: PixelMask, _ columns: Range<Int>, _ rows: Range<Int>) -> Double {
    var count = 0
    for y in rows { for x in columns where mask[x, y] { count += 1 } }
    return Double(count) / Double(columns.count * rows.count)
  }

  @Test(arguments: [1, 3])
  func aBodyThatMovesIsMarkedWholeAndWhereItIsNow(channels: Int) {
    var motion = VideoFlow(width: 160, height: 120)
    var mask = PixelMask(width: 160, height: 120)
    #expect(motion.delay == 0)
    #expect(motion.markMotion(of: Self.pattern(0, channels: channels), in: &mask) == 1)
    #expect(motion.markMotion(of: Self.pattern(3, channels: channels), in: &mask) == 0)
    #expect(Self.share(mask, 57..<89, 24..<96) > 0.99, "no hole inside")
    #expect(Self.share(mask, 0..<35, 0..<120) + Self.share(mask, 110..<160, 0..<120) < 0.01)
    #expect(motion.markMotion(of: Self.pattern(3, channels: channels), in: &mask) == 0)
    #expect(mask.count == 0, "who stands still is not seen")
  }

  @Test func lumaIsGrayOfGrayAndWeighsColours() {
    var luma = Plane<UInt8>(width: 5, height: 1, repeating: 0)
    let colours: [[UInt8]] = [[0, 255, 255, 0, 0], [0, 255, 0, 255, 0], [0, 255, 0, 0, 255]]
    luma.takeLuma(
      of: VideoFrame(channels: colours.map { Plane(width: 5, height: 1, pixels: $0) }, time: 0))
    #expect(luma.storage == [0, 255, 77, 149, 29])
    let gray = Plane(width: 5, height: 1, pixels: [9, 8, 7, 6, 5] as [UInt8])
    luma.takeLuma(of: VideoFrame(channels: [gray], time: 0))
    #expect(luma == gray)
  }

  /// A body with folds at 2.5 m before a wall at 4 m, or before nothing.
  private static func folds(_ shift: Int, wall: UInt16 = 4000) -> DepthFrame {
    var drawn = DrawnFrame(background: wall).frame
    for y in 60..<200 {
      for x in 100..<160 {
        drawn.depth[x + shift, y] = 2300 + UInt16(cloth(Float(2 * x), Float(2 * y))) * 2
      }
    }
    return drawn
  }

  @Test(arguments: [4000, 0] as [UInt16])
  func aBodyInDepthIsMarkedAndOnlyReadingsAre(wall: UInt16) {
    var motion = DepthFlow(width: 320, height: 240, patience: wall == 0 ? 0 : 5)
    var mask = PixelMask(width: 320, height: 240)
    #expect(motion.markMotion(of: Self.folds(0, wall: wall), in: &mask) == 1)
    #expect(motion.markMotion(of: Self.folds(4, wall: wall), in: &mask) == 0)
    #expect(Self.share(mask, 106..<162, 62..<198) > 0.9)
    if wall == 0 {
      #expect(mask.count <= 60 * 140)
    } else {
      #expect(Self.share(mask, 0..<60, 0..<240) + Self.share(mask, 220..<320, 0..<240) == 0)
    }
    _ = motion.markMotion(of: Self.folds(4, wall: wall), in: &mask)
    #expect(mask.count == 0)
  }

  @Test func readingsThatFlickerAreNotMotion() {
    var motion = DepthFlow(width: 320, height: 240)
    var mask = PixelMask(width: 320, height: 240)
    var generator = SeededGenerator(seed: 5)
    let still = Self.folds(0)
    _ = motion.markMotion(of: still, in: &mask)
    for _ in 0..<8 {
      var frame = still
      for y in 80..<110 {
        for x in 110..<150 where generator.index(below: 4) == 0 { frame.depth[x, y] = 0 }
      }
      #expect(motion.markMotion(of: frame, in: &mask) == 0)
      #expect(mask.count == 0)
    }
  }

  @Test func aDetectorOfFlowFindsWhoMovesAndNobodyInBlankFrames() throws {
    var detector = DepthMotionDetector(
      width: 320, height: 240, motion: DepthFlow(width: 320, height: 240))
    let wall = DrawnFrame(background: 4000).frame, blank = DrawnFrame().frame
    #expect(try detector.detect(in: Self.folds(0)) == .learning(remaining: 1))
    #expect(try detector.detect(in: Self.folds(5)) == .body)
    let silhouette = detector.silhouettes[0]
    #expect(abs(silhouette.columns.lowerBound - 105) <= 16 && abs(silhouette.columns.upperBound - 165) <= 16)
    #expect(silhouette.rows.contains(100) && silhouette.rows.contains(180))
    #expect(try detector.detect(in: Self.folds(5)) == .nobody)
    for frame in [wall, wall, blank, blank] { _ = try detector.detect(in: frame) }
    #expect(detector.silhouettes[0].isEmpty)
    var video = VideoMotionDetector(width: 160, height: 120, motion: VideoFlow(width: 160, height: 120))
    #expect(try video.detect(in: Self.pattern(0)) == .learning(remaining: 1))
    #expect(try video.detect(in: Self.pattern(3)) == .body)
    #expect(throws: DetectionError.self) {
      try video.detect(in: VideoFrame(width: 8, height: 8, channelCount: 1))
    }
  }

  @Test func theSmallestPicturesHaveAMask() {
    for (width, height) in [(1, 1), (3, 70), (65, 2)] {
      var mask = PixelMask(width: width, height: height)
      var motion = VideoFlow(width: width, height: height)
      let black = VideoFrame(width: width, height: height, channelCount: 3)
      #expect(motion.markMotion(of: black, in: &mask) == 1)
      #expect(motion.markMotion(of: black, in: &mask) == 0)
      #expect(mask.count == 0)
    }
  }
}
