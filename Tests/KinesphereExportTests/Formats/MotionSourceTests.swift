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
  private func poses(_ old: String = "", _ new: String = "", count: Int = 12) throws -> String {
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
    #expect(old.isEmpty || text.contains(old), "\(old)")
    let changed = old.isEmpty ? text : text.replacingOccurrences(of: old, with: new)
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
}
