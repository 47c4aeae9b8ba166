import Kinesphere
import Testing
import _KinesphereTestSupport

@Suite struct BodyDetectorTests {
  /// 60 x 150 pixels at 2.5 m: 0.69 square metres.
  static let body = DrawnFrame().drawing(130..<190, 60..<210, at: 2500)

  private func detect(_ drawn: DrawnFrame) throws -> (Detection, Silhouette) {
    var detector = BodyDetector.segmented(width: 320, height: 240)
    let detection = try detector.detect(in: drawn.frame)
    return (detection, detector.silhouette)
  }

  @Test func aRectangleOfReadingsBecomesItsSilhouette() throws {
    let (detection, silhouette) = try detect(Self.body)
    #expect(detection == .body)
    #expect(silhouette.area == 60 * 150)
    #expect(silhouette.columns == 130..<190)
    #expect(silhouette.rows == 60..<210)
    // Its middle lies on the optical axis, 15 pixels below it.
    let expected = SIMD3<Float>(0, -15 * 2.5 / 285.63, 2.5)
    let difference = silhouette.centroid - expected
    #expect((difference * difference).sum().squareRoot() < 1e-5)
    #expect(silhouette.mask.storage.map { $0 == 255 } == Self.body.frame.depth.storage.map { $0 > 0 })
  }

  @Test func aFrameWithoutReadingsHasNobodyAndAnEmptySilhouette() throws {
    var detector = BodyDetector.segmented(width: 320, height: 240)
    try detector.detect(in: Self.body.frame)
    #expect(try detector.detect(in: DrawnFrame().frame) == .nobody)
    let silhouette = detector.silhouette
    #expect(silhouette.isEmpty && silhouette.columns.isEmpty && silhouette.rows.isEmpty)
    #expect(silhouette.centroid.x.isNaN)
    #expect(silhouette.mask.storage.allSatisfy { $0 == 0 })
  }

  @Test func aFrameLeavesNothingBehindForTheNext() throws {
    var detector = BodyDetector.segmented(width: 320, height: 240)
    try detector.detect(in: DrawnFrame().drawing(0..<320, 0..<240, at: 2000).frame)
    try detector.detect(in: Self.body.frame)
    let (_, fresh) = try detect(Self.body)
    #expect(detector.silhouette.mask == fresh.mask)
    #expect(detector.silhouette.area == fresh.area)
  }

  @Test func aBodyCutByTheBorderIsKeptUpToTheBorder() throws {
    let (detection, silhouette) = try detect(DrawnFrame().drawing(260..<320, 100..<240, at: 2000))
    #expect(detection == .body)
    #expect(silhouette.columns == 260..<320)
    #expect(silhouette.rows == 100..<240)
  }

  @Test func aHandBesideItsArmIsJoinedAndAPersonBehindIsNot() throws {
    // 5 pixels at 2.5 m are 4.4 cm; the other blob touches in the picture but stands 1 m behind.
    let hand = Self.body.drawing(195..<210, 100..<115, at: 2450)
    #expect(try detect(hand).1.columns == 130..<210)
    let far = Self.body.drawing(192..<230, 60..<160, at: 3500)
    #expect(try detect(far).1.columns == 130..<190)
    // 30 pixels at 2.5 m are 26 cm: too far aside.
    let aside = Self.body.drawing(220..<235, 100..<115, at: 2500)
    #expect(try detect(aside).1.columns == 130..<190)
  }

  @Test func joiningGoesFromPartToPart() throws {
    let chain = Self.body.drawing(200..<212, 100..<112, at: 2500).drawing(222..<234, 100..<112, at: 2500)
    #expect(try detect(chain).1.columns == 130..<234)
  }

  @Test func theLargestBodyIsTheOneOfMostSquareMetres() throws {
    // The near one has more pixels; the far one is larger.
    let near = DrawnFrame().drawing(20..<120, 60..<160, at: 1200)
    let both = near.drawing(200..<280, 60..<160, at: 3600)
    let (_, silhouette) = try detect(both)
    #expect(silhouette.columns == 200..<280)
  }

  @Test func whatIsSmallerThanABodyIsNobody() throws {
    #expect(try detect(DrawnFrame().drawing(100..<120, 100..<120, at: 2500)).0 == .nobody)
  }

  @Test func aSmallHoleIsFilledAndAGapStaysOpen() throws {
    // 3 x 3 pixels at 2.5 m are 7 square centimetres, 20 x 20 are 306.
    let pierced = Self.body.drawing(140..<143, 100..<103, at: 0).drawing(160..<180, 120..<140, at: 0)
    let (_, silhouette) = try detect(pierced)
    #expect(silhouette.area == 60 * 150 - 20 * 20)
    #expect(silhouette.mask[141, 101] == 255)
    #expect(silhouette.mask[170, 130] == 0)
    // The same hole in the picture is larger in space at 4.5 m.
    let farther = DrawnFrame().drawing(130..<190, 60..<210, at: 4500).drawing(140..<144, 100..<104, at: 0)
    #expect(try detect(farther).1.mask[142, 102] == 0)
  }

  @Test func anotherFrameSizeIsRefusedWithBothSizes() throws {
    var detector = BodyDetector.segmented(width: 320, height: 240)
    let small = DrawnFrame(camera: Camera.kinect1.scaled(toWidth: 160, height: 120)).frame
    let error = DetectionError.frameSize(
      expectedWidth: 320, expectedHeight: 240, actualWidth: 160, actualHeight: 120)
    #expect(throws: error) { try detector.detect(in: small) }
    #expect(throws: error) { try detector.learn(small) }
    #expect(error.description == "a frame should be 320 x 240 pixels like the ones before, but is 160 x 120")
  }

  @Test func theFirstFramesTeachTheRoomAndSaySo() throws {
    var configuration = BodyDetector.Configuration()
    configuration.learningFrames = 3
    var detector = BodyDetector.room(width: 320, height: 240, configuration: configuration)
    let room = DrawnFrame(background: 4000)
    #expect(try detector.detect(in: room.frame) == .learning(remaining: 2))
    #expect(try detector.detect(in: room.frame) == .learning(remaining: 1))
    #expect(try detector.detect(in: room.frame) == .learning(remaining: 0))
    #expect(detector.silhouette.isEmpty)
    #expect(try detector.detect(in: room.frame) == .nobody)
    #expect(try detector.detect(in: room.drawing(130..<190, 60..<210, at: 2500).frame) == .body)
    #expect(detector.silhouette.columns == 130..<190)
  }

  @Test func anOddPictureSizeIsSearchedLikeAnyOther() throws {
    let camera = Camera.kinect1.scaled(toWidth: 205, height: 131)
    var detector = BodyDetector.segmented(width: 205, height: 131)
    let body = DrawnFrame(camera: camera).drawing(150..<205, 20..<131, at: 2500)
    #expect(try detector.detect(in: body.frame) == .body)
    #expect(detector.silhouette.area == 55 * 111)
  }
}
