import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereEvaluation

@Suite struct OverlapTallyTests {
  private func mask(_ columns: Range<Int>, _ rows: Range<Int>) -> PixelMask {
    var mask = PixelMask(width: 40, height: 30)
    for y in rows { for x in columns { mask[x, y] = true } }
    return mask
  }

  /// A detector's answer that is exactly the mask.
  private func silhouette(_ columns: Range<Int>, _ rows: Range<Int>) throws -> Silhouette {
    let camera = Camera(
      width: 40, height: 30, focalX: 40, focalY: 40, centreX: 20, centreY: 15, isMirrored: false)
    var frame = DepthFrame(depth: Plane(width: 40, height: 30, repeating: 0), camera: camera, time: 0)
    for y in rows { for x in columns { frame.depth[x, y] = 1500 } }
    var configuration = BodyDetector.Configuration.segmented
    configuration.smallestBody = 0
    var detector = BodyDetector.segmented(width: 40, height: 30, configuration: configuration)
    try detector.detect(in: frame)
    return detector.silhouette
  }

  @Test func theOverlapIsTheSharedPartOfTheUnion() throws {
    let truth = mask(10..<20, 5..<25)
    let found = try silhouette(15..<25, 5..<25)
    // 5 of 15 columns are shared.
    #expect(abs(OverlapTally.overlap([found], truth) - 1 / 3) < 1e-12)
    #expect(OverlapTally.overlap([try silhouette(10..<20, 5..<25)], truth) == 1)
    #expect(OverlapTally.overlap([], truth) == 0)
    #expect(OverlapTally.overlap([], mask(0..<0, 0..<0)) == 1)
    // Two silhouettes count as one area.
    #expect(
      OverlapTally.overlap([try silhouette(10..<15, 5..<25), try silhouette(15..<20, 5..<25)], truth) == 1)
  }

  @Test func framesWithoutAnybodyDoNotCountAndLostOnesDo() throws {
    var tally = OverlapTally()
    tally.add([], truth: mask(0..<1, 0..<1), nanoseconds: 10)
    tally.add([], truth: mask(10..<20, 5..<25), nanoseconds: 10)
    tally.add([try silhouette(10..<20, 5..<25)], truth: mask(10..<20, 5..<25), nanoseconds: 10)
    let row = tally.row(scene: "s", picture: "depth", method: "m")
    #expect(row.overlap == 0.5 && row.lostShare == 0.5)
  }
}
