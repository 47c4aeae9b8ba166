import Foundation
import Kinesphere
import Testing

@testable import KinesphereData

/// Numbers that no whole number holds are refused or passed over, and never end the program.
@Suite struct MotionNumbersTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func aC3DWhoseCountsAreNoNumbersNeverTraps() throws {
    var builder = C3DBuilder(processor: 84, isFloat: true)
    builder.dataStart = 1e18
    let far = try scratch.write("far.c3d", builder.bytes)
    #expect(throws: RecordingError.self) { try MotionFile.points(path: far) }
    for end in [Float.nan, .infinity, -1, 3e38] {
      var builder = C3DBuilder(processor: 84, isFloat: true)
      builder.endField = [end, 0]
      let path = try scratch.write("a.c3d", builder.bytes)
      #expect(try MotionFile.points(path: path).frameCount == 2, "\(end)")
    }
  }

  @Test(arguments: ["inf", "1e300", "-inf", "1e-320"])
  func aTableWhoseTimesAreNoTimesHasTheRateThatWasAskedFor(time: String) throws {
    let lines = KnownMotion().wide(unit: 1).split(separator: "\r\n").prefix(3).map(String.init)
    let last = time + lines[2].drop { $0 != ";" }
    let path = try scratch.write("a.csv", Array([lines[0], lines[1], last].joined(separator: "\n").utf8))
    let points = try MotionFile.points(path: path, rate: 25)
    #expect(points.rate == 25 && points.times == [0, 0.04])
    #expect(try MotionClip(path: path).poses.count > 0)
  }
}
