import Kinesphere
import Testing
import _KinesphereTestSupport

@Suite struct VideoChannelsTests {
  /// A block that is `size` times 30 x 90 pixels and moves by `step` pixels a frame, in pictures of `size` times 320 x 240.
  private func channels(size: Int, step: SIMD2<Int>, frames: Int = 60) throws -> MotionChannels.Values {
    let (width, height) = (320 * size, 240 * size)
    var channels = VideoChannels(width: width, height: height)
    var detector = BodyDetector.segmented(width: width, height: height)
    let camera = Camera(
      width: width, height: height, focalX: Float(width), focalY: Float(width), centreX: 0, centreY: 0,
      isMirrored: false)
    var values = MotionChannels.Values(repeating: 0)
    for index in 0..<frames {
      var frame = DepthFrame(
        depth: Plane(width: width, height: height, repeating: 0), camera: camera, time: Double(index) / 30)
      let (left, top) = (20 * size + index * step.x, 20 * size + index * step.y)
      for y in top..<top + 90 * size { for x in left..<left + 30 * size { frame.depth[x, y] = 2000 } }
      try detector.detect(in: frame)
      values = channels.update(detector.silhouette, at: frame.time)
    }
    return values
  }

  @Test func speedsAreStaturesASecondWhateverThePictureSize() throws {
    // 3 pixels of 90 in a thirtieth of a second: one stature a second.
    let small = try channels(size: 1, step: SIMD2(3, 0))
    #expect(abs(abs(small[5]) - 1) < 0.03, "\(small)")
    #expect(abs(small[6]) < 0.02)
    let large = try channels(size: 2, step: SIMD2(6, 0))
    for index in 0..<7 { #expect(abs(small[index] - large[index]) < 0.02, "\(index): \(small) \(large)") }
    let down = try channels(size: 1, step: SIMD2(0, 2), frames: 50)
    #expect(abs(abs(down[6]) - 2.0 / 3) < 0.03, "\(down)")
    #expect(abs(down[5]) < 0.02)
  }

  @Test func theProfileIsWidthToHeight() throws {
    #expect(abs(try channels(size: 1, step: SIMD2(0, 0))[4] - 1.0 / 3) < 0.01)
  }

  @Test func beforeAnybodyComesNothingMoves() {
    var channels = VideoChannels(width: 32, height: 24)
    let empty = Silhouette(width: 32, height: 24)
    for index in 0..<5 {
      let values = channels.update(empty, at: Double(index) / 30)
      for place in 0..<7 { #expect(values[place] == 0 || values[place].isNaN) }
    }
  }
}
