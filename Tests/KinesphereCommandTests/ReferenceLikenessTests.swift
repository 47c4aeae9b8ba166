import Foundation
import Kinesphere
import KinesphereData
import KinesphereMovement
import Testing

/// Which two takes are the same dance.
struct ReferenceLikenessTests {
  private static func dance(_ index: UInt64, person: UInt64) -> SyntheticSequence {
    var generator = SeededGenerator(seed: 6, stream: 3, index: index)
    return SyntheticSequence(
      choreography: .random(duration: 8, using: &generator), frames: 240, seed: person)
  }

  private static func write(_ sequence: SyntheticSequence, _ name: String, to path: String) throws {
    let header = PosesHeader(
      name: name, format: "a test", rate: 30, camera: sequence.camera, weights: "none")
    var writer = try PosesWriter(path: path, header: header)
    let truth = sequence.truth()
    for index in truth.poses.indices {
      var frame = TrackedFrame(index: index, time: truth.times[index], status: .ok)
      frame.pose = truth.poses[index]
      try writer.append(frame)
    }
    try writer.close()
  }

  /// Dances that the threshold was not chosen on.
  @Test(arguments: 0..<6) func theSameDanceOfAnotherPersonIsNearAndAnotherDanceFar(index: UInt64) {
    let view = PostureView(isMirrored: true)
    let own = Self.dance(index, person: 40 + index).truth()
    func review(_ other: Motion) -> PostureReview {
      PostureReview(own, subject: "own", reference: other, named: "other", view: view, referenceView: view)
    }
    let same = review(Self.dance(index, person: 80 + index).truth())
    #expect(!same.isUnlike, "\(same.distance ?? -1)")
    let other = review(Self.dance(index + 100, person: 40 + index).truth())
    #expect(other.isUnlike, "\(other.distance ?? -1)")
  }

  @Test func anUnrelatedDanceIsSaidBeforeItsCorrections() throws {
    let scratch = try Scratch()
    try Self.write(Self.dance(0, person: 1), "own", to: scratch.path("own.json"))
    try Self.write(Self.dance(0, person: 2), "teacher", to: scratch.path("teacher.json"))
    try Self.write(Self.dance(7, person: 2), "100 %d", to: scratch.path("other.json"))
    let other = try BuiltCommand.run(
      ["posture", "own.json", "--reference", "other.json", "--report", "p.html", "--json", "p.json"],
      folder: scratch.url)
    #expect(other.status == 0, "\(other.errors)")
    let note = try #require(other.output.range(of: "note: own and 100 %d hardly match (distance 0.1"))
    let told = try #require(other.output.range(of: "than the reference"))
    #expect(note.lowerBound < told.lowerBound, "\(other.output)")
    #expect(try scratch.text("p.html").contains("own and 100 %d hardly match"))
    let schema = try JSONSchema(path: Documents.path("posture.schema.json"))
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: scratch.file("p.json")))
    #expect(schema.violations(of: object) == [])
    let same = try BuiltCommand.run(
      ["posture", "own.json", "--reference", "teacher.json"], folder: scratch.url)
    #expect(same.status == 0 && !same.output.contains("hardly match"), "\(same.output)")
  }
}
