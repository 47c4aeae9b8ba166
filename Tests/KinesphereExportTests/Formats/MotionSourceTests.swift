import Foundation
import Kinesphere
import KinesphereData
import Testing
import _KinesphereTestSupport

@testable import KinesphereExport

/// What is no motion is refused in one line before anything is computed with it.
@Suite final class MotionSourceTests {
  private let folder = NSTemporaryDirectory() + "source-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Twelve frames at 30 Hz with `old` replaced by `new`.
  private func poses(_ old: String = "", _ new: String = "", count: Int = 12, isPattern: Bool = false) throws
    -> String
  {
    let path = folder + "/poses.json"
    let header = PosesHeader(name: "d.take", format: "take", rate: 30, camera: .kinect1, weights: "default")
    var writer = try PosesWriter(path: path, header: header)
    var body = PosedBody()
    for index in 0..<count {
      body.fill(person: Person(), pose: Dance.arms.pose(at: Double(index) / 30))
      var frame = TrackedFrame(index: index, time: Double(index) / 30, status: .ok)
      frame.pose = body.keyPoints
      try writer.append(frame)
    }
    try writer.close()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let changed =
      old.isEmpty
      ? text : text.replacingOccurrences(of: old, with: new, options: isPattern ? .regularExpression : [])
    #expect(old.isEmpty || changed != text, "\(old)")
    try Data(changed.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  private static let last = "\"time\": 0.3667"

  @Test(arguments: ["1e300", "1.7e308"])
  func aTimeThatNoWholeNumberHoldsIsRefused(time: String) throws {
    let path = try poses(Self.last, "\"time\": \(time)")
    let error = #expect(throws: PosesError.self) { try MotionSource(path) }
    #expect(error?.description.contains("\n") == false)
  }

  @Test func timesWhoseSpanIsNoNumberBecomeFewFrames() {
    #expect(RegularTimes([0, .nan], rate: 30, mostFrames: 10).places.count == 1)
    #expect(RegularTimes([-1.7e308, 1.7e308], rate: 30, mostFrames: 10).places.count == 10)
  }

  @Test(arguments: [
    ("\"metre\"", "\"inch\"", "the unit \"inch\""), ("\"rate\":30", "\"rate\":-30", "but it holds -30"),
    ("\"rate\":30", "\"rate\":1001", "but it holds 1001"), ("\"ok\"", "\"fine\"", "\"fine\" in frame 0"),
    ("\"width\":320", "\"width\":0", "but it holds 0 x 240"),
    ("\"id\": 0", "\"id\": -1", "but it holds -1 in frame"),
    ("\"index\": 4", "\"index\": -4", "but it holds -4"),
    ("\"confidence\": [", "\"confidence\": [7, ", "18 points"),
    ("\"time\": 0.2000", "\"time\": -5", "-5.0 after 0.1667 in frame 6"),
    ("\"time\": 0.2000", "\"time\": 0.1667", "0.1667 after 0.1667"),
    (last, "\"time\": 10000", "9999.67 s before frame 11"),
  ])
  func whatTheSchemaForbidsIsRefused(old: String, new: String, told: String) throws {
    let path = try poses(old, new)
    let error = #expect(throws: PosesError.self) { try MotionSource(path) }
    #expect(error?.description.contains(told) == true, "\(String(describing: error))")
  }

  @Test func aConfidenceAboveOneIsRefused() throws {
    let path = try poses(#"\[(0|1)\.\d{3}, "#, "[7, ", isPattern: true)
    let error = #expect(throws: PosesError.self) { try MotionSource(path) }
    #expect(error?.actual == "7.0 in frame 0")
  }

  @Test func aMotionThatWouldGrowTenTimesIsRefusedUnlessItsRateIsAskedFor() throws {
    #expect(throws: Never.self) { try MotionSource(poses()).checkGrowth(rate: nil) }
    // A whole minute is missing.
    let gap = try MotionSource(poses(Self.last, "\"time\": 60"))
    let error = #expect(throws: PosesError.self) { try gap.checkGrowth(rate: nil) }
    #expect(error?.actual == "12 in 60 s, which would be 1801 at 30 Hz: --rate names another")
    #expect(throws: PosesError.self) { try gap.checkGrowth(rate: 30) }
    #expect(throws: Never.self) { try gap.checkGrowth(rate: 1) }
    // More frames a second are what the user wants.
    let long = try MotionSource(poses(count: 31))
    #expect(throws: Never.self) { try long.checkGrowth(rate: 1000) }
    let wrong = try MotionSource(poses("\"rate\":30", "\"rate\":900", count: 31))
    #expect(throws: PosesError.self) { try wrong.checkGrowth(rate: nil) }
  }
}
