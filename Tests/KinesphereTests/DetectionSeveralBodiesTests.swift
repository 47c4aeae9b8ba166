import Kinesphere
import KinesphereData
import Testing
import _KinesphereTestSupport

@Suite struct DetectionSeveralBodiesTests {
  static let left = DrawnFrame().drawing(40..<100, 60..<210, at: 2500)

  private func detect(_ drawn: DrawnFrame, mostBodies: Int = 2) throws -> [Silhouette] {
    var configuration = BodyDetector.Configuration.segmented
    configuration.mostBodies = mostBodies
    var detector = BodyDetector.segmented(width: 320, height: 240, configuration: configuration)
    try detector.detect(in: drawn.frame)
    #expect(detector.silhouettes.count == mostBodies)
    return detector.silhouettes
  }

  @Test func twoBodiesApartAreTwoSilhouettesTheLargerFirst() throws {
    let both = Self.left.drawing(180..<280, 60..<210, at: 2500)
    let found = try detect(both, mostBodies: 3)
    #expect(found[0].columns == 180..<280 && found[0].area == 100 * 150)
    #expect(found[1].columns == 40..<100 && found[1].area == 60 * 150)
    #expect(found[2].isEmpty && found[2].centroid.x.isNaN)
  }

  @Test func aDancerWhoPassesBeforeAnotherIsCutOutOfTheOneBehind() throws {
    // They touch in the picture, 0.8 m apart in depth; the one behind shows the smaller surface (0.69 to 0.79).
    let crossing = DrawnFrame().drawing(60..<160, 60..<150, at: 3300).drawing(130..<200, 40..<220, at: 2500)
    let found = try detect(crossing)
    #expect(found[0].columns == 130..<200 && found[0].area == 70 * 180)
    #expect(found[1].columns == 60..<130 && found[1].area == 70 * 90)
    #expect(abs(found[1].centroid.z - 3.3) < 1e-4)
    // Looking for one, they are one.
    #expect(try detect(crossing, mostBodies: 1)[0].columns == 60..<200)
  }

  @Test func aLimbThatComesForwardStepByStepStaysWithItsBody() throws {
    var reaching = Self.left
    for step in 0..<10 {
      reaching = reaching.drawing(100 + 4 * step..<104 + 4 * step, 100..<112, at: UInt16(2440 - 60 * step))
    }
    #expect(try detect(reaching)[0].columns == 40..<140)
  }

  @Test func nothingIsLeftOfTheSecondBodyWhenItLeaves() throws {
    var configuration = BodyDetector.Configuration.segmented
    configuration.mostBodies = 2
    var detector = BodyDetector.segmented(width: 320, height: 240, configuration: configuration)
    try detector.detect(in: Self.left.drawing(180..<280, 60..<210, at: 2500).frame)
    try detector.detect(in: Self.left.frame)
    #expect(detector.silhouettes[0].columns == 40..<100)
    #expect(detector.silhouettes[1].isEmpty)
    #expect(detector.silhouettes[1].mask.storage.allSatisfy { $0 == 0 })
  }

  @Test func aPictureIsSearchedByShares() throws {
    var configuration = VideoDetector.Configuration()
    configuration.mostBodies = 2
    var detector = VideoDetector(
      width: 200, height: 100, background: Darkness(), configuration: configuration)
    var frame = VideoFrame(width: 200, height: 100, channelCount: 1)
    for y in 20..<80 { for x in 30..<60 { frame.channels[0][x, y] = 200 } }
    for y in 20..<60 { for x in 120..<150 { frame.channels[0][x, y] = 200 } }
    // 9 pixels, 0.00045 of the picture.
    frame.channels[0][40, 40] = 0
    #expect(try detector.detect(in: frame) == .body)
    #expect(detector.silhouettes.map(\.area) == [30 * 60, 30 * 40])
    #expect(detector.silhouettes[0].columns == 30..<60)
    #expect(detector.silhouettes[0].centroid.x.isNaN)
    #expect(try detector.detect(in: VideoFrame(width: 200, height: 100, channelCount: 1)) == .nobody)
    #expect(throws: DetectionError.self) {
      try detector.detect(in: VideoFrame(width: 100, height: 100, channelCount: 1))
    }
  }
}

/// A background that is black.
private struct Darkness: BackgroundModel {
  var framesLearned = 0
  var isSettled: Bool { true }
  mutating func learn(_ frame: VideoFrame) {}
  mutating func settle() {}
  func markForeground(of frame: VideoFrame, in mask: inout PixelMask) {
    for y in 0..<frame.height {
      for x in 0..<frame.width { mask[x, y] = frame.channels[0][x, y] > 0 }
    }
  }
  mutating func update(with frame: VideoFrame, foreground: PixelMask) {}
  func uncoveredShare(in frame: VideoFrame) -> Float? { nil }
}
