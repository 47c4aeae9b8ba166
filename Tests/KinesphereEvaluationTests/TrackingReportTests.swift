import Foundation
import Kinesphere
import Testing

@testable import KinesphereEvaluation

@Suite struct TrackingReportTests {
  private static let camera = Camera.kinect1
  private static let curves = [
    CurveDescription(title: "limb swing", unit: "rad", columns: [0, 1]),
    CurveDescription(title: "knee", unit: "°", columns: [7, 8]),
  ]

  private func report(name: String = "take", frames: Int, step: (Int) -> TrackedFrame.Status = { _ in .ok })
    -> TrackingReport
  {
    let subject = TrackingSubject(
      name: name, format: "take", camera: Self.camera, rate: 30, provenance: "a flag", weights: "default")
    var report = TrackingReport(subject: subject, curves: Self.curves)
    var frame = DepthFrame(
      depth: Plane(width: 320, height: 240, repeating: 3000), camera: Self.camera, time: 0)
    var silhouette = Silhouette(width: 320, height: 240)
    for y in 60..<200 { for x in 140..<180 { silhouette.mask[x, y] = 255 } }
    for index in 0..<frames {
      frame.time = Double(index) / 30
      frame.depth[index % 320, 3] = 0
      var tracked = TrackedFrame(index: index, time: frame.time, status: step(index))
      if tracked.status == .ok {
        tracked.pose = Pose(points: (0..<18).map { SIMD3(Float($0) * 0.01, 0, 2.5) }, confidence: 0.9)
        tracked.pose.confidence[KeyPoint.leftWrist.rawValue] = 0.25
        tracked.durations[.encoder] = 500_000
      }
      report.add(
        tracked, frame: frame, silhouette: silhouette,
        values: [Float](repeating: Float(index % 50), count: 9), truth: nil)
    }
    return report
  }

  @Test func aLongTakeMakesAPageNoLargerThanAShortOne() {
    let short = report(frames: 160).page().utf8.count
    let long = report(frames: 5_000).page().utf8.count
    #expect(long < short * 5 / 4)
    #expect(long < 4_000_000)
  }

  @Test(arguments: [UInt16(1), 65_535]) func aPictureOfOneExtremeDepthCanBeDrawn(depth: UInt16) {
    let frame = DepthFrame(
      depth: Plane(width: 320, height: 240, repeating: depth), camera: Self.camera, time: 0)
    let mask = Plane<UInt8>(width: 320, height: 240, repeating: 255)
    #expect(!DepthPicture(sourceWidth: 320, sourceHeight: 240).png(of: frame, silhouette: mask).isEmpty)
  }

  @Test func thePageAsksTheNetworkForNothing() {
    let page = report(frames: 3).page()
    #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("@import"))
    #expect(!page.contains("src=\"//"))
  }

  @Test func aNameCannotBreakOutOfItsPlace() {
    let page = report(name: "<script>alert(1)</script>", frames: 2).page()
    #expect(!page.contains("<script>alert"))
    #expect(page.contains("&lt;script&gt;alert(1)"))
  }

  @Test func theSharesAreThoseOfTheFrames() {
    let report = report(frames: 100) { $0 < 10 ? .learning : $0 == 50 ? .damaged : .ok }
    #expect(report.foundShare == 0.89)
    #expect(report.counts[.learning] == 10)
    #expect(report.page().contains("<strong>89.0 %</strong>"))
    #expect(report.page().contains("damaged frame"))
  }

  @Test func aDoubtfulWristIsShownAsDoubtful() {
    let page = report(frames: 4).page()
    #expect(page.contains("left wrist: mean 25 %; below 50 % in 100 % of the frames"))
    #expect(page.contains("head: mean 90 %; below 50 % in 0 % of the frames"))
  }

  @Test func thePlayersDataIsJSONWithAPosePerStill() throws {
    let data = Data(report(frames: 5) { $0 == 2 ? .empty : .ok }.playerData.utf8)
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let stills = try #require(root["stills"] as? [[String: Any]])
    #expect(stills.count == 5)
    #expect((stills[0]["p"] as? [Int])?.count == 54)
    #expect((stills[0]["c"] as? [Int])?[KeyPoint.leftWrist.rawValue] == 25)
    #expect(stills[2]["p"] == nil)
  }

  @Test func theMeanErrorIsTheDistanceToTheTruth() throws {
    let subject = TrackingSubject(
      name: "t", format: "take", camera: Self.camera, rate: 30, provenance: "", weights: "default")
    var report = TrackingReport(subject: subject, curves: [])
    var tracked = TrackedFrame(index: 0, time: 0, status: .ok)
    tracked.pose = Pose(points: [SIMD3<Float>](repeating: SIMD3(0, 0, 2), count: 18))
    let truth = Pose(points: [SIMD3<Float>](repeating: SIMD3(0.03, 0, 2.04), count: 18))
    let frame = DepthFrame(depth: Plane(width: 320, height: 240, repeating: 0), camera: Self.camera, time: 0)
    report.add(
      tracked, frame: frame, silhouette: Silhouette(width: 320, height: 240), values: [], truth: truth)
    #expect(abs(try #require(report.meanError) - 0.05) < 1e-6)
  }

  @Test func onlyTheFirstFortyProblemsAreListedAndTheRestCounted() {
    var report = report(frames: 1)
    for index in 0..<100 { report.note(problem: "frame \(index): bad") }
    let page = report.page()
    #expect(page.contains("frame 39: bad") && !page.contains("frame 40: bad"))
    #expect(page.contains("and 60 more"))
  }
}
