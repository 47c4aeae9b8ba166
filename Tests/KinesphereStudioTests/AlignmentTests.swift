import Foundation
import Kinesphere
import KinesphereData
import Testing

@testable import KinesphereStudio

struct AlignmentTests {
  private func take(_ motion: Motion) throws -> TakeMotion {
    let scratch = try StudioScratch()
    try scratch.poses("a", motion)
    return try TakeMotion(folder: StudioFolder(path: scratch.path("")), name: "a")
  }

  @Test func aSlowerTakeIsFollowedAtItsPaceWhereverAndHoweverLargeTheDancerIs() throws {
    let fast = try take(MadeUp.raise())
    let slow = try take(MadeUp.raise(stretch: 1.5, at: SIMD3(1, 0.2, 4), size: 1.3))
    let alignment = try #require(TakeAlignment(fast, slow))
    #expect(alignment.meanDistance < 0.02)
    for (one, other) in zip(alignment.first, alignment.second) {
      #expect(abs(other - 1.5 * one) < 0.15, "\(one) s belongs to \(1.5 * one) s, not \(other) s")
    }
    #expect(zip(alignment.second, alignment.second.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func aTakeWithoutADancerIsNotAligned() throws {
    #expect(TakeAlignment(try take(Motion()), try take(MadeUp.raise())) == nil)
  }

  /// 0.5 rad less than the reference all the way is told of the arm, at its key-points, and of nothing else.
  @Test func whatDiffersFromAReferenceIsToldWithItsKeyPoints() throws {
    var (low, high) = (Motion(), Motion())
    for index in 0..<60 {
      low.append(MadeUp.pose(arm: 0.6), at: Double(index) / 30)
      high.append(MadeUp.pose(arm: 1.1), at: Double(index) / 30)
    }
    let posture = try TakePosture(try take(low), name: "low", reference: try take(high), named: "high")
    #expect(posture.against == ["high"])
    let note = try #require(posture.notes.first)
    #expect(note.words.contains("left arm") && note.words.contains("lower"), "\(note.words)")
    #expect(abs(note.deviation + 0.5 * 180 / .pi) < 1)
    #expect(note.points.contains(KeyPoint.leftElbow.rawValue))
    #expect(posture.notes.allSatisfy { $0.words.contains("left arm") })
  }

  /// A poses.json is anyone's: numbers that would stop what draws or computes are refused with words.
  @Test(arguments: [
    (#""width":320"#, #""width":0"#), (#""width":320"#, #""width":1000000"#),
    (#""rate":30"#, #""rate":0"#), (#""rate":30"#, #""rate":-1"#), (#""time": 0.0333"#, #""time": 1e300"#),
    (#""time": 0.0333"#, #""time": -5"#), (#""focal_x":"#, #""focal_x":0.000001, "other":"#),
    (#""time": 0.0333"#, #""time": 99999"#),
  ])
  func numbersThatNoRecordingHasAreRefused(sound: String, damaged: String) throws {
    let scratch = try StudioScratch()
    try scratch.poses("a", MadeUp.raise())
    let path = scratch.path("a-tracked/poses.json")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try #require(text.contains(sound))
    try text.replacingOccurrences(of: sound, with: damaged).write(
      toFile: path, atomically: false, encoding: .utf8)
    let folder = try StudioFolder(path: scratch.path(""))
    let error = try #require(throws: StudioError.self) { try TakeMotion(folder: folder, name: "a") }
    #expect(error.subject == "a")
    // And the catalog lists it with its problem.
    let catalog = try Catalog(path: folder.file(Catalog.fileName))
    try CatalogScan(folder: folder, catalog: catalog).run()
    #expect(try catalog.takes().first?.problem != nil)
  }
}
