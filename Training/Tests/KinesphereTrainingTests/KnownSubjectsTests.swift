import Foundation
import KinesphereTraining
import Testing

/// Whom a run knows through others.
@Suite struct KnownSubjectsTests {
  private func run(_ name: String, in folder: String, _ fields: String) throws {
    let recipe = #"{"name": "\#(name)", "skeleton": "kinect", "seed": 1, \#(fields)}"#
    try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    try Data(recipe.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)/recipe.json"))
  }

  @Test func startsObserversAndUnlabelledRecordingsAreFollowed() throws {
    let folder = try SmallData.folder()
    defer { SmallData.remove(folder) }
    try run(
      "start", in: folder,
      #""stage": "encoder", "data": {"recordings": "utd", "subjects": [1, 8], "testSubjects": [2]}, "validation": {"subjects": [8]}"#
    )
    try run(
      "seen", in: folder,
      """
      "stage": "parts", "start": "\(folder)/start/weights.safetensors",
      "teaching": {"method": "meanTeacher", "unlabelled": "utd"}, "optimisation": {"average": 0},
      "data": {"synthetic": 64, "subjects": [3], "testSubjects": [2]}
      """)
    try run(
      "other", in: folder,
      #""stage": "encoder", "data": {"recordings": "msr", "subjects": [4], "testSubjects": [2]}"#)
    try run(
      "whole", in: folder,
      """
      "stage": "lstmcnn", "encoderWeights": "\(folder)/seen", "crossFit": {"5": "\(folder)/other"},
      "data": {"recordings": "utd", "subjects": [5], "testSubjects": [2]}
      """)
    let known = try KnownSubjects(of: folder + "/whole", in: "utd")
    // Subject 8 only chose the epoch; 4 is another data set's.
    #expect(known.byRun.reduce(into: Set()) { $0.formUnion($1.subjects) } == [1, 3, 5])
    #expect(known.silent.isEmpty)
    try known.requireStrangers([2, 4, 8])
    for one in [1, 3, 5] {
      #expect(throws: TrainingError.self) { try known.requireStrangers([2, one]) }
    }
    #expect(try KnownSubjects(of: folder + "/away.safetensors", in: "utd").silent.count == 1)
  }
}
