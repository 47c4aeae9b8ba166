import Foundation
import Kinesphere
import Testing

@testable import KinesphereData

/// TRC, C3D and ASF/AMC: small files whose places are known from arithmetic.
@Suite struct MotionFormatTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func aTRCsPlacesAreMetresAndEmptyCellsUnknown() throws {
    let points = try MotionFile.points(path: scratch.write("a.trc", Array(FuzzTexts.trc.utf8)))
    #expect(points.names == ["A", "B"] && points.rate == 50 && points.times == [0, 0.02])
    #expect((points.place(frame: 0, point: 1) - SIMD3(4, 5, 6)).length < 1e-5)
    #expect(abs(points.place(frame: 1, point: 0).x - 7) < 1e-5 && points.place(frame: 1, point: 1).x.isNaN)
  }

  @Test(arguments: [UInt8(84), 85, 86], [false, true])
  func aC3DsPlacesComeFromEveryProcessorAsIntegersAndFloats(processor: UInt8, isFloat: Bool) throws {
    let bytes = C3DBuilder(processor: processor, isFloat: isFloat).bytes
    let points = try MotionFile.points(path: scratch.write("a.c3d", bytes))
    #expect(points.names == ["LFHD", "B"] && points.rate == 100 && points.frameCount == 2)
    #expect((points.place(frame: 0, point: 0) - SIMD3(0.5, -1, 1.5)).length < 1e-6)
    #expect(points.place(frame: 1, point: 1).x.isNaN)
    #expect((points.place(frame: 1, point: 0) - SIMD3(0.25, 2, -0.5)).length < 1e-6)
  }

  @Test(arguments: [("+Z", SIMD3<Float>(0, 0, 1)), ("-Y", SIMD3(0, -1, 0)), ("x", SIMD3(1, 0, 0))])
  func aC3DSaysWhichAxisIsUp(text: String, up: SIMD3<Float>) throws {
    var builder = C3DBuilder(processor: 84, isFloat: true)
    #expect(try MotionFile.points(path: scratch.write("a.c3d", builder.bytes)).up == nil)
    builder.up = text
    #expect(try MotionFile.points(path: scratch.write("a.c3d", builder.bytes)).up == up)
  }

  @Test func anAMCTurnsItsBonesAboutTheirAxes() throws {
    let path = try scratch.write("05_02.amc", Array(FuzzTexts.amc.utf8))
    _ = try scratch.write("05.asf", Array(FuzzTexts.asf.utf8))
    let points = try MotionFile.points(path: path)
    #expect(points.names == ["root", "thigh", "shin"] && points.rate == 120)
    // A unit is an inch at length 1; the root is at (10, 20, 30) and turned by 90 degrees about y.
    let inch: Float = 0.0254
    #expect((points.place(frame: 0, point: 0) - SIMD3(10, 20, 30) * inch).length < 1e-5)
    // The thigh hangs down by 4, turned by 90 about its own x: to -z, which the root takes to -x.
    #expect((points.place(frame: 0, point: 1) - SIMD3(6, 20, 30) * inch).length < 1e-5)
    // The shin's axis is turned by 90 about z, so that its turn about x is one about y: a bone along y stays.
    #expect((points.place(frame: 0, point: 2) - SIMD3(3, 20, 30) * inch).length < 1e-5)
  }

  @Test func whatIsCutIsReadAsFarAsItGoesAndSaid() throws {
    var builder = C3DBuilder(processor: 84, isFloat: true)
    #expect(try MotionFile.points(path: scratch.write("a.c3d", builder.bytes)).notices.isEmpty)
    builder.lastFrame = 40
    let c3d = try MotionFile.points(path: scratch.write("a.c3d", builder.bytes))
    // The last block is padded: 512 bytes are sixteen frames of two points.
    #expect(c3d.frameCount == 16)
    #expect(c3d.notices == ["the file is cut: it says 40 frames, but holds 16"])

    #expect(try MotionFile.points(path: scratch.write("a.trc", Array(FuzzTexts.trc.utf8))).notices.isEmpty)
    let lines = FuzzTexts.trc.split(separator: "\n", omittingEmptySubsequences: false)
    let end = try #require(lines.lastIndex { $0.hasPrefix("2\t") })
    let trc = try MotionFile.points(
      path: scratch.write("b.trc", Array(lines[..<end].joined(separator: "\n").utf8)))
    #expect(trc.frameCount == 1)
    #expect(trc.notices == ["the file is cut: it says 2 frames, but holds 1"])

    _ = try scratch.write("05.asf", Array(FuzzTexts.asf.utf8))
    let amc = try MotionFile.points(path: scratch.write("05_01.amc", Array(FuzzTexts.amc.utf8)), rate: 120)
    #expect(amc.frameCount == 2 && amc.notices.isEmpty)
    let cut = FuzzTexts.amc.split(separator: "\n").dropLast().joined(separator: "\n")
    let less = try MotionFile.points(path: scratch.write("05_02.amc", Array(cut.utf8)), rate: 120)
    #expect(less.frameCount == 1)
    #expect(less.notices == ["the file is cut: frame 2 has 1 of 2 bones, the 1 before are whole"])
  }

  @Test func anAMCWithoutItsSkeletonAsksForIt() throws {
    let path = try scratch.write("lonely.amc", Array(FuzzTexts.amc.utf8))
    let error = #expect(throws: RecordingError.self) { try MotionFile.points(path: path) }
    #expect(error?.kind == .unstated && error?.description.contains("--skeleton") == true)
  }

  /// Real dances, against joints that somebody else computed from them.
  @Test(.enabled(if: CMUFiles.isThere, "skipped: no CMU motion capture at hand"))
  func cmusDancesLieWhereOthersComputedThem() throws {
    let files = CMUFiles()
    let own = try MotionFile.points(path: files.amc)
    let theirs = try PointSequence(path: files.joints)
    var (most, count) = (Float(0), 0)
    for name in own.names {
      guard let a = own.index(of: name), let b = theirs.index(of: name) else { continue }
      count += 1
      for frame in 0..<min(theirs.frameCount, own.frameCount / 2) {
        most = max(
          most, (own.place(frame: 2 * frame, point: a) - theirs.place(frame: frame, point: b)).length)
      }
    }
    #expect(count > 25 && most < 2e-4, "\(count) joints, \(most) m")
  }
}
